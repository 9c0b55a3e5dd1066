"""Gap reports: made in the background for each kept job, made again when resume or job change, never stuck."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from evenhand.domains.consents import service as consents
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.schemas import JobSummary
from evenhand.domains.matching import queries
from evenhand.domains.matching.events import GapWanted
from evenhand.domains.matching.models import GapReport, SavedJob
from evenhand.domains.matching.rules import gap as rules
from evenhand.domains.matching.rules.gap import Gap
from evenhand.domains.matching.rules.gap_report import from_json, to_json
from evenhand.domains.matching.service.comparing import summary
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes import service as resume_service
from evenhand.domains.resumes.models import Resume
from evenhand.kit import asked
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import Sentence, say

GAP_RATE = Rate("gap", times=30, seconds=600)

Why = Literal["no_resume", "stopped", "closed", "broken"]
WHY: dict[Why, Sentence] = {
    "no_resume": say(
        "There is no resume to compare with yet. Upload one, and this report is made by itself once it has been read."
    ),
    "stopped": say(
        "You stopped the comparing of your resumes with jobs. Once you allow it again, this report is made by itself."
    ),
    "closed": say("This job is not there any more, so there is nothing to compare with."),
    "broken": say("Making this report did not work, although we tried several times. Try once more."),
}


class GapNotFound(NotFound):
    """Reports are made for kept jobs."""

    code, message = "gap_not_found", say("There is no report for this job. Save the job, and it is made.")


class GapNotReady(Conflict):
    """There is nothing to take away yet."""

    code, message = "gap_not_ready", say("This report is not there yet. Its page says why.")


@dataclass(frozen=True)
class GapShown:
    """A report as its person sees it. `gap` is the last one that was made, also while a new one is."""

    job: JobSummary
    state: str
    why: Sentence | None
    why_code: str
    asked_at: datetime
    made_at: datetime | None
    gap: Gap | None
    may_ask: bool


async def want(session: Session, saved: SavedJob, *, now: datetime) -> None:
    """A report for a job that was kept just now."""
    report = GapReport(
        id=new_id(),
        saved_job_id=saved.id,
        person_id=saved.person_id,
        job_id=saved.job_id,
        state="generating",
        why="",
        asked_at=now,
    )
    session.add(report)
    await session.flush()
    await publish(session, GapWanted(report_id=report.id, person_id=report.person_id))


async def again(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> GapReport:
    """Make a report anew. While one is being made, asking again is asking once. Raises GapNotFound."""
    report = await queries.gap_of_job(session, person_id=actor.person, job_id=job_id, lock=True)
    if report is None:
        raise GapNotFound
    if not asked.is_made(report, now):
        asked.ask_for(report, now)
        report.inputs = None
        await session.flush()
        await publish(session, GapWanted(report_id=report.id, person_id=report.person_id))
    return report


async def shown(session: Session, *, actor: Actor, job_id: UUID, vault: Vault, now: datetime) -> GapShown:
    """One report of the caller's. Raises GapNotFound."""
    report = await queries.gap_of_job(session, person_id=actor.person, job_id=job_id)
    opening = await jobs.published_job(session, job_id=job_id)
    if report is None or opening is None:
        raise GapNotFound
    return GapShown(
        job=summary(opening, now),
        state=report.state,
        why=WHY[report.why] if report.why else None,  # type: ignore[index]  # the column holds nothing else
        why_code=report.why,
        asked_at=report.asked_at,
        made_at=report.made_at,
        gap=await opened(report, vault=vault),
        may_ask=report.state != "ready" and not asked.is_made(report, now),
    )


async def opened(report: GapReport, *, vault: Vault) -> Gap | None:
    """What was found, if it was made."""
    if report.analysis_sealed is None:
        return None
    key = await vault.key(report.person_id, report.person_id)
    return from_json(key.open_json(report.analysis_sealed, place(GapReport.analysis_sealed, report.id)))


@dataclass(frozen=True)
class Side:
    """The person's side of all their reports, opened once: their resume, or why there is none."""

    why: Why | None
    mark: str = ""
    person: rules.Person | None = None


