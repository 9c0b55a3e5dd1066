"""Tasks made from the gap report of a kept job: one for each skill, however often it is sent."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from evenhand.domains.coaching.models import PlanTask
from evenhand.domains.coaching.queries import plans as queries
from evenhand.domains.coaching.rules import plans as rules
from evenhand.domains.coaching.rules.plans import DEEPEN, GOAL, LEARN
from evenhand.domains.coaching.service import plan_sources
from evenhand.domains.matching import queries as reports
from evenhand.domains.matching import service as matching
from evenhand.domains.matching.rules.gap import Gap, GapSkill
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


class NotLacking(Conflict):
    """Made of an earlier state of the report, or of nothing."""

    code = "not_lacking"
    message = say("The gap report does not miss this skill now. Look at the report once more.")


def lacking(gap: Gap) -> list[GapSkill]:
    """What a report can put into a plan, in its order: what is required first, then what is known less than asked."""
    skills = gap.of("missing", "underqualified")
    return sorted(skills, key=lambda one: (one.need != "required", one.status != "missing"))


async def take(
    session: Session, *, actor: Actor, job_id: UUID, skills: Sequence[str] | None, vault: Vault, now: datetime
) -> list[PlanTask]:
    """Put these skills of the report on this job into the plan, or all that it misses. What is in the plan already is
    linked to the job and else left as it is; what was deleted comes back.

    Raises GapNotFound, GapNotReady, NotLacking.
    """
    found = await matching.shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
    if found.gap is None:
        raise matching.GapNotReady
    missed = {one.skill_id: one for one in lacking(found.gap)}
    chosen = list(missed) if skills is None else list(dict.fromkeys(skills))
    if not chosen or not set(chosen) <= set(missed):
        raise NotLacking
    rows = {
        (row.skill, row.step): row for row in await queries.rows(session, person_id=actor.person, lock=True) if row.step
    }
    tasks = [_task(rows, missed[skill], actor=actor, now=now) for skill in chosen]
    session.add_all(tasks)
    await session.flush()
    await plan_sources.keep(session, tasks, found.job, person_id=actor.person, vault=vault, now=now)
    await session.flush()
    return tasks


def _task(rows: dict[tuple[str, str], PlanTask], one: GapSkill, *, actor: Actor, now: datetime) -> PlanTask:
    """The task for one skill: the one that is there, or a new one in the first month with room."""
    step = LEARN if one.status == "missing" else DEEPEN
    row = rows.get((one.skill_id, step))
    if row and not row.dropped:
        row.touched = True  # its person wants it: no new career report takes it away
        return row
    first, last = rules.free_month(_taken(rows), today=now.date())
    if row is None:
        row = rows[one.skill_id, step] = PlanTask(
            id=new_id(), person_id=actor.person, step=step, skill=one.skill_id, done_at=None, created_at=now
        )
    goal = rows.get((one.skill_id, GOAL))
    row.goal_id = goal.id if goal and not goal.dropped else None
    row.starts_on, row.ends_on = first, last
    row.priority = "high" if one.need == "required" else "low"
    row.touched, row.dropped = True, False
    return row


def _taken(rows: Mapping[tuple[str, str], PlanTask]) -> list[date]:
    return [
        row.starts_on for row in rows.values() if row.step in (LEARN, DEEPEN) and not row.dropped and not row.done_at
    ]


async def planned(session: Session, *, actor: Actor, job_id: UUID) -> dict[str, UUID]:
    """Which skills of the report on this job are in the caller's plan, each with its task. Raises GapNotFound."""
    if await reports.gap_of_job(session, person_id=actor.person, job_id=job_id) is None:
        raise matching.GapNotFound
    rows = await queries.for_job(session, person_id=actor.person, job_id=job_id)
    return {row.skill: row.id for row in rows}
