"""A resume and a letter for a job: made in the background, written over by their person, taken away as files."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from evenhand.domains.coaching.events import TailoringWanted
from evenhand.domains.coaching.models import Tailoring
from evenhand.domains.coaching.queries import tailoring as queries
from evenhand.domains.coaching.rules import tailoring as rules
from evenhand.domains.coaching.rules.tailoring import Edit, Made, Part
from evenhand.domains.consents import service as consents
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.schemas import JobOut
from evenhand.domains.jobs.service import public_job
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes import service as resume_service
from evenhand.engines.tailoring import Advert, Unsupported
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.held import Holding, Item
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import Sentence, say

TAILOR_RATE = Rate("tailor", times=30, seconds=600)
FILE_RATE = Rate("tailored-file", times=60, seconds=600)
PATIENCE = timedelta(minutes=1)
MOST_CHARS = 8_000

Why = Literal["no_resume", "stopped", "broken"]
WHY: dict[str, Sentence] = {
    "no_resume": say("There is no resume to work with yet. Upload one, and ask again once it has been read."),
    "stopped": say("You stopped the comparing of your resumes with jobs. Allow it again first."),
    "broken": say("This did not work, although we tried several times. Try once more."),
}


class TailoringNotFound(NotFound):
    """Nothing was made for this job, or no such part of it."""

    code, message = "tailoring_not_found", say("There is nothing here for this job yet. Ask for it on its page.")


class NotSupported(Conflict):
    """Words that stand nowhere in the resume; the person may keep them as their own."""

    code = "not_supported"
    message = say("Some words stand nowhere in your resume. Change them, or keep them as your own words.")


@dataclass(frozen=True)
class Shown:
    """What a person has for a job; nothing was asked for where `state` is empty."""

    job: JobOut
    state: str
    why: Sentence | None
    why_code: str
    made_at: datetime | None
    made: Made | None
    parts: list[Part]
    edits: dict[str, Edit]
    may_ask: bool


async def ask(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> Tailoring:
    """Have it made, or made anew of the resume as it is now: own words over the former one are dropped then. While it
    is being made, asking again is asking once. Raises JobNotFound."""
    await public_job(session, job_id=job_id, now=now)
    row = await queries.of_job(session, person_id=actor.person, job_id=job_id, lock=True)
    if row is not None and row.state == "generating" and row.asked_at + PATIENCE > now:
        return row
    if row is None:
        row = Tailoring(id=new_id(), person_id=actor.person, job_id=job_id)
        session.add(row)
    row.state, row.why, row.asked_at = "generating", "", now
    await session.flush()
    await publish(session, TailoringWanted(tailoring_id=row.id, person_id=actor.person))
    return row


async def make(session: Session, *, person_id: UUID, tailoring_id: UUID, vault: Vault, now: datetime) -> None:
    """Make it, or say why it cannot be made. Doing it twice does it once."""
    row = await queries.one(session, person_id=person_id, tailoring_id=tailoring_id)
    if row is None or row.state != "generating":
        return
    opening = await jobs.published_job(session, job_id=row.job_id)
    allowed = await consents.allows(session, person_id=person_id, purpose=consents.Purpose.PROCESSING)
    resume = await resumes.ready_resume(session, person_id=person_id) if allowed else None
    if opening is None or resume is None:
        row.state, row.why = "failed", "no_resume" if allowed else "stopped"
        await session.flush()
        return
    job = opening.job
    advert = Advert(
        job.title,
        opening.company.name,
        job.description,
        job.language,
        tuple(job.required_skills),
        tuple(job.optional_skills),
    )
    try:
        profile = await resume_service.open_profile(resume, vault=vault)
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:  # being erased: this goes too
        return
    language: rules.Language = "ru" if resume.language == "ru" else "en"
    made = rules.make(profile.resume, str(resume.id), advert, language=language, today=now.date())
    row.made_sealed = key.seal_json(rules.to_json(made), place(Tailoring.made_sealed, row.id))
    row.edits_sealed = None
    row.state, row.why, row.made_at = "ready", "", now
    await session.flush()


async def give_up(session: Session, *, person_id: UUID, tailoring_id: UUID) -> None:
    """Say that nobody tries any more."""
    row = await queries.one(session, person_id=person_id, tailoring_id=tailoring_id)
    if row and row.state == "generating":
        row.state, row.why = "failed", "broken"
        await session.flush()


async def shown(session: Session, *, actor: Actor, job_id: UUID, vault: Vault, now: datetime) -> Shown:
    """What the caller has for a published job. Raises JobNotFound."""
    job = await public_job(session, job_id=job_id, now=now)
    row = await queries.of_job(session, person_id=actor.person, job_id=job_id)
    if row is None:
        return Shown(job, "", None, "", None, None, [], {}, may_ask=True)
    made, edits = await opened(row, vault=vault)
    waiting = row.state == "generating" and row.asked_at + PATIENCE > now
    return Shown(
        job=job,
        state=row.state,
        why=WHY[row.why] if row.why else None,
        why_code=row.why,
        made_at=row.made_at,
        made=made,
        parts=rules.parts(made, edits) if made else [],
        edits=edits,
        may_ask=not waiting,
    )


async def edit(
    session: Session, *, actor: Actor, job_id: UUID, key: str, text: str, keep: bool, vault: Vault
) -> tuple[Unsupported, ...]:
    """Write a part in one's own words; an empty text brings back what was made. Words that stand nowhere in the resume
    are told and nothing is kept, unless `keep`: then they are kept, marked as the person's own.

    Raises TailoringNotFound.
    """
    row = await queries.of_job(session, person_id=actor.person, job_id=job_id, lock=True)
    made, edits = await opened(row, vault=vault) if row else (None, {})
    if row is None or made is None or key not in {part.key for part in rules.parts(made, {})}:
        raise TailoringNotFound
    plain = text.replace("\r\n", "\n").strip()
    unsupported = rules.checked(made, key, plain)
    if unsupported and not keep:
        return unsupported
    changed = {name: one for name, one in edits.items() if name != key}
    if plain:
        changed[key] = Edit(plain, unsupported)
    data_key = await vault.key(row.person_id, row.person_id)
    sealed = data_key.seal_json(rules.edits_to_json(changed), place(Tailoring.edits_sealed, row.id))
    row.edits_sealed = sealed if changed else None
    await session.flush()
    return ()


async def opened(row: Tailoring, *, vault: Vault) -> tuple[Made | None, dict[str, Edit]]:
    """What was made, and what was written over it; None before anything was."""
    if row.made_sealed is None:
        return None, {}
    key = await vault.key(row.person_id, row.person_id)
    made = rules.from_json(key.open_json(row.made_sealed, place(Tailoring.made_sealed, row.id)))
    if row.edits_sealed is None:
        return made, {}
    kept = key.open_json(row.edits_sealed, place(Tailoring.edits_sealed, row.id))
    return made, rules.edits_from_json(kept)


async def holding(session: Session, *, person_id: UUID, vault: Vault) -> Holding:
    """Every resume and letter made for a job, as a person takes them away."""
    rows = await queries.all_of(session, person_id=person_id)
    found = await jobs.published_jobs(session, ids=[row.job_id for row in rows])
    items = []
    for row in rows:
        made, edits = await opened(row, vault=vault)
        title = found[row.job_id].job.title if row.job_id in found else ""
        values = {
            "id": row.id,
            "job_id": row.job_id,
            "state": row.state,
            "asked_at": row.asked_at,
            "made_at": row.made_at,
            "made": rules.to_json(made) if made else None,
            "edits": rules.edits_to_json(edits),
        }
        items.append(
            Item(
                title=title,
                note=say("Resume and letter for a job"),
                at=row.made_at or row.asked_at,
                href=f"/jobs/{row.job_id}/tailor",
                source=say("Our software made it of your resume; you wrote over it"),
                values=values,
            )
        )
    return Holding("tailoring", "tailoring", items)
