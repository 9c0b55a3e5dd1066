"""Every SELECT about jobs: open ones for everybody, all of an organisation's own for those who work there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, false, func, or_, select, true, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import defer

from evenhand.domains.identity.models import Organisation
from evenhand.domains.jobs.models import Job
from evenhand.domains.jobs.rules import FACETS, PERIODS_A_YEAR, AlikeJobs, Counts, count_jobs
from evenhand.domains.jobs.schemas import JobSearch
from evenhand.kit.db import Session, locked
from evenhand.kit.erasing import Erased, Whose, clear

COUNTED_JOBS = 2_000  # above this, filters are shown without counts: counting all would cost every reader
SIMILAR_JOBS = 4
RANK_STEPS = 1_000_000  # ranks become whole numbers, so that a cursor holds them exactly


@dataclass(frozen=True)
class Opening:
    """A job with the company that offers it, and how well it answers the words searched for."""

    job: Job
    company: Organisation
    rank: int = 0


async def published_job(session: Session, *, job_id: UUID) -> Opening | None:
    """A job that is or was open to everybody."""
    query = _openings().where(Job.id == job_id, Job.status != "draft")
    row = (await session.execute(query)).one_or_none()
    return Opening(*row) if row else None


async def published_jobs(session: Session, *, ids: Sequence[UUID]) -> dict[UUID, Opening]:
    """Several jobs that are or were open to everybody, for lists of what people did with them."""
    rows = await session.execute(_openings().where(Job.id.in_(set(ids)), Job.status != "draft"))
    return {job.id: Opening(job, company) for job, company in rows}


async def own_job(session: Session, *, org_id: UUID, job_id: UUID, lock: bool = False) -> Opening | None:
    """A job of this organisation in any state. `lock` keeps others from changing it in the meantime."""
    query = _openings().where(Job.id == job_id, Job.org_id == org_id)
    row = (await session.execute(locked(query, of=Job) if lock else query)).one_or_none()
    return Opening(*row) if row else None


async def rated_first(session: Session, *, org_id: UUID, job_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the organisation's jobs for which people rate interviews before they see the engine's figures."""
    query = select(Job.id).where(Job.org_id == org_id, Job.id.in_(set(job_ids)), Job.rate_first)
    return set(await session.scalars(query))


async def own_jobs(
    session: Session, *, org_id: UUID, status: str | None = None, before: UUID | None = None, limit: int
) -> list[Opening]:
    """The organisation's jobs, the newest first; `before` is the last one shown."""
    query = _openings().where(Job.org_id == org_id)
    if status:
        query = query.where(Job.status == status)
    if before:
        query = query.where(Job.id < before)
    return [Opening(*row) for row in await session.execute(query.order_by(Job.id.desc()).limit(limit))]


async def own_counts(session: Session, *, org_id: UUID) -> dict[str, int]:
    """How many jobs the organisation has in each state."""
    query = select(Job.status, func.count()).where(Job.org_id == org_id).group_by(Job.status)
    return {row[0]: row[1] for row in await session.execute(query)}


async def open_jobs(
    session: Session, *, search: JobSearch, first_day: date, after: tuple[datetime, UUID] | None = None, limit: int
) -> list[Opening]:
    """Open jobs that pass the filters, those published last first; `after` is where the page before ended."""
    query = _listed().where(*_open(first_day), *_filters(search).values())
    if after:
        query = query.where(tuple_(Job.published_at, Job.id) < after)
    query = query.order_by(Job.published_at.desc(), Job.id.desc()).limit(limit)
    return [Opening(*row) for row in await session.execute(query)]


async def found_jobs(
    session: Session, *, search: JobSearch, first_day: date, after: tuple[int, UUID] | None = None, limit: int
) -> list[Opening]:
    """Open jobs that hold the words of the search and pass its filters, the best answers first."""
    matches, rank = await _words(session, search)
    query = _listed().add_columns(rank).where(*_open(first_day), matches, *_filters(search).values())
    if after:
        query = query.where(tuple_(rank, Job.id) < after)
    query = query.order_by(rank.desc(), Job.id.desc()).limit(limit)
    return [Opening(*row) for row in await session.execute(query)]


async def count_open(session: Session, *, search: JobSearch, first_day: date) -> Counts:
    """How many jobs each choice leaves. The newest COUNTED_JOBS are counted; `complete` says whether these are all."""
    conditions = _filters(search)
    facets: list[ColumnElement[Any]] = [column.label(facet) for facet, column in _FACET_COLUMNS.items()]
    passes = [condition.label(f"passes_{name}") for name, condition in conditions.items()]
    newest = select(*facets, *passes).join(Organisation, Organisation.id == Job.org_id)
    newest = newest.where(*_open(first_day)).order_by(Job.published_at.desc()).limit(COUNTED_JOBS + 1)
    if search.q:
        newest = newest.where((await _words(session, search))[0])
    alike = newest.subquery()
    rows = (await session.execute(select(func.count(), *alike.c).group_by(*alike.c))).all()
    width = len(_FACET_COLUMNS)
    groups = (
        AlikeJobs(
            count=count,
            values={facet: value for facet, value in zip(FACETS, values[:width], strict=True) if value},
            passes=dict(zip(conditions, values[width:], strict=True)),
        )
        for count, *values in rows
    )
    return count_jobs(groups, complete=sum(row[0] for row in rows) <= COUNTED_JOBS)


async def company_names(session: Session, *, slugs: Sequence[str]) -> dict[str, str]:
    """The names of companies by their slugs, for the choices of the list."""
    rows = await session.execute(select(Organisation.slug, Organisation.name).where(Organisation.slug.in_(slugs)))
    return {row[0]: row[1] for row in rows}


