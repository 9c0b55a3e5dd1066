"""Resumes and letters for a job over the API."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from evenhand.domains.coaching.rules import tailoring as rules
from evenhand.domains.coaching.rules.refining import Refined
from evenhand.domains.coaching.schemas.refining import RefinedOut
from evenhand.domains.coaching.schemas.tailoring import PartIn, PartOut, StatementOut, TailoringOut, UnsupportedOut
from evenhand.domains.coaching.service import tailoring as service
from evenhand.domains.coaching.service.tailored_files import FileName, file_of
from evenhand.engines.typesetting import CvTemplate
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.downloads import attached

routes = Routes(kind="api", prefix="/jobs/{job_id}/tailoring", tag="coaching")


@routes.get("", permission=Permission.RESUMES_OWN, response_model=TailoringOut)
async def get(job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> TailoringOut:
    """The resume and the letter for a job, each statement with what it rests on."""
    return _out(await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now))


@routes.post("", permission=Permission.RESUMES_OWN, response_model=TailoringOut, status_code=202)
async def ask(
    job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, rates: Limits, now: Now
) -> TailoringOut:
    """Have them made in the background, or made anew: own words over the former ones are dropped then."""
    await rates.hit(service.TAILOR_RATE, str(actor.person))
    await service.ask(session, actor=actor, job_id=job_id, now=now)
    return _out(await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now))


@routes.put("/parts/{key}", permission=Permission.RESUMES_OWN, response_model=TailoringOut, responses={409: {}})
async def edit(
    job_id: UUID,
    key: Annotated[str, Path(max_length=20)],
    body: PartIn,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> TailoringOut:
    """Write a part in one's own words. 409 names the words that stand nowhere in the resume, unless they are kept."""
    missing = await service.edit(
        session, actor=actor, job_id=job_id, key=key, text=body.text, keep=body.keep, vault=vault
    )
    if missing:
        raise service.NotSupported(words=[{"text": one.text, "kind": one.kind} for one in missing])
    return _out(await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now))


@routes.get("/files/{name}", permission=Permission.RESUMES_OWN, rate=service.FILE_RATE, response_class=Response)
async def file(
    job_id: UUID,
    name: FileName,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
    template: Annotated[CvTemplate, Query(description="How the PDF looks.")] = "classic",
) -> Response:
    """The resume as PDF, DOCX, text or JSON Resume, or the letter as PDF, DOCX or text."""
    shown = await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
    return attached(await file_of(shown, name, template=template))


def _out(shown: service.Shown) -> TailoringOut:
    made = shown.made
    parts = [
        PartOut(
            key=part.key,
            about=part.about,
            text=part.text,
            own=part.edit is not None,
            statements=[
                StatementOut(text=one.text, kind=one.kind, sources=list(one.sources), by_model=one.by_model)
                for one in part.lines
            ],
            left_out=list(part.left_out),
            unsupported=[UnsupportedOut.model_validate(one) for one in part.edit.unsupported] if part.edit else [],
        )
        for part in shown.parts
    ]
    return TailoringOut.model_validate(
        {
            "job_id": shown.job.id,
            "state": shown.state,
            "why_code": shown.why_code,
            "why": shown.why,
            "made_at": shown.made_at,
            "version": made.version if made else "",
            "resume": rules.finished(made, shown.edits) if made else None,
            "parts": parts,
            "by_model": RefinedOut.of(Refined.of(made.model if made else {})),
        }
    )
