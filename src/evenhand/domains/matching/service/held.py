"""The jobs a person keeps, as they take them away."""

from uuid import UUID

from evenhand.domains.jobs import queries as jobs
from evenhand.domains.matching import queries
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.held import Holding, Item
from evenhand.kit.words import say


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every job this person keeps."""
    del vault
    rows = await queries.saved_jobs(session, person_id=person_id)
    found = await jobs.published_jobs(session, ids=[row.job_id for row in rows])
    items = [
        Item(
            title=found[row.job_id].job.title,
            note=found[row.job_id].company.name,
            at=row.saved_at,
            href=f"/jobs/{row.job_id}",
            source=say("You saved this job"),
            values={
                "id": row.id,
                "job_id": row.job_id,
                "job_title": found[row.job_id].job.title,
                "company": found[row.job_id].company.name,
                "saved_at": row.saved_at,
            },
        )
        for row in rows
        if row.job_id in found
    ]
    return [Holding("saved_jobs", "saved_jobs", items)]
