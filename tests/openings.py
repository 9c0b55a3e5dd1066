"""Jobs for tests: written by a member of the cast through the service, as a recruiter would."""

from datetime import datetime
from typing import Any

from evenhand.domains.jobs import service
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.schemas import JobIn
from evenhand.wiring import House
from tests.people import NOW, Member

DESCRIPTION = "Keep the plan true as ships slow down.\n\n## What you would do\n\n- Write *tests* that people read."


def job_fields(**changes: Any) -> dict[str, Any]:
    """A whole job as the API takes it."""
    return {
        "title": "Backend engineer",
        "description": DESCRIPTION,
        "department": "Engineering",
        "city": "Rotterdam",
        "country_code": "NL",
        "work_mode": "hybrid",
        "employment_type": "FULL_TIME",
        "level": "middle",
        "salary_min": 62000,
        "salary_max": 78000,
        "salary_currency": "EUR",
        "salary_period": "year",
        "experience_min_years": 3,
        "experience_max_years": 8,
        "openings": 2,
        "required_skills": ["python", "postgresql"],
        "optional_skills": ["docker"],
        **changes,
    }


async def make_draft(house: House, member: Member, *, now: datetime = NOW, **changes: Any) -> Job:
    """A job nobody outside the organisation sees."""
    async with house.database.transaction() as session:
        new = JobIn.model_validate(job_fields(**changes))
        return await service.create_job(session, new, actor=member.actor, now=now)


async def make_job(house: House, member: Member, *, now: datetime = NOW, **changes: Any) -> Job:
    """An open job."""
    draft = await make_draft(house, member, now=now, **changes)
    async with house.database.transaction() as session:
        return await service.publish_job(session, actor=member.actor, job_id=draft.id, now=now)
