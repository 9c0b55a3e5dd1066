"""What a candidate comes home to: what waits for them, and where each application stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.models import Application, Move
from evenhand.domains.applications.service.access import SOMEONE
from evenhand.domains.applications.service.histories import open_reason
from evenhand.domains.consents import service as consents
from evenhand.domains.identity import service as identity
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.queries import Opening
from evenhand.domains.jobs.schemas import Company, JobSummary
from evenhand.domains.matching import service as matching
from evenhand.domains.matching.schemas import JobMatch, MatchOut
from evenhand.domains.resumes import queries as resume_queries
from evenhand.domains.resumes import service as resumes
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.rules.refusals import refusal as why_refused
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say, say_many

SHOWN_APPLICATIONS = 50
SHOWN_MATCHES = 3


@dataclass(frozen=True)
class NextStep:
    """Something that waits for the person. `title`, `note` and `label` are sentences as they are shown."""

    icon: str
    title: str
    note: str
    href: str
    label: str


@dataclass(frozen=True)
class Standing:
    """One of the person's own applications in a list, with the last thing that happened to it."""

    id: UUID
    job: JobSummary
    stage: str
    applied_at: datetime
    last: Literal["sent", "moved", "rejected", "withdrawn"]
    by: str
    reason: str
    at: datetime

    @property
    def label(self) -> str:
        """The stage in words."""
        return rules.LABELS[self.stage]

    @property
    def ring(self) -> str:
        """The picture beside it."""
        return rules.ring(self.stage)

    @property
    def position(self) -> int | None:
        """The place on the rail."""
        return rules.position(self.stage)


@dataclass(frozen=True)
class OwnResume:
    """A resume in a list."""

    id: UUID
    name: str
    state: str
    created_at: datetime
    is_default: bool
    unsure_count: int


@dataclass(frozen=True)
class Home:
    """Everything on the page. Domains above this one put steps of their own before `steps`."""

    steps: list[NextStep]
    applications: list[Standing]
    resumes: list[OwnResume]
    matches: list[JobMatch]
    matches_total: int


async def home(session: Session, *, actor: Actor, vault: Vault, now: datetime) -> Home:
    """What the caller comes home to."""
    own = await resume_queries.resumes(session, person_id=actor.person)
    rows = await queries.own_applications(session, person_id=actor.person, limit=SHOWN_APPLICATIONS)
    fits, total = await _fits(session, own, applied={row.job_id for row in rows}, actor=actor, vault=vault, now=now)
    return Home(
        steps=[
            *await _leaving_step(session, person_id=actor.person),
            *await _email_step(session, person_id=actor.person),
            *_resume_steps(own),
            *_first_application(rows, total),
        ],
        applications=await standings(session, rows, person_id=actor.person, vault=vault, now=now),
        resumes=await _listed(own, vault=vault),
        matches=fits,
        matches_total=total,
    )


async def _fits(
    session: Session, own: Sequence[Resume], *, applied: set[UUID], actor: Actor, vault: Vault, now: datetime
) -> tuple[list[JobMatch], int]:
    """The best fitting jobs nobody needs to be told of twice: not those the person has applied for."""
    if not any(resume.state == "ready" for resume in own):
        return [], 0
    if not await consents.allows(session, person_id=actor.person, purpose=consents.Purpose.PROCESSING):
        return [], 0
    ranking = await matching.rank(
        session, actor=actor, resume_id=None, cursor="", limit=SHOWN_MATCHES + len(applied), vault=vault, now=now
    )
    others = [one for one in ranking.items if one.job.id not in applied]
    return [JobMatch(job=one.job, match=MatchOut.of(one.match)) for one in others[:SHOWN_MATCHES]], ranking.total


async def own_resumes(session: Session, *, person_id: UUID, vault: Vault) -> list[OwnResume]:
    """The person's resumes, the default one first, then the newest."""
    return await _listed(await resume_queries.resumes(session, person_id=person_id), vault=vault)


async def _listed(rows: Sequence[Resume], *, vault: Vault) -> list[OwnResume]:
    return [
        OwnResume(
            row.id,
            await resumes.file_name(row, vault=vault),
            row.state,
            row.created_at,
            row.is_default and row.state != "refused",
            row.unsure_count,
        )
        for row in sorted(rows, key=lambda row: not row.is_default)
    ]


