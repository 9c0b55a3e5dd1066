"""The yardstick of the list endpoint: one FastAPI route, one query, the same rows and the same bytes, nothing else.

    python -m benchmarks.bare URL PORT

It reads the product's own database with the same driver and pool settings, and is served by the same server program.
There is no guard, no refusal in words, no request id and no security header; the answer's model is checked like ours.
"""

import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

import uvloop
from fastapi import Depends, FastAPI, Query
from granian.constants import Interfaces
from granian.server.embed import Server
from pydantic import BaseModel
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import defer

from evenhand.domains.identity.models import Organisation
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import make_engine


class Company(BaseModel):
    """Who hires."""

    name: str
    slug: str
    about: str


class Item(BaseModel):
    """One job of the list, with the fields the product shows."""

    id: UUID
    status: str
    title: str
    company: Company
    department: str
    language: str
    city: str
    country_code: str
    work_mode: str
    employment_type: str
    level: str
    salary_min: float | None
    salary_max: float | None
    salary_currency: str
    salary_period: str
    deadline: date | None
    published_at: datetime | None
    takes_applications: bool
    closed_on: date | None


class Items(BaseModel):
    """One page of jobs."""

    items: list[Item]
    next: str | None


def create_app(url: str) -> FastAPI:
    """The application on a database."""
    sessions = async_sessionmaker(make_engine(url), expire_on_commit=False)
    app = FastAPI()

    async def opened() -> AsyncIterator[AsyncSession]:
        async with sessions() as session, session.begin():
            yield session

    @app.get("/api/v1/jobs", response_model=Items)
    async def jobs(
        session: Annotated[AsyncSession, Depends(opened)], limit: Annotated[int, Query(ge=1, le=100)] = 20
    ) -> Items:
        query = (
            select(Job, Organisation)
            .join(Organisation, Organisation.id == Job.org_id)
            .options(defer(Job.description), defer(Job.skill_names))  # as the product's list: the same columns
            .where(Job.status == "open", or_(Job.deadline.is_(None), Job.deadline >= datetime.now(UTC).date()))
            .order_by(Job.published_at.desc(), Job.id.desc())
            .limit(limit + 1)
        )
        rows = (await session.execute(query)).all()
        return Items(items=[_item(job, company) for job, company in rows[:limit]], next=None)

    return app


def _item(job: Job, company: Organisation) -> Item:
    return Item(
        id=job.id,
        status=job.status,
        title=job.title,
        company=Company(name=company.name, slug=company.slug, about=company.about),
        department=job.department,
        language=job.language,
        city=job.city,
        country_code=job.country_code,
        work_mode=job.work_mode,
        employment_type=job.employment_type,
        level=job.level,
        salary_min=float(job.salary_min) if job.salary_min is not None else None,
        salary_max=float(job.salary_max) if job.salary_max is not None else None,
        salary_currency=job.salary_currency,
        salary_period=job.salary_period,
        deadline=job.deadline,
        published_at=job.published_at,
        takes_applications=True,
        closed_on=None,
    )


async def _serve(url: str, port: int) -> None:
    server = Server(
        create_app(url),
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        log_access=False,
        log_enabled=False,
        websockets=True,
    )
    await server.serve()


if __name__ == "__main__":
    uvloop.run(_serve(sys.argv[1], int(sys.argv[2])))
