"""Resumes over the API: uploading, following how one is read, choosing the default, deleting."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import File, Query, Response, UploadFile

from evenhand.domains.resumes import queries, service
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.rules import MOST_QUERY_CHARS
from evenhand.domains.resumes.schemas import FoundOut, ListedResumeOut, ResumeList, ResumeOut
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes
from evenhand.web.needs import FileStore

routes = Routes(kind="api", prefix="/resumes", tag="resumes")

UPLOAD_RATE = Rate("upload", times=30, seconds=600)
READ_AGAIN_RATE = Rate("read-resume-again", times=30, seconds=600)
SEARCH_RATE = Rate("search-resumes", times=60, seconds=60)
"""Counted for each person: a search opens all they have."""
_ASIDE = frozenset({"file_name", "versions"})


async def shown(session: Session, resume: Resume, *, vault: Vault, versions: int = 0) -> ResumeOut:
    """A resume with its file name opened. `versions`, where it was asked already how many there are."""
    name = await service.file_name(resume, vault=vault)
    versions = versions or await queries.last_number(session, person_id=resume.person_id)
    values = {field: getattr(resume, field) for field in ResumeOut.model_fields if field not in _ASIDE}
    return ResumeOut(file_name=name, versions=versions, **values)


@routes.get("", permission=Permission.RESUMES_OWN, response_model=ResumeList)
async def list_resumes(
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    rates: Limits,
    q: Annotated[str, Query(max_length=MOST_QUERY_CHARS)] = "",
) -> ResumeList:
    """The caller's resumes, the newest first; with `q`, those whose text, fields or file name hold all of its words.

    A word is found where one begins with it. Neither case counts nor the dots of ё.
    """
    if q:
        await rates.hit(SEARCH_RATE, str(actor.person))
    rows, found = await service.search(session, actor=actor, query=q, vault=vault)
    versions = await queries.last_number(session, person_id=actor.person)
    return ResumeList(
        items=[
            ListedResumeOut(
                **(await shown(session, row, vault=vault, versions=versions)).model_dump(),
                found=[FoundOut(**asdict(one)) for one in found.get(row.id, ())],
            )
            for row in rows
        ]
    )


@routes.post(
    "",
    permission=Permission.RESUMES_OWN,
    rate=UPLOAD_RATE,
    status_code=202,
    response_model=ResumeOut,
    responses={415: {}},
)
async def upload(
    file: Annotated[UploadFile, File()],
    response: Response,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    files: FileStore,
    now: Now,
) -> ResumeOut:
    """Store a PDF, DOCX, ODT, RTF, TXT, Markdown or JSON Resume file of at most 10 MB, to be read in the background.

    DOC is taken where the server has a program that converts it. Its kind is judged by its content.
    Poll the address in `Location`.
    """
    resume = await service.upload(
        session,
        actor=actor,
        file_name=file.filename or "",
        content=await file.read(service.LIMITS.bytes + 1),
        vault=vault,
        files=files,
        now=now,
    )
    response.headers["Location"] = f"/api/v1/resumes/{resume.id}"
    return await shown(session, resume, vault=vault)


@routes.get("/{resume_id}", permission=Permission.RESUMES_OWN, response_model=ResumeOut)
async def get_resume(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> ResumeOut:
    """One resume and how far reading it has come."""
    resume = await queries.resume(session, person_id=actor.person, resume_id=resume_id)
    if resume is None:
        raise service.ResumeNotFound
    return await shown(session, resume, vault=vault)


@routes.post("/{resume_id}/default", permission=Permission.RESUMES_OWN, response_model=ResumeOut)
async def make_default(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> ResumeOut:
    """Let matching and applying begin with this resume. It has to have been read."""
    return await shown(session, await service.set_default(session, actor=actor, resume_id=resume_id), vault=vault)


@routes.post(
    "/{resume_id}/read-again",
    permission=Permission.RESUMES_OWN,
    rate=READ_AGAIN_RATE,
    status_code=202,
    response_model=ResumeOut,
)
async def read_again(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> ResumeOut:
    """Have the present reader read the file once more, in the background. Corrections stay."""
    return await shown(session, await service.read_again(session, actor=actor, resume_id=resume_id), vault=vault)


@routes.delete("/{resume_id}", permission=Permission.RESUMES_OWN, status_code=204)
async def delete(resume_id: UUID, actor: CurrentActor, session: Transaction) -> None:
    """Delete a resume and its file. The default one can be deleted only when it is the last."""
    await service.delete(session, actor=actor, resume_id=resume_id)
