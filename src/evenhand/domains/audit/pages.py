"""The log for administrators, of an organisation or the installation: a list to search, and two files to take away."""

from urllib.parse import urlencode

from fastapi import Request, Response

from evenhand.domains.audit import service
from evenhand.domains.audit.api import EXPORT_RATE, lines, table
from evenhand.domains.audit.rules import INSTALLATION, OBJECTS, WORDS
from evenhand.domains.audit.schemas import Companies, Names, Search
from evenhand.kit.cursor import DEFAULT_LIMIT
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Permission, Role
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.pages import page

routes = Routes(kind="page", prefix="/staff/audit")

OWN = say("The installation")
LEADS_TO = {"application": "/staff/applications/", "job": "/staff/jobs/"}


@routes.get("", permission=Permission.AUDIT_READ)
async def show(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """The entries that fit, the newest first."""
    search = Search.lenient(request.query_params)
    entries, following = await service.look(
        session, search, actor=actor, cursor=request.query_params.get("cursor", ""), limit=DEFAULT_LIMIT, now=now
    )
    names: Names = request.app.state.names
    companies: Companies = request.app.state.companies
    is_platform = actor.role is Role.PLATFORM
    asked = search.model_dump(mode="json", exclude_none=True)
    return page(
        request,
        "audit/list.html",
        {
            "entries": entries,
            "search": search,
            "people": {} if is_platform else await names(session, org_id=actor.organisation),
            "companies": {INSTALLATION: OWN, **await companies(session)} if is_platform else {},
            "acts": WORDS,
            "objects": OBJECTS,
            "leads_to": {} if is_platform else LEADS_TO,
            "next_href": f"/staff/audit?{urlencode({**asked, 'cursor': following})}" if following else None,
            "jsonl_href": f"/staff/audit/export.jsonl?organisation={search.organisation or ''}",
            "csv_href": f"/staff/audit/export.csv?{urlencode(asked)}",
        },
    )


@routes.get("/export.jsonl", permission=Permission.AUDIT_READ, rate=EXPORT_RATE)
async def export_lines(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Every sealed entry, as `evenhand audit verify --file` reads it."""
    given = request.query_params.get("organisation", "")
    return lines(request, Search.lenient({"organisation": given}), actor, session, now=now)


@routes.get("/export.csv", permission=Permission.AUDIT_READ, rate=EXPORT_RATE)
async def export_table(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """The entries that fit, as a table."""
    return table(request, Search.lenient(request.query_params), actor, session, now=now)
