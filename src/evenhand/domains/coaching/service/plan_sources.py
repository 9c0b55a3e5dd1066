"""The jobs whose gap reports asked for tasks of a plan: kept with the words they had then."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from evenhand.domains.coaching.models import PlanSource, PlanTask
from evenhand.domains.coaching.queries import plans as queries
from evenhand.domains.coaching.rules.plans import ShownSource
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.schemas import JobSummary
from evenhand.domains.matching import queries as matching
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session, place
from evenhand.kit.ids import new_id


async def keep(
    session: Session, tasks: Iterable[PlanTask], job: JobSummary, *, person_id: UUID, vault: Vault, now: datetime
) -> None:
    """Say that the gap report of this job asked for these tasks; the same twice is said once."""
    known = {one.task_id for one in await queries.sources(session, person_id=person_id) if one.job_id == job.id}
    key = await vault.key(person_id, person_id)
    words = {"title": job.title, "company": job.company.name}
    for task in tasks:
        if task.id not in known:
            row = PlanSource(id=new_id(), person_id=person_id, task_id=task.id, job_id=job.id, created_at=now)
            row.words_sealed = key.seal_json(words, place(PlanSource.words_sealed, row.id))
            session.add(row)


async def shown(session: Session, *, person_id: UUID, vault: Vault) -> dict[UUID, list[ShownSource]]:
    """By task: the jobs that asked for it, and what of them is still there to look at."""
    rows = await queries.sources(session, person_id=person_id)
    if not rows:
        return {}
    ids = [row.job_id for row in rows if row.job_id]
    there = await jobs.published_jobs(session, ids=ids)
    reported = {one.job_id for one in await matching.gaps(session, person_id=person_id, job_ids=ids)}
    key = await vault.key(person_id, person_id)
    found: dict[UUID, list[ShownSource]] = {}
    for row in rows:
        words = key.open_json(row.words_sealed, place(PlanSource.words_sealed, row.id))
        one = ShownSource(
            job_id=row.job_id if row.job_id in there else None,
            title=words["title"],
            company=words["company"],
            open_to_see=row.job_id in there,
            has_report=row.job_id in reported and row.job_id in there,
        )
        found.setdefault(row.task_id, []).append(one)
    return found
