"""A resume and a letter for a job: made in the background, written over by their person, taken away as files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
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
from evenhand.domains.resumes.models import Resume
from evenhand.engines.tailoring import Advert, Unsupported
from evenhand.kit import asked
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
MOST_CHARS = 8_000

Why = Literal["no_resume", "stopped", "closed", "broken"]
WHY: dict[str, Sentence] = {
    "no_resume": say("There is no resume to work with yet. Upload one, and ask again once it has been read."),
    "stopped": say("You stopped the comparing of your resumes with jobs. Allow it again first."),
    "closed": say("This job is not there any more, so nothing can be put together for it."),
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
    if row is not None and asked.is_made(row, now):
        return row
    if row is None:
        row = Tailoring(id=new_id(), person_id=actor.person, job_id=job_id)
        session.add(row)
    asked.ask_for(row, now)
    await session.flush()
    await publish(session, TailoringWanted(tailoring_id=row.id, person_id=actor.person))
    return row


@dataclass(frozen=True)
class Work:
    """What is to be made: for which advert, and of which resume, told by its mark."""

    person_id: UUID
    tailoring_id: UUID
    advert: Advert
    resume: Mapping[str, Any]
    resume_id: UUID
    mark: str
    language: rules.Language

    def make(self, today: date) -> Made:
        """Make it; that takes some tenths of a second of computing."""
        return rules.make(self.resume, str(self.resume_id), self.advert, language=self.language, today=today)


async def begin(session: Session, *, person_id: UUID, tailoring_id: UUID, vault: Vault) -> Work | None:
    """What is to be made; None where there is nothing to do, or where it cannot be made, which is said. The making is
    done between this and `keep`, while no transaction waits."""
    row = await queries.one(session, person_id=person_id, tailoring_id=tailoring_id)
    if row is None or row.state != "generating":
        return None
    why, advert, resume = await _sides(session, row)
    if advert is None or resume is None:
        asked.fail(row, why)
        await session.flush()
        return None
    try:
        profile = await resume_service.open_profile(resume, vault=vault)
    except KeyDestroyed:  # being erased: this goes too
        return None
    language: rules.Language = "ru" if resume.language == "ru" else "en"
    mark = resume_service.mark(resume)
    return Work(person_id, tailoring_id, advert, profile.resume, resume.id, mark, language)


async def keep(session: Session, work: Work, made: Made, *, vault: Vault, now: datetime, over: bool = True) -> bool:
    """Keep what was made; False where resume or job changed meanwhile, so that it is to be made anew. It is shown at
    once; while it is not `over`, somebody is still at work on it."""
    row = await queries.one(session, person_id=work.person_id, tailoring_id=work.tailoring_id)
    if row is None or row.state != "generating":
        return True
    _, advert, resume = await _sides(session, row)
    if advert != work.advert or resume is None or resume_service.mark(resume) != work.mark:
        return False
    try:
        key = await vault.key(work.person_id, work.person_id)
    except KeyDestroyed:
        return True
    row.made_sealed = key.seal_json(rules.to_json(made), place(Tailoring.made_sealed, row.id))
    row.edits_sealed = None
    row.state, row.why, row.made_at = "ready" if over else "generating", "", now
    await session.flush()
    return True


async def _sides(session: Session, row: Tailoring) -> tuple[Why, Advert | None, Resume | None]:
    """The advert and the resume as they are now; where one is missing, why."""
    opening = await jobs.published_job(session, job_id=row.job_id)
    if opening is None:
        return "closed", None, None
    job = opening.job
    advert = Advert(
        job.title,
        opening.company.name,
        job.description,
        job.language,
        tuple(job.required_skills),
        tuple(job.optional_skills),
    )
    if not await consents.allows(session, person_id=row.person_id, purpose=consents.Purpose.PROCESSING):
        return "stopped", advert, None
    return "no_resume", advert, await resumes.ready_resume(session, person_id=row.person_id)


async def give_up(session: Session, *, person_id: UUID, tailoring_id: UUID) -> None:
    """Say that nobody tries any more."""
    if asked.give_up(await queries.one(session, person_id=person_id, tailoring_id=tailoring_id)):
        await session.flush()


async def shown(session: Session, *, actor: Actor, job_id: UUID, vault: Vault, now: datetime) -> Shown:
    """What the caller has for a published job. Raises JobNotFound."""
    job = await public_job(session, job_id=job_id, now=now)
    row = await queries.of_job(session, person_id=actor.person, job_id=job_id)
    if row is None:
        return Shown(job, "", None, "", None, None, [], {}, may_ask=True)
    made, edits = await opened(row, vault=vault)
    return Shown(
        job=job,
        state=row.state,
        why=WHY[row.why] if row.why else None,
        why_code=row.why,
        made_at=row.made_at,
        made=made,
        parts=rules.parts(made, edits) if made else [],
        edits=edits,
        may_ask=not asked.is_made(row, now),
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
