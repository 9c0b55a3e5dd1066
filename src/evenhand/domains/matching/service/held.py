"""The jobs a person keeps with their reports, as they take them away."""

from typing import Any
from uuid import UUID

from evenhand.domains.jobs import queries as jobs
from evenhand.domains.matching import queries
from evenhand.domains.matching.models import GapReport
from evenhand.domains.matching.rules.gap_report import to_json
from evenhand.domains.matching.service import gaps
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.held import Holding, Item
from evenhand.kit.words import say


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every job this person keeps."""
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
    reports = [
        Item(
            title=found[one.job_id].job.title,
            note=say("What the job asks for, beside your resume"),
            at=one.made_at or one.asked_at,
            href=f"/jobs/{one.job_id}/gap",
            source=say("Our software compared your resume with the job"),
            values=await _values(one, vault=vault),
        )
        for one in await queries.gaps(session, person_id=person_id)
        if one.job_id in found
    ]
    return [Holding("saved_jobs", "saved_jobs", items), Holding("gap_reports", "saved_jobs", reports)]


async def _values(report: GapReport, *, vault: Vault) -> dict[str, Any]:
    made = await gaps.opened(report, vault=vault)
    return {
        "id": report.id,
        "job_id": report.job_id,
        "state": report.state,
        "why": report.why,
        "asked_at": report.asked_at,
        "made_at": report.made_at,
        "analysis": to_json(made) if made else None,
    }
