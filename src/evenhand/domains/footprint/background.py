"""Looks at accounts: when asked, when a pause is over, when somebody agrees anew; and forgets what is too old."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from evenhand.domains.consents.events import ConsentGiven, ConsentWithdrawn
from evenhand.domains.consents.rules import Purpose
from evenhand.domains.footprint import service
from evenhand.domains.footprint.events import FootprintAsked
from evenhand.external.footprint import Away, PublicSites, Trouble
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()
SECONDS = 90.0
"""For all requests of one look together."""


async def give_up(
    fact: FootprintAsked,
    *,
    database: Database,
    vault: Vault,
    public_sites: PublicSites,
    clock: Callable[[], datetime],
) -> None:
    """Tell whoever waits that it did not work."""
    del vault, public_sites, clock
    async with database.transaction() as session:
        await service.fail(session, person_id=fact.person_id, link_id=fact.link_id)


@followers.on(FootprintAsked, retries=2, gave_up=give_up)
async def look(
    fact: FootprintAsked,
    *,
    database: Database,
    vault: Vault,
    public_sites: PublicSites,
    clock: Callable[[], datetime],
) -> None:
    """Look at one account. No transaction waits for the site."""
    person_id, link_id = fact.person_id, fact.link_id
    async with database.transaction() as session:
        task = await service.to_look(session, person_id=person_id, link_id=link_id, vault=vault, now=clock())
    if task is None:
        return
    site = public_sites.get(task.source)
    try:
        if site is None:
            raise Away("It is switched off.")
        async with asyncio.timeout(SECONDS):
            looked = await site.look(task.account, parts=task.parts, code=task.code)
    except (Trouble, TimeoutError) as error:
        trouble = error if isinstance(error, Trouble) else Away("The site is slow.")
        async with database.transaction() as session:
            await service.missed(session, person_id=person_id, link_id=link_id, trouble=trouble, now=clock())
        return
    async with database.transaction() as session:
        await service.keep(session, person_id=person_id, link_id=link_id, looked=looked, vault=vault, now=clock())


@followers.on(ConsentWithdrawn)
async def drop_what_was_found(fact: ConsentWithdrawn, *, database: Database, vault: Vault) -> None:
    """It was kept only because of the agreement."""
    if fact.purpose == Purpose.FOOTPRINT:
        async with database.transaction() as session:
            await service.drop(session, person_id=fact.person_id, vault=vault)


@followers.on(ConsentGiven)
async def look_at_what_waited(
    fact: ConsentGiven, *, database: Database, public_sites: PublicSites, clock: Callable[[], datetime]
) -> None:
    """Accounts that are named already are looked at anew."""
    if fact.purpose == Purpose.FOOTPRINT:
        async with database.transaction() as session:
            await service.go_on(session, person_id=fact.person_id, on=public_sites, now=clock())


@followers.every(timedelta(minutes=1))
async def look_when_pauses_are_over(
    *, database: Database, public_sites: PublicSites, clock: Callable[[], datetime]
) -> None:
    """Try again what a site wanted to be asked later, or what could not be reached."""
    async with database.transaction() as session:
        await service.again(session, on=public_sites, now=clock())


@followers.every(timedelta(hours=12))
async def forget_what_is_old(*, database: Database, clock: Callable[[], datetime]) -> None:
    """What was found goes after its time."""
    async with database.transaction() as session:
        await service.sweep(session, now=clock())
