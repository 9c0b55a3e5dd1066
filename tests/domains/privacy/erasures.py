"""Erasures for tests: asked for through the service, carried out as the worker would."""

from datetime import datetime, timedelta
from typing import Any

from tests.people import PASSWORD, Member

from evenhand.domains.privacy import service
from evenhand.domains.privacy.background import erasures
from evenhand.domains.privacy.events import ErasureAsked
from evenhand.domains.privacy.models import Erasure
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.wiring import House

COOL_OFF = timedelta(days=7)


async def make_erasure(
    session: Session, house: House, member: Member, *, now: datetime | None = None, **about: Any
) -> Erasure:
    """An erasure of somebody's account (or what `about` says) that waits for its day."""
    return await service.ask_for_erasure(
        session,
        actor=member.actor,
        **about,
        password=PASSWORD,
        passwords=house.passwords,
        cool_off=COOL_OFF,
        vault=house.vault,
        now=now or utc_now(),
    )


async def ask(house: House, member: Member, *, days_ago: int = 8, **about: Any) -> Erasure:
    """One that was asked for some days ago."""
    async with house.database.transaction() as session:
        return await make_erasure(session, house, member, now=utc_now() - timedelta(days=days_ago), **about)


async def carry_out(house: House, row: Erasure, **other: Any) -> None:
    """What the worker does when the days are over."""
    names = ("database", "vault", "files", "mailer", "settings", "languages", "clock")
    await erasures.erase(ErasureAsked(erasure_id=row.id), **{name: house.needs()[name] for name in names} | other)


async def certificate(house: House, row: Erasure) -> dict[str, Any]:
    """What it says of an erasure that has begun."""
    async with house.database.transaction() as session:
        return service.certificate(await service.by_reference(session, reference=row.reference))
