"""Applicants as those who hire read them: ranked for one job, or one at the head of their own page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.service.access import (
    SOMEONE,
    Received,
    Summary,
    open_received,
    open_summaries,
    open_summary,
    received_application,
)
from evenhand.domains.applications.service.names import SEEN, Hiding, called, veil_of, veiled
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.service import JobNotFound
from evenhand.domains.matching.rules import CandidateProfile, JobFacts, Match, match, read_profile
from evenhand.kit.countries import place
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import from_cursor, to_cursor
from evenhand.kit.db import Session

UNKNOWN = -1
"""Where a score stands in the order when nothing is known: after every known one."""


@dataclass(frozen=True)
class Applicant:
    """One applicant in a list. Name, address and city are those of the day they applied; empty once erased."""

    id: UUID
    job_id: UUID
    number: int
    name: str
    email: str
    erased: bool
    city: str
    country_code: str
    stage: str
    version: int
    applied_at: datetime
    moved_at: datetime
    experience_months: int
    skill_ids: frozenset[str]
    match: Match

    @property
    def label(self) -> str:
        """The stage in words."""
        return rules.LABELS[self.stage]

    @property
    def place(self) -> str:
        """City and country."""
        return place(self.city, self.country_code)

    @property
    def rank(self) -> tuple[int, UUID]:
        """The order of the list: the best match first, among equals whoever applied first."""
        return -(UNKNOWN if self.match.score is None else self.match.score), self.id


@dataclass(frozen=True)
class ApplicantHeader:
    """What stands above every tab of an applicant's page. `name` is a number where names are hidden."""

    id: UUID
    name: str
    hidden: bool
    email: str
    place: str
    stage: str
    label: str
    ring: str
    version: int
    applied_at: datetime
    job_id: UUID
    job_title: str
    note_count: int
    moves: tuple[tuple[str, str], ...]
    next_move: tuple[str, str] | None


async def job_of(session: Session, *, org_id: UUID, job_id: UUID) -> Job:
    """A job of this organisation, in any state. Raises JobNotFound."""
    found = await jobs.own_job(session, org_id=org_id, job_id=job_id)
    if found is None:
        raise JobNotFound
    return found.job


async def ranked_applicants(
    session: Session, *, org_id: UUID, job: Job, stages: Sequence[str], hidden: Hiding = SEEN, vault: Vault
) -> list[Applicant]:
    """Everyone who applied for this job and is in one of the stages, the best match first. Ranking decides nothing.

    `hidden`: numbers stand for their names.
    """
    rows = await queries.applications_for(session, org_id=org_id, job_id=job.id, stages=stages)
    summaries = await open_summaries(rows, org_id=org_id, vault=vault)
    facts = JobFacts.of(job)
    return sorted(
        (_applicant(row, summaries.get(row.id), facts, hidden=hidden) for row in rows),
        key=lambda applicant: applicant.rank,
    )


def page_of(
    applicants: Iterable[Applicant], *, cursor: str, limit: int, named: str = ""
) -> tuple[list[Applicant], str | None]:
    """One page of a ranking, and the cursor of the next; `named` keeps those with these letters in their name.

    Raises BadCursor.
    """
    after = from_cursor(cursor, int, UUID)
    wanted = named.casefold().strip()
    rest = [one for one in applicants if (after is None or one.rank > tuple(after)) and wanted in one.name.casefold()]
    shown = rest[:limit]
    return shown, to_cursor(*shown[-1].rank) if len(rest) > limit else None


def _applicant(row: Application, known: Summary | None, facts: JobFacts, *, hidden: Hiding) -> Applicant:
    summary = known or Summary(SOMEONE, "", "")
    profile = CandidateProfile(
        skill_ids=frozenset(row.skill_ids),
        experience_months=row.experience_months or None,
        country_code=row.country_code,
        city=summary.city,
    )
    return Applicant(
        id=row.id,
        job_id=row.job_id,
        number=row.number,
        name=called(row.number) if hidden(row) and known else summary.name,
        email="" if hidden(row) else summary.email,
        erased=known is None,
        city=summary.city,
        country_code=row.country_code,
        stage=row.stage,
        version=row.version,
        applied_at=row.applied_at,
        moved_at=row.moved_at,
        experience_months=row.experience_months,
        skill_ids=profile.skill_ids,
        match=match(profile, facts),
    )


async def open_applicant(
    session: Session, *, org_id: UUID, application_id: UUID, hidden: Hiding = SEEN, vault: Vault
) -> tuple[Applicant, Received]:
    """One applicant with everything they sent; the match names the words it rests on.

    `hidden`: dots stand over what would give them away. Raises ApplicationNotFound and ApplicationErased.
    """
    row = await received_application(session, org_id=org_id, application_id=application_id)
    job = await job_of(session, org_id=org_id, job_id=row.job_id)
    received = await open_received(row, vault=vault)
    profile = read_profile(
        skill_ids=row.skill_ids,
        experience_months=row.experience_months,
        country_code=row.country_code,
        resume=received.profile.resume,
        evidence=received.profile.evidence,
        mentions=received.profile.skills,
    )
    summary = await open_summary(row, vault=vault)
    listed = _applicant(row, summary, JobFacts.of(job), hidden=hidden)
    schools = hidden.schools(row)
    veil = veil_of(summary, received, schools=schools)
    shown = veiled(received, veil, schools=schools) if hidden(row) else received
    return replace(listed, match=match(profile, JobFacts.of(job))), shown


async def applicant_header(
    session: Session, *, org_id: UUID, application_id: UUID, hidden: Hiding = SEEN, vault: Vault
) -> ApplicantHeader:
    """What `applications/_applicant.html` shows above every tab. Raises ApplicationNotFound and ApplicationErased."""
    row = await received_application(session, org_id=org_id, application_id=application_id)
    job = await job_of(session, org_id=org_id, job_id=row.job_id)
    summary = await open_summary(row, vault=vault)
    following = rules.next_stage(row.stage)
    return ApplicantHeader(
        id=row.id,
        name=called(row.number) if hidden(row) else summary.name,
        hidden=hidden(row),
        email="" if hidden(row) else summary.email,
        place=place(summary.city, row.country_code),
        stage=row.stage,
        label=rules.LABELS[row.stage],
        ring=rules.ring(row.stage),
        version=row.version,
        applied_at=row.applied_at,
        job_id=job.id,
        job_title=job.title,
        note_count=await queries.count_notes(session, org_id=org_id, application_id=row.id),
        moves=tuple(
            (stage, rules.LABELS[stage]) for stage in rules.moves_from(row.stage) if stage not in rules.ADVERSE
        ),
        next_move=(following, rules.LABELS[following]) if following else None,
    )