async def _leaving_step(session: Session, *, person_id: UUID) -> list[NextStep]:
    """That the account is about to be erased, while that can still be called off."""
    at = await identity.leaving_at(session, person_id=person_id)
    if at is None:
        return []
    return [
        NextStep(
            "trash",
            say("Your account will be erased after %(day)s", day=at.date()),
            say("Until then one button keeps it."),
            "/account/data",
            say("Keep it, or look"),
        )
    ]


async def _email_step(session: Session, *, person_id: UUID) -> list[NextStep]:
    """What an address that nobody has proved asks for."""
    if await identity.is_verified(session, person_id=person_id):
        return []
    return [
        NextStep(
            "mail",
            say("Confirm your e-mail address"),
            say("A mail with a link went to it. Companies cannot answer you before that."),
            "/account/email",
            say("How it stands"),
        )
    ]


def _resume_steps(own: Sequence[Resume]) -> list[NextStep]:
    """What the resume that everything begins with asks for."""
    if not own:
        return [
            NextStep(
                "upload",
                say("Upload your resume"),
                say("It is read in seconds, every field beside its words. Nobody else sees it before you apply."),
                "/resumes",
                say("Upload"),
            )
        ]
    first = next((one for one in own if one.is_default), own[0])
    address = f"/resumes/{first.id}"
    if first.state == "refused":
        return [
            NextStep("file", say("Your resume could not be read"), why_refused(first.refusal), address, say("See why"))
        ]
    if first.state != "ready":
        return [
            NextStep("file", say("Your resume is being read"), say("It takes a few seconds."), address, say("Watch"))
        ]
    if not first.unsure_count:
        return []
    title = say_many("Check one field of your resume", "Check %(count)s fields of your resume", first.unsure_count)
    return [
        NextStep("file", title, say("We are not sure it was read rightly. It takes a minute."), address, say("Check"))
    ]


def _first_application(rows: Sequence[Application], fits: int) -> list[NextStep]:
    """The way to jobs, for someone who has a resume and has not applied yet."""
    if rows or not fits:
        return []
    title = say_many("One open job asks for a skill of yours", "%(count)s open jobs ask for a skill of yours", fits)
    note = say("Each one says what your resume shows of what it asks for. Only you see that.")
    return [NextStep("search", title, note, "/matches", say("Look"))]


async def standings(
    session: Session, rows: Sequence[Application], *, person_id: UUID, vault: Vault, now: datetime
) -> list[Standing]:
    """Where each of these applications of one person stands."""
    openings = await jobs.published_jobs(session, ids=[row.job_id for row in rows])
    last = await queries.last_own_moves(session, person_id=person_id, ids=[row.id for row in rows])
    movers = [move.by_person_id for move in last.values() if move.by_person_id]
    names = await identity.contacts(session, ids=movers, vault=vault)
    found = []
    for row in rows:
        if row.job_id not in openings:
            continue
        move = last.get(row.id)
        by = names[move.by_person_id].name if move and move.by_person_id in names else SOMEONE
        job = summary_of(openings[row.job_id], now)
        found.append(_standing(row, job, move, by=by, reason=await _reason(row, move, vault=vault)))
    return found


def summary_of(opening: Opening, now: datetime) -> JobSummary:
    """A job as lists show it."""
    return JobSummary.of(opening.job, Company.model_validate(opening.company), now)


async def _reason(row: Application, move: Move | None, *, vault: Vault) -> str:
    keys = await vault.keys([row.person_id], row.org_id) if move and move.reason_sealed else {}
    return open_reason(move, keys.get(row.person_id)) if move else ""


def _standing(row: Application, job: JobSummary, move: Move | None, *, by: str, reason: str) -> Standing:
    last: Literal["sent", "moved", "rejected", "withdrawn"] = "moved" if move else "sent"
    if row.stage in ("rejected", "withdrawn"):
        last = "rejected" if row.stage == "rejected" else "withdrawn"
    return Standing(
        id=row.id,
        job=job,
        stage=row.stage,
        applied_at=row.applied_at,
        last=last,
        by=by,
        reason=reason,
        at=move.at if move else row.applied_at,
    )
