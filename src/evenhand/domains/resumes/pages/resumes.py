"""The list of resumes: uploading, watching one being read, choosing the default, downloading and deleting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request, Response
from markupsafe import Markup
from starlette.datastructures import UploadFile

from evenhand.domains.resumes import queries, rules, service
from evenhand.domains.resumes.api import READ_AGAIN_RATE, SEARCH_RATE, UPLOAD_RATE
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.rules.refusals import refusal as why_refused
from evenhand.engines.documents.doc import can_convert
from evenhand.engines.documents.formats import NAMES, SUFFIXES
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.text import line
from evenhand.kit.words import say
from evenhand.web.downloads import attached
from evenhand.web.marks import Span, mark_spans
from evenhand.web.needs import FileStore
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/resumes")

MEDIA_TYPES = service.MEDIA_TYPES
SAID = {
    "default": say("This is your default resume now. Matching and applications begin with it."),
    "deleted": say("The resume and its file are deleted."),
}


@dataclass(frozen=True)
class Row:
    """A resume as the pages show it."""

    id: UUID
    number: int
    versions: int
    name: str
    state: str
    step: int
    step_words: str
    refusal: str
    page_count: int
    language: str
    created_at: datetime
    read_at: datetime | None
    skill_count: int
    unsure_count: int
    is_default: bool
    again: str
    reader_is_newer: bool


async def row_of(session: Session, resume: Resume, *, vault: Vault, versions: int = 0) -> Row:
    """A resume with its file name opened. `versions`, where it was asked already how many there are."""
    state = resume.state
    return Row(
        id=resume.id,
        number=resume.number,
        versions=versions or await queries.last_number(session, person_id=resume.person_id),
        name=await service.file_name(resume, vault=vault),
        state=state,
        step=rules.STEPS.index(state) if state in rules.STEPS else 0,
        step_words=rules.STEP_WORDS.get(state, ""),
        refusal=why_refused(resume.refusal),
        page_count=resume.page_count,
        language=resume.language or "en",
        created_at=resume.created_at,
        read_at=resume.read_at,
        skill_count=len(resume.skill_ids),
        unsure_count=resume.unsure_count,
        is_default=resume.is_default,
        again=resume.again,
        reader_is_newer=state == "ready" and resume.read_with != service.present_reader(),
    )


async def mine(session: Session, actor: Actor, resume_id: UUID) -> Resume:
    """One of the caller's own resumes. Raises ResumeNotFound."""
    resume = await queries.resume(session, person_id=actor.person, resume_id=resume_id)
    if resume is None:
        raise service.ResumeNotFound
    return resume


@routes.get("", permission=Permission.RESUMES_OWN)
async def list_resumes(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, rates: Limits
) -> Response:
    """All resumes, or those that hold the words looked for, and the way to add one."""
    query = line(request.query_params.get("q", "")[: rules.MOST_QUERY_CHARS])
    if query:
        await rates.hit(SEARCH_RATE, str(actor.person))
    return await _list_page(request, actor, session, vault, query=query)


async def _list_page(
    request: Request,
    actor: Actor,
    session: Session,
    vault: Vault,
    *,
    query: str = "",
    error: str | None = None,
    refusal: str | None = None,
    status: int = 200,
) -> Response:
    kept, found = await service.search(session, actor=actor, query=query, vault=vault)
    versions = await queries.last_number(session, person_id=actor.person)
    rows = [await row_of(session, row, vault=vault, versions=versions) for row in kept]
    searched = {"query": query, "found": {resume_id: marked(excerpts) for resume_id, excerpts in found.items()}}
    errors = [{"id": "f-file", "message": error}] if error else []
    said = [{"text": words, "kind": "good"} for name, words in SAID.items() if name == request.query_params.get("done")]
    formats = {"accepted": f"{NAMES}, DOC" if can_convert() else NAMES, "suffixes": ",".join(SUFFIXES)}
    context = {
        **formats,
        **searched,
        "resumes": rows,
        "error": error,
        "errors": errors,
        "refusal": refusal,
        "toasts": said,
    }
    return page(request, "resumes/list.html", {**context, "page_errors": errors}, status=status)


def marked(excerpts: Sequence[rules.Excerpt]) -> list[Markup]:
    """Where a resume holds the words, with the words marked."""
    return [mark_spans(one.text, [Span(start, end) for start, end in one.marks]) for one in excerpts]


@routes.post("", permission=Permission.RESUMES_OWN, rate=UPLOAD_RATE)
async def upload(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore, now: Now
) -> Response:
    """Store a file, then show how reading it goes."""
    sent = (await request.form()).get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return await _list_page(request, actor, session, vault, error=say("Choose a file first."), status=422)
    content = await sent.read(service.LIMITS.bytes + 1)
    try:
        resume = await service.upload(
            session, actor=actor, file_name=sent.filename, content=content, vault=vault, files=files, now=now
        )
    except AppError as refusal:
        return await _list_page(request, actor, session, vault, error=refusal.text, status=refusal.status)
    return go_to(request, f"/resumes/{resume.id}")


@routes.get("/{resume_id}/progress", permission=Permission.RESUMES_OWN)
async def progress(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """The piece of the page that says how far reading has come; once it has ended, the whole page is shown anew."""
    resume = await mine(session, actor, resume_id)
    if resume.state in ("ready", "refused") and resume.again != "asked":
        return go_to(request, f"/resumes/{resume.id}")
    row = await row_of(session, resume, vault=vault)
    return page(request, "resumes/_progress.html", {"resume": row, "steps": len(rules.STEPS) - 1})


@routes.get("/{resume_id}/file", permission=Permission.RESUMES_OWN)
async def download(
    resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore
) -> Response:
    """The file as it was uploaded; downloaded, never shown inside our pages."""
    return attached(await service.own_file(session, actor=actor, resume_id=resume_id, vault=vault, files=files))


@routes.post("/{resume_id}/default", permission=Permission.RESUMES_OWN)
async def make_default(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """Let matching and applying begin with this one."""
    await service.set_default(session, actor=actor, resume_id=resume_id)
    return go_to(request, "/resumes?done=default")


@routes.post("/{resume_id}/again", permission=Permission.RESUMES_OWN, rate=READ_AGAIN_RATE)
async def read_again(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """Have the present reader read it once more."""
    await service.read_again(session, actor=actor, resume_id=resume_id)
    return go_to(request, f"/resumes/{resume_id}")


@routes.get("/{resume_id}/delete", permission=Permission.RESUMES_OWN)
async def ask_to_delete(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """Ask before the file is gone."""
    resume = await mine(session, actor, resume_id)
    return page(request, "resumes/delete.html", {"resume": await row_of(session, resume, vault=vault)})


@routes.post("/{resume_id}/delete", permission=Permission.RESUMES_OWN)
async def delete(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys) -> Response:
    """Delete a resume and its file."""
    try:
        await service.delete(session, actor=actor, resume_id=resume_id)
    except service.ResumeIsDefault as refusal:
        return await _list_page(request, actor, session, vault, refusal=refusal.text, status=refusal.status)
    return go_to(request, "/resumes?done=deleted")
