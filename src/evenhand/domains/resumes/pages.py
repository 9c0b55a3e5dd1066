"""A person's own resumes: uploading, watching, and the profile beside the text it was read from."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from evenhand.domains.resumes import queries, rules, service
from evenhand.domains.resumes.api import UPLOAD_RATE
from evenhand.domains.resumes.models import Resume
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.marks import Span, mark_spans
from evenhand.web.needs import FileStore
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/resumes")

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Row:
    """A resume as the pages show it."""

    id: UUID
    name: str
    state: str
    step: int
    step_words: str
    refusal: str
    page_count: int
    language: str
    created_at: datetime
    skill_count: int


async def _row(resume: Resume, *, vault: Vault) -> Row:
    state = resume.state
    return Row(
        id=resume.id,
        name=await service.file_name(resume, vault=vault),
        state=state,
        step=rules.STEPS.index(state) if state in rules.STEPS else 0,
        step_words=rules.STEP_WORDS.get(state, ""),
        refusal=resume.refusal,
        page_count=resume.page_count,
        language=resume.language or "en",
        created_at=resume.created_at,
        skill_count=len(resume.skill_ids),
    )


@routes.get("", permission=Permission.RESUMES_OWN)
async def list_resumes(request: Request, actor: CurrentActor, session: Transaction, vault: Keys) -> Response:
    """All resumes, and the way to add one."""
    return await _list_page(request, actor, session, vault)


async def _list_page(
    request: Request, actor: Actor, session: Session, vault: Vault, *, error: str | None = None, status: int = 200
) -> Response:
    rows = [await _row(row, vault=vault) for row in await queries.resumes(session, person_id=actor.person)]
    errors = [{"id": "f-file", "message": error}] if error else []
    return page(request, "resumes/list.html", {"resumes": rows, "error": error, "errors": errors}, status=status)


@routes.post("", permission=Permission.RESUMES_OWN, rate=UPLOAD_RATE)
async def upload(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore, now: Now
) -> Response:
    """Store a file, then show how reading it goes."""
    sent = (await request.form()).get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return await _list_page(request, actor, session, vault, error="Choose a file first.", status=422)
    content = await sent.read(service.LIMITS.bytes + 1)
    try:
        resume = await service.upload(
            session, actor=actor, file_name=sent.filename, content=content, vault=vault, files=files, now=now
        )
    except AppError as refusal:
        return await _list_page(request, actor, session, vault, error=refusal.text, status=refusal.status)
    return go_to(request, f"/resumes/{resume.id}")


@routes.get("/{resume_id}", permission=Permission.RESUMES_OWN)
async def show_resume(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """The profile beside its text once it is read; until then how far reading has come."""
    resume = await _mine(session, actor, resume_id)
    row = await _row(resume, vault=vault)
    if resume.state != "ready":
        return page(request, "resumes/reading.html", {"resume": row, "steps": len(rules.STEPS) - 1})
    profile = await service.open_profile(resume, vault=vault)
    sections = rules.sections(profile.resume, profile.evidence)
    fields = [field for section in sections for entry in section.entries for field in entry.fields]
    return page(
        request,
        "resumes/profile.html",
        {
            "resume": row,
            "sections": sections,
            "skills": rules.first_mentions(profile.skills),
            "experience": rules.years_and_months(resume.experience_months),
            "unsure": sum(field.unsure for field in fields),
            "text": mark_spans(
                profile.document.text,
                [
                    Span(span.start, span.end, id=mark_id, href=href, kind=kind)
                    for mark_id, href, kind, span in rules.marks(sections, profile.skills)
                ],
            ),
        },
    )


@routes.get("/{resume_id}/progress", permission=Permission.RESUMES_OWN)
async def progress(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """The piece of the page that says how far reading has come; once it has ended, the whole page is shown anew."""
    resume = await _mine(session, actor, resume_id)
    if resume.state in ("ready", "refused"):
        return go_to(request, f"/resumes/{resume.id}")
    row = await _row(resume, vault=vault)
    return page(request, "resumes/_progress.html", {"resume": row, "steps": len(rules.STEPS) - 1})


@routes.get("/{resume_id}/file", permission=Permission.RESUMES_OWN)
async def download(
    resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore
) -> Response:
    """The file as it was uploaded; downloaded, never shown inside our pages."""
    resume = await _mine(session, actor, resume_id)
    if resume.state == "refused":
        raise service.ResumeNotFound
    name = quote(await service.file_name(resume, vault=vault))
    return Response(
        await service.open_file(resume, vault=vault, files=files),
        media_type=MEDIA_TYPES[resume.kind],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "private, no-store"},
    )


@routes.post("/{resume_id}/delete", permission=Permission.RESUMES_OWN)
async def delete(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """Delete a resume and its file."""
    await service.delete(session, actor=actor, resume_id=resume_id)
    return go_to(request, "/resumes")


async def _mine(session: Session, actor: Actor, resume_id: UUID) -> Resume:
    resume = await queries.resume(session, person_id=actor.person, resume_id=resume_id)
    if resume is None:
        raise service.ResumeNotFound
    return resume