async def similar_jobs(session: Session, *, job: Job, first_day: date) -> list[Opening]:
    """Open jobs that ask for the same skills or sit in the same department, most in common first."""
    wanted = [*job.required_skills, *job.optional_skills]
    common = _in_common(wanted)
    same_department = and_(Job.org_id == job.org_id, Job.department == job.department, Job.department != "")
    query = (
        _listed()
        .where(*_open(first_day), Job.id != job.id, or_(_asks_for(wanted), same_department))
        .order_by(common.desc(), Job.published_at.desc(), Job.id.desc())
        .limit(SIMILAR_JOBS)
    )
    return [Opening(*row) for row in await session.execute(query)]


async def jobs_asking_for(session: Session, *, skill_ids: Sequence[str], first_day: date, limit: int) -> list[Opening]:
    """Open jobs that ask for at least one of these skills: most in common first, then those published last."""
    query = (
        _openings()
        .where(*_open(first_day), _asks_for(skill_ids))
        .order_by(_in_common(skill_ids).desc(), Job.published_at.desc(), Job.id.desc())
        .limit(limit)
    )
    return [Opening(*row) for row in await session.execute(query)]


async def market(
    session: Session, *, skill_ids: Sequence[str], first_day: date, limit: int
) -> tuple[int, datetime | None]:
    """How many open jobs ask for one of these skills, and when one of them changed last; of the `limit` newest."""
    newest = (
        select(Job.updated_at)
        .where(*_open(first_day), _asks_for(skill_ids))
        .order_by(Job.published_at.desc())
        .limit(limit)
        .subquery()
    )
    row = (await session.execute(select(func.count(), func.max(newest.c.updated_at)))).one()
    return row[0], row[1]


def _openings() -> Select[Job, Organisation]:
    return select(Job, Organisation).join(Organisation, Organisation.id == Job.org_id)


def _listed() -> Select[Job, Organisation]:
    """As many as a list shows, without the long texts, which it does not."""
    return _openings().options(defer(Job.description, raiseload=True), defer(Job.skill_names, raiseload=True))


def _open(first_day: date) -> tuple[ColumnElement[bool], ...]:
    return (Job.status == "open", or_(Job.deadline.is_(None), Job.deadline >= first_day))


_LOCATION = case((Job.city == "", Job.country_code), else_=Job.country_code + "/" + Job.city)
_FACET_COLUMNS = {
    "location": _LOCATION,
    "work_mode": Job.work_mode,
    "level": Job.level,
    "employment_type": Job.employment_type,
    "department": Job.department,
    "language": Job.language,
    "company": Organisation.slug,
}
_A_YEAR = case(*((Job.salary_period == period, times) for period, times in PERIODS_A_YEAR.items()), else_=1)


def _filters(search: JobSearch) -> dict[str, ColumnElement[bool]]:
    """A condition for each filter in use, by its name; the words of the search are apart."""
    conditions: dict[str, ColumnElement[bool]] = {}
    if search.country or search.city:
        country = Job.country_code == search.country if search.country else true()
        city = func.lower(Job.city) == func.lower(search.city) if search.city else true()
        conditions["location"] = and_(country, city)
    for name in ("work_mode", "level", "employment_type", "department", "language"):
        if value := getattr(search, name):
            conditions[name] = getattr(Job, name) == value
    if search.salary:
        best = func.coalesce(Job.salary_max, Job.salary_min, 0) * _A_YEAR
        conditions["salary"] = and_(Job.salary_currency == search.currency, best >= search.salary)
    if search.company:
        conditions["company"] = Organisation.slug == search.company
    return conditions


async def _words(session: Session, search: JobSearch) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Whether a job holds the words, and how well.

    The words are read in the language of each job; the last one may be unfinished. Words that the text search leaves
    out ("IT" is a pronoun to it) are looked for in the titles.
    """
    english, russian = _tsquery("english", search), _tsquery("russian", search)
    if not await session.scalar(select(func.numnode(english) + func.numnode(russian))):
        title = Job.title.op("~*")(rf"\m{re.escape(search.q)}\M") if search.q else false()
        return title, cast(0, Integer)
    in_russian = Job.language == "ru"
    matches = or_(and_(in_russian, Job.search.op("@@")(russian)), and_(~in_russian, Job.search.op("@@")(english)))
    weight = func.ts_rank_cd(Job.search, case((in_russian, russian), else_=english), 1)
    return matches, cast(weight * RANK_STEPS, Integer)


def _tsquery(language: str, search: JobSearch) -> ColumnElement[str]:
    whole = func.websearch_to_tsquery(language, search.q, type_=TSQUERY)
    if not search.last_word:
        return whole
    begun: ColumnElement[str] = func.to_tsquery(language, f"{search.last_word}:*", type_=TSQUERY)
    before = search.q.removesuffix(search.last_word).strip()
    if before:
        either = before.casefold().endswith(" or")
        begun = func.websearch_to_tsquery(language, before, type_=TSQUERY).op("||" if either else "&&")(begun)
    return whole.op("||")(begun)


def _asks_for(skill_ids: Sequence[str]) -> ColumnElement[bool]:
    wanted = cast(list(skill_ids), Job.required_skills.type)
    return or_(Job.required_skills.bool_op("&&")(wanted), Job.optional_skills.bool_op("&&")(wanted))


def _in_common(skill_ids: Sequence[str]) -> ColumnElement[int]:
    asked = func.unnest(func.array_cat(Job.required_skills, Job.optional_skills)).column_valued("asked")
    return select(func.count(asked)).where(asked.in_(list(skill_ids))).correlate(Job).scalar_subquery()


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """Who wrote a job; the job stays the company's."""
    return [await clear(session, Job.created_by, whose.person_id)] if whose.account else []
