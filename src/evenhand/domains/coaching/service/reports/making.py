"""Making career reports from the jobs that are open then; the same inputs are computed once."""

from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter

from evenhand.domains.coaching.models import CareerReport
from evenhand.domains.coaching.queries import reports as queries
from evenhand.domains.coaching.rules import reports as rules
from evenhand.domains.consents import service as consents
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.rules import first_day_left
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes import service as resume_service
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.service import Profile
from evenhand.engines.career import Candidate, Outlook, Seen, inputs_of
from evenhand.kit import asked
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session, place

MOST_JOBS = 2_000  # those with most skills in common; the report says when there are more
_OUTLOOK: TypeAdapter[Outlook] = TypeAdapter(Outlook)


async def to_make(
    session: Session, *, person_id: UUID, resume_id: UUID, vault: Vault, now: datetime
) -> tuple[Candidate, Seen, str] | None:
    """What the report is computed from, and the mark of that market; None where there is nothing to do: nobody asked
    for one, it was stopped, or the one that is kept rests on the same."""
    row = await queries.report(session, person_id=person_id, resume_id=resume_id, lock=True)
    if row is None:
        return None
    resume = await resumes.resume(session, person_id=person_id, resume_id=resume_id)
    allowed = await consents.allows(session, person_id=person_id, purpose=consents.Purpose.PROCESSING)
    if not allowed or resume is None or resume.state != "ready":
        asked.give_up(row, "stopped")
        await session.flush()
        return None
    try:
        candidate = candidate_of(resume, await resume_service.open_profile(resume, vault=vault))
    except KeyDestroyed:  # being erased: this goes too
        return None
    mark = await mark_of(session, resume, now=now)
    found = await jobs.jobs_asking_for(
        session, skill_ids=sorted(resume.skill_ids), first_day=first_day_left(now), limit=MOST_JOBS + 1
    )
    seen = rules.seen_of((one.job for one in found[:MOST_JOBS]), complete=len(found) <= MOST_JOBS)
    if row.report_sealed is not None and row.inputs == inputs_of(candidate, seen):
        asked.done(row)
        row.market = mark
        await session.flush()
        return None
    return candidate, seen, mark


def candidate_of(resume: Resume, profile: Profile) -> Candidate:
    """What the report may know of the person."""
    return rules.candidate_of(
        skill_ids=resume.skill_ids,
        months=resume.experience_months,
        country=resume.country_code,
        resume=profile.resume,
        text=profile.document.text,
        mentions=profile.skills,
    )


async def mark_of(session: Session, resume: Resume, *, now: datetime) -> str:
    """The mark of the market as it is now."""
    count, changed_at = await jobs.market(
        session, skill_ids=sorted(resume.skill_ids), first_day=first_day_left(now), limit=MOST_JOBS
    )
    return rules.market_mark(count, changed_at)


async def keep(
    session: Session,
    *,
    person_id: UUID,
    resume_id: UUID,
    candidate: Candidate,
    seen: Seen,
    mark: str,
    made: Outlook,
    vault: Vault,
    now: datetime,
) -> None:
    """Keep a report that was made. One on a resume that was deleted in the meantime is let go."""
    row = await queries.report(session, person_id=person_id, resume_id=resume_id, lock=True)
    if row is None:
        return
    try:
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:  # being erased: this goes too
        return
    row.report_sealed = key.seal_json(made.to_dict(), place(CareerReport.report_sealed, row.id))
    row.inputs, row.known, row.market = inputs_of(candidate, seen), candidate.digest(), mark
    row.seal, row.made_at = made.seal, now
    asked.done(row)
    await session.flush()


async def give_up(session: Session, *, person_id: UUID, resume_id: UUID) -> None:
    """Say that it did not work; the person can ask again."""
    if asked.give_up(await queries.report(session, person_id=person_id, resume_id=resume_id, lock=True)):
        await session.flush()


async def open_report(row: CareerReport, *, vault: Vault) -> Outlook | None:
    """The report in a row; None before the first was made."""
    if row.report_sealed is None:
        return None
    key = await vault.key(row.person_id, row.person_id)
    return _OUTLOOK.validate_python(key.open_json(row.report_sealed, place(CareerReport.report_sealed, row.id)))
