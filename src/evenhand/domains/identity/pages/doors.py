"""The services by which people may sign in, as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from evenhand.domains.identity import service
from evenhand.external.oidc import Providers
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor


@dataclass(frozen=True)
class Door:
    """A service to sign in by. `since` is when it was connected to the reader's account."""

    key: str
    name: str
    since: datetime | None = None


def doors(request: Request) -> list[Door]:
    """Every service to sign in by."""
    providers: Providers = request.app.state.providers
    return [Door(one.settings.key, one.settings.name) for one in providers.doors]


async def own_doors(request: Request, session: Session, *, actor: Actor) -> list[Door]:
    """The same, with what is connected to the caller's account."""
    providers: Providers = request.app.state.providers
    if not providers.doors:
        return []
    known = await service.connected(session, actor=actor)
    return [Door(one.settings.key, one.settings.name, known.get(one.settings.issuer)) for one in providers.doors]
