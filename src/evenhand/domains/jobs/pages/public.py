"""The open jobs: searching them, reading one, and a company's careers page."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Request, Response

from evenhand.domains.jobs import queries, service
from evenhand.domains.jobs.rules import Counts, currencies
from evenhand.domains.jobs.schemas import Company, JobSearch, JobSummary, job_posting
from evenhand.domains.jobs.schemas.search import SLUG_CHARS
from evenhand.kit.cursor import DEFAULT_LIMIT, MAX_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, CurrentSettings, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.navigation import start_page
from evenhand.web.pages import go_to, page
from evenhand.web.render import markdown

routes = Routes(kind="page")

BETTER_SHOWN = 2  # filters to drop that an empty list proposes

Slug = Annotated[str, Path(max_length=SLUG_CHARS, pattern=r"^[\w-]+$")]


@routes.get("/", permission=Permission.ANYONE)
async def enter(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """The open jobs for visitors; whoever has signed in is led to where their work is."""
    if actor.person_id is None:
        return await _list(request, session, JobSearch.lenient(request.query_params), now=now)
    return go_to(request, start_page(actor))


@routes.get("/jobs", permission=Permission.ANYONE)
async def list_jobs(request: Request, session: Transaction, now: Now) -> Response:
    """All open jobs."""
    return await _list(request, session, JobSearch.lenient(request.query_params), now=now)


@routes.get("/companies/{slug}", permission=Permission.ANYONE)
async def careers(request: Request, slug: Slug, session: Transaction, now: Now) -> Response:
    """One company's careers page."""
    company = await service.company(session, slug=slug)
    search = JobSearch.lenient({**request.query_params, "company": company.slug})
    return await _list(request, session, search, company=company, now=now)


async def _list(
    request: Request, session: Session, search: JobSearch, *, company: Company | None = None, now: datetime
) -> Response:
    path = f"/companies/{company.slug}" if company else "/jobs"
    jobs, following = await service.search_jobs(
        session,
        search,
        cursor=request.query_params.get("cursor", ""),
        limit=MAX_LIMIT if company else DEFAULT_LIMIT,
        now=now,
    )
    counts, companies = await service.count_jobs(session, search, now=now)
    names = [name for name in search.in_use if not (company and name == "company")]
    filters = [_filter(search, name, path, counts, company) for name in names]
    better = [one for one in filters if one["count"]] if counts.complete else []
    everything = company and not following and not search.q and "cursor" not in request.query_params
    return page(
        request,
        "jobs/list.html",
        {
            "search": search,
            "company": company,
            "host": {"name": company.name, "href": path} if company else None,
            "path": path,
            "jobs": jobs,
            "groups": _by_department(jobs) if everything else None,
            "counts": counts,
            "companies": companies,
            "locations": _locations(counts),
            "currencies": [(code, code) for code in currencies()],
            "filters": filters,
            "better": sorted(better, key=lambda one: -one["count"])[:BETTER_SHOWN],
            "next_href": path + _shown(search, company).query(cursor=following) if following else None,
            "now": now,
        },
    )


def _shown(search: JobSearch, company: Company | None) -> JobSearch:
    """The search as the address says it: a company's page has its name in the path."""
    return search.without("company") if company else search


def _filter(search: JobSearch, name: str, path: str, counts: Counts, company: Company | None) -> dict[str, Any]:
    href = path + _shown(search.without(name), company).query()
    return {"name": name, "href": href, "count": counts.without.get(name, 0)}


def _by_department(jobs: Sequence[JobSummary]) -> list[tuple[str, list[JobSummary]]]:
    groups: dict[str, list[JobSummary]] = {}
    for job in jobs:
        groups.setdefault(job.department, []).append(job)
    return sorted(groups.items(), key=lambda group: (not group[0], group[0].casefold()))


def _locations(counts: Counts) -> list[tuple[str, int]]:
    """Cities to choose from, and before them each country that has several."""
    cities = [(value, count) for value, count in counts.choices["location"] if value]
    countries: Counter[str] = Counter()
    members: Counter[str] = Counter()
    for value, count in cities:
        country = value.partition("/")[0]
        countries[country] += count
        members[country] += 1
    several = [(country, count) for country, count in countries.items() if country and members[country] > 1]
    return sorted(dict(cities + several).items())


@routes.get("/jobs/{job_id}", permission=Permission.ANYONE)
async def show_job(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, settings: CurrentSettings, now: Now
) -> Response:
    """One job, open or closed since."""
    job = await service.public_job(session, job_id=job_id, now=now)
    own = actor.org_id and await queries.own_job(session, org_id=actor.org_id, job_id=job_id)
    posting = similar = None
    if job.takes_applications:
        posting = job_posting(
            job,
            description_html=str(markdown(job.description)),
            url=f"{settings.public_url}/jobs/{job.id}",
            company_url=f"{settings.public_url}/companies/{job.company.slug}",
        )
    else:
        similar = await service.similar_jobs(session, job_id=job_id, now=now)
    return page(
        request,
        "jobs/job.html",
        {
            "job": job,
            "posting": posting,
            "similar": similar or [],
            "own": bool(own),
            "host": {"name": job.company.name, "href": f"/companies/{job.company.slug}"},
            "now": now,
        },
    )
