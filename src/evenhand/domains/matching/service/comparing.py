"""Comparing one's own resume with one job, and ranking the open jobs for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.consents import service as consents
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs import rules as job_rules
from evenhand.domains.jobs.schemas import Company, JobSummary
from evenhand.domains.jobs.service import JobNotFound
from evenhand.domains.matching import rules
from evenhand.domains.matching.rules import CandidateProfile, JobFacts, Match
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes import service as resume_service
from evenhand.domains.resumes.models import Resume
from evenhand.engines.documents import Document
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import from_cursor, to_cursor
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

COMPARED_JOBS = 500  # those with most skills in common; more would not be read by anyone


class NoResume(Conflict):
    """There is nothing to compare with yet."""

    code, message = "no_resume", say("Upload a resume first. It is read in seconds, and nobody else sees it.")


@dataclass(frozen=True)
class Comparison:
    """A resume beside a job: the match, and the text whose words it rests on."""

    job: JobSummary
    match: Match
    resume_id: UUID
    resume_name: str
    document: Document


@dataclass(frozen=True)
class Ranked:
    """A job in the list for a resume."""

    job: JobSummary
    match: Match


@dataclass(frozen=True)
class Ranking:
    """One page of the jobs for a resume, the best answers first."""

    resume_id: UUID
    resume_name: str
    total: int
    items: list[Ranked]
    next: str | None


async def compare(
    session: Session, *, actor: Actor, job_id: UUID, resume_id: UUID | None, vault: Vault, now: datetime
) -> Comparison:
    """The caller's resume (the default where none is named) against a published job.

    Raises JobNotFound, NoResume, ResumeNotFound, and ConsentNeeded where they stopped it.
    """
    found = await jobs.published_job(session, job_id=job_id)
    if found is None:
        raise JobNotFound
    resume = await _ready(session, actor=actor, resume_id=resume_id)
    profile, document = await _profile(resume, vault=vault)
    return Comparison(
        job=summary(found, now),
        match=rules.match(profile, JobFacts.of(found.job)),
        resume_id=resume.id,
        resume_name=await resume_service.file_name(resume, vault=vault),
        document=document,
    )


async def rank(
    session: Session, *, actor: Actor, resume_id: UUID | None, cursor: str, limit: int, vault: Vault, now: datetime
) -> Ranking:
    """Open jobs that ask for a skill of the caller's resume: by score, then those published last.

    Raises BadCursor, NoResume, ResumeNotFound, and ConsentNeeded where they stopped it.
    """
    after = from_cursor(cursor, int, datetime, UUID)
    resume = await _ready(session, actor=actor, resume_id=resume_id)
    profile, _ = await _profile(resume, vault=vault)
    first_day = job_rules.first_day_left(now)
    openings = await jobs.jobs_asking_for(
        session, skill_ids=sorted(profile.skill_ids), first_day=first_day, limit=COMPARED_JOBS
    )
    compared = [(rules.match(profile, JobFacts.of(one.job)), one) for one in openings]
    ordered = sorted(compared, key=lambda pair: _place(*pair, now=now), reverse=True)
    rest = [pair for pair in ordered if after is None or _place(*pair, now=now) < after]
    shown = rest[:limit]
    return Ranking(
        resume_id=resume.id,
        resume_name=await resume_service.file_name(resume, vault=vault),
        total=len(ordered),
        items=[Ranked(summary(one, now), match) for match, one in shown],
        next=to_cursor(*_place(*shown[-1], now=now)) if len(rest) > limit else None,
    )


def _place(match: Match, opening: jobs.Opening, *, now: datetime) -> tuple[int, datetime, UUID]:
    """Where a job stands in the list; a higher place comes first, and no two are the same."""
    score = -1 if match.score is None else match.score
    return score, opening.job.published_at or now, opening.job.id


async def _ready(session: Session, *, actor: Actor, resume_id: UUID | None) -> Resume:
    await consents.require(session, person_id=actor.person, purpose=consents.Purpose.PROCESSING)
    resume = await resumes.ready_resume(session, person_id=actor.person, resume_id=resume_id)
    if resume is None:
        raise resume_service.ResumeNotFound if resume_id else NoResume
    return resume


async def _profile(resume: Resume, *, vault: Vault) -> tuple[CandidateProfile, Document]:
    opened = await resume_service.open_profile(resume, vault=vault)
    profile = rules.read_profile(
        skill_ids=resume.skill_ids,
        experience_months=resume.experience_months,
        country_code=resume.country_code,
        resume=opened.resume,
        evidence=opened.evidence,
        mentions=opened.skills,
    )
    return profile, opened.document


def summary(opening: jobs.Opening, now: datetime) -> JobSummary:
    """A job as a list shows it, at this moment."""
    row = opening.company
    return JobSummary.of(opening.job, Company(name=row.name, slug=row.slug, about=row.about), now)
