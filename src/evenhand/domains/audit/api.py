"""The log for programs of an organisation's administrators."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from evenhand.domains.audit import service
from evenhand.domains.audit.rules import INSTALLATION
from evenhand.domains.audit.schemas import EntryOut, Search, SearchQuery
from evenhand.kit.cursor import Page
from evenhand.kit.db import Database, Session
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/audit", tag="audit")

EXPORT_RATE = Rate("audit-export", times=30, seconds=3600)


@routes.get("", permission=Permission.AUDIT_READ, response_model=Page[EntryOut])
async def search(
    query: Annotated[SearchQuery, Query()], actor: CurrentActor, session: Transaction, now: Now
) -> Page[EntryOut]:
    """Entries that fit, the newest first: of one's own organisation, for platform administrators of all.

    Reading them is an entry too.
    """
    items, following = await service.look(session, query, actor=actor, cursor=query.cursor, limit=query.limit, now=now)
    return Page(items=items, next=following)


@routes.get(
    "/export.jsonl",
    permission=Permission.AUDIT_READ,
    rate=EXPORT_RATE,
    response_class=Response,
    responses={200: {"content": {"application/jsonl": {}}}},
)
async def export_lines(
    request: Request, actor: CurrentActor, session: Transaction, now: Now, organisation: UUID | None = None
) -> Response:
    """Every sealed entry of a chain, as `evenhand audit verify --file` reads it.

    `organisation` is for platform administrators, who without it get the installation's own chain.
    """
    return lines(request, Search(organisation=organisation), actor, session, now=now)


@routes.get(
    "/export.csv",
    permission=Permission.AUDIT_READ,
    rate=EXPORT_RATE,
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
async def export_table(
    query: Annotated[Search, Query()], request: Request, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """The entries that fit, as a table in which no cell is a formula."""
    return table(request, query, actor, session, now=now)


def lines(request: Request, asked: Search, actor: Actor, session: Session, *, now: datetime) -> Response:
    """A whole chain, once it is written down that it was taken."""
    service.tell_export(session, asked, actor=actor, now=now)
    database: Database = request.app.state.database
    org_id = service.scope(asked, actor=actor) or INSTALLATION
    return as_file(service.export_lines(database, org_id=org_id), "application/jsonl", "audit.jsonl")


def table(request: Request, asked: Search, actor: Actor, session: Session, *, now: datetime) -> Response:
    """What fits, once it is written down that it was taken."""
    service.tell_export(session, asked, actor=actor, now=now)
    database: Database = request.app.state.database
    content = service.export_table(database, asked, org_id=service.scope(asked, actor=actor))
    return as_file(content, "text/csv", "audit.csv")


def as_file(content: AsyncIterator[bytes], media_type: str, name: str) -> Response:
    """A file to keep, sent as it is read."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingResponse(content, media_type=media_type, headers=headers)