@dataclass(frozen=True)
class Work:
    """A report that is to be made of these two."""

    report_id: UUID
    person: rules.Person
    mark: str
    advert: rules.Advert


async def side_of(session: Session, *, person_id: UUID, vault: Vault) -> Side | None:
    """The person's side; None of somebody who is being erased."""
    why, resume = await _resume(session, person_id)
    if resume is None:
        return Side(why or "no_resume")
    try:
        return Side(None, resume_service.mark(resume), await _person(resume, vault=vault))
    except KeyDestroyed:  # the reports go too
        return None


async def begin(session: Session, *, person_id: UUID, report_id: UUID, side: Side) -> Work | None:
    """What is to be made, if anything: a report that is gone is gone, one made of the same stays, and one that cannot
    be made says so. The computing is done between this and `keep`, while no transaction waits."""
    report = await queries.gap(session, person_id=person_id, report_id=report_id, lock=True)
    if report is None:
        return None
    advert = await _advert(session, report.job_id)
    if side.person is None or advert is None:
        _end(report, why=side.why or "closed")
        await session.flush()
        return None
    if report.analysis_sealed is not None and report.inputs == bytes.fromhex(rules.inputs_of(side.person, advert)):
        report.state, report.why = "ready", ""
        await session.flush()
        return None
    return Work(report_id, side.person, side.mark, advert)


async def keep(session: Session, work: Work, made: Gap, *, person_id: UUID, vault: Vault, now: datetime) -> None:
    """Keep what was made, if it was made of what is there now: whatever changed meanwhile has a look of its own."""
    report = await queries.gap(session, person_id=person_id, report_id=work.report_id, lock=True)
    if report is None:
        return
    _, resume = await _resume(session, person_id)
    if resume is None or resume_service.mark(resume) != work.mark:
        return
    if await _advert(session, report.job_id) != work.advert:
        return
    try:
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:
        return
    report.analysis_sealed = key.seal_json(to_json(made), place(GapReport.analysis_sealed, report.id))
    report.inputs, report.made_at = bytes.fromhex(made.inputs), now
    report.state, report.why = "ready", ""
    await session.flush()


async def give_up(session: Session, *, person_id: UUID, report_id: UUID) -> None:
    """Say that nobody tries any more; the person can ask again."""
    report = await queries.gap(session, person_id=person_id, report_id=report_id, lock=True)
    if report and asked.give_up(report):
        _end(report, why="broken")
        await session.flush()


def _end(report: GapReport, *, why: Why) -> None:
    """There is no report now: what an earlier one rested on is not there any more, or may not be used."""
    asked.fail(report, why)
    report.analysis_sealed, report.inputs, report.made_at = None, None, None


async def reports_of(session: Session, *, person_id: UUID) -> Sequence[UUID]:
    """Every report of a person, to be looked at after their resume has changed."""
    return [one.id for one in await queries.gaps(session, person_id=person_id)]


async def job_changed(session: Session, *, job_id: UUID) -> None:
    """Have each report for a job looked at."""
    for report_id, person_id in await queries.gaps_for_job(session, job_id=job_id):
        await publish(session, GapWanted(report_id=report_id, person_id=person_id))


async def _advert(session: Session, job_id: UUID) -> rules.Advert | None:
    opening = await jobs.published_job(session, job_id=job_id)
    if opening is None:
        return None
    job = opening.job
    return rules.Advert(
        str(job.id),
        job.title,
        opening.company.name,
        job.description,
        tuple(job.required_skills),
        tuple(job.optional_skills),
    )


async def _resume(session: Session, person_id: UUID) -> tuple[Why | None, Resume | None]:
    if not await consents.allows(session, person_id=person_id, purpose=consents.Purpose.PROCESSING):
        return "stopped", None
    return None, await resumes.ready_resume(session, person_id=person_id)


async def _person(resume: Resume, *, vault: Vault) -> rules.Person:
    profile = await resume_service.open_profile(resume, vault=vault)
    return rules.Person(
        resume_id=str(resume.id),
        document=profile.document,
        resume=profile.resume,
        evidence=profile.evidence,
        skills=profile.skills,
        own_skills=[one.skill_id for one in profile.own_skills if one.skill_id],
    )
