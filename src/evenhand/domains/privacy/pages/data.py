"""The notice of what is processed, printed from the data map; and one's own data, to look at and take away."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.privacy import queries, service
from evenhand.domains.privacy.api.data import ASK_RATE, DOWNLOAD_RATE, as_download
from evenhand.domains.privacy.models import Erasure, Export
from evenhand.domains.privacy.rules import exporting
from evenhand.domains.privacy.rules.data_map import PURPOSES
from evenhand.domains.privacy.rules.erasing import STATES, TITLES
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import Sentence
from evenhand.web.needs import FileStore
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")

SHOWN_AT_ONCE = 4
"""Of one kind; the others are folded."""


@routes.get("/privacy", permission=Permission.ANYONE)
async def privacy(request: Request) -> Response:
    """What is processed, why, for how long."""
    return page(request, "privacy/notice.html", {"purposes": PURPOSES})


@routes.get("/account/data", permission=Permission.ACCOUNT_USE)
async def own_data(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """What is held about the caller, and the way to take it away."""
    return await _own_data(request, actor, session, vault=vault, now=now)


async def _own_data(
    request: Request,
    actor: Actor,
    session: Session,
    *,
    vault: Vault,
    now: datetime,
    refusal: Sentence | None = None,
    status: int = 200,
) -> Response:
    rows = await queries.exports(session, person_id=actor.person, limit=service.SHOWN)
    found = await service.look(session, actor=actor, vault=vault)
    erasures = await service.own_erasures(session, actor=actor)
    context: Mapping[str, object] = {
        "exports": [_shown(row, now) for row in rows],
        "refusal": refusal,
        "goes_on": await service.copies_go_on(session, actor=actor),
        "holders": await service.holders(session, actor=actor),
        "erasures": [
            {"row": one, "title": TITLES[one.what], "words": STATES[one.state], "waits": _waits(one, now)}
            for one in erasures
        ],
        "mirror": found,
        "shown": SHOWN_AT_ONCE,
    }
    return page(request, "privacy/data.html", context, status=status)


def _waits(row: Erasure, now: datetime) -> bool:
    """Whether it can still be called off: what goes at once is only a moment from being done."""
    return row.state == "asked" and row.cause == "person" and row.due_at > now


def _shown(row: Export, now: datetime) -> dict[str, object]:
    return {
        "id": row.id,
        "making": exporting.is_being_made(row.state),
        "ready": exporting.can_be_had(row.state, row.expires_at, now),
        "step": exporting.MAKING.index(row.state) + 1 if row.state in exporting.MAKING else 0,
        "steps": len(exporting.MAKING) + 1,
        "words": exporting.STATES["gone" if _is_over(row, now) else row.state],
        "asked_at": row.asked_at,
        "expires_at": row.expires_at,
        "kilobytes": max(1, round(row.size_bytes / 1000)),
        "downloads": row.downloads,
    }


def _is_over(row: Export, now: datetime) -> bool:
    return row.state == "ready" and not exporting.can_be_had(row.state, row.expires_at, now)


@routes.post("/account/data/export", permission=Permission.ACCOUNT_USE, rate=ASK_RATE)
async def ask(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """Have everything packed."""
    try:
        await service.ask(session, actor=actor, now=now)
    except AppError as refusal:
        return await _own_data(
            request, actor, session, vault=vault, now=now, refusal=refusal.text, status=refusal.status
        )
    return go_to(request, "/account/data")


@routes.get("/account/data/exports/{export_id}/progress", permission=Permission.ACCOUNT_USE)
async def progress(request: Request, export_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """The piece of the page that says how far it is; once that has ended, the whole page is shown anew."""
    row = await service.own(session, actor=actor, export_id=export_id)
    if not exporting.is_being_made(row.state):
        return go_to(request, "/account/data")
    return page(request, "privacy/_progress.html", {"export": _shown(row, now)})


@routes.get("/account/data/exports/{export_id}/file", permission=Permission.ACCOUNT_USE, rate=DOWNLOAD_RATE)
async def download(
    export_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore, now: Now
) -> Response:
    """The archive, for the person it is about."""
    return as_download(
        await service.download(session, actor=actor, export_id=export_id, vault=vault, files=files, now=now)
    )
