"""Naming an account, having it looked at again, taking it away; what follows from agreeing and taking back."""

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.consents import service as consents
from evenhand.domains.footprint import queries
from evenhand.domains.footprint.events import FootprintAsked
from evenhand.domains.footprint.models import FootprintLink
from evenhand.domains.footprint.rules.accounts import SOURCES, WRONG, Named, read
from evenhand.domains.footprint.service import sealed
from evenhand.domains.footprint.service.sealed import Kept
from evenhand.domains.footprint.service.showing import shown
from evenhand.engines.skills import taxonomy
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, Invalid, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import say

LOOK_RATE = Rate("footprint-look", times=12, seconds=3600)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LETTERS = 12


class LinkNotFound(NotFound):
    """No account of this person there."""

    code, message = "footprint_not_found", say("You have named no account there.")


class AccountUnreadable(Invalid):
    """What was typed names no account."""

    code, message = "account_unreadable", say("That names no account.")


class SuggestionNotFound(NotFound):
    """Nothing suggests this."""

    code, message = "suggestion_not_found", say("This is not suggested now.")


class LooksOff(Conflict):
    """The operator switched it off."""

    code, message = "footprint_off", say("Whoever runs this server has switched looking at public work off.")


async def link(
    session: Session, *, actor: Actor, source: str, typed: str, on: Collection[str], vault: Vault, now: datetime
) -> FootprintLink:
    """Name the account at a source, which is then looked at in the background. Naming it twice is naming it once;
    naming another one lets the first go. `on` are the sources that may be asked.

    Raises LinkNotFound for an unknown source, LooksOff, ConsentNeeded and AccountUnreadable.
    """
    found = next((one for one in SOURCES if one == source), None)
    if found is None:
        raise LinkNotFound
    if source not in on:
        raise LooksOff
    await consents.require(session, person_id=actor.person, purpose=consents.Purpose.FOOTPRINT)
    account = read(found, typed)
    if account is None:
        raise AccountUnreadable(WRONG[found], errors=[{"field": "account", "message": WRONG[found]}])
    await queries.one_at_a_time(session, person_id=actor.person)
    key = await vault.key(actor.person, actor.person)
    row = await queries.link_of(session, person_id=actor.person, source=source, lock=True)
    if row and row.state != "other" and sealed.named(row, sealed.open_account(row, key)).is_same(account):
        return row
    if row:
        await _let_go(session, row, actor=actor, now=now)
    return await _begin(session, account, actor=actor, vault=vault, now=now)


async def _begin(session: Session, account: Named, *, actor: Actor, vault: Vault, now: datetime) -> FootprintLink:
    row = FootprintLink(
        id=new_id(),
        person_id=actor.person,
        source=account.source,
        state="waiting",
        tries=0,
        linked_at=now,
        asked_at=now,
    )
    code = "evenhand-" + "".join(secrets.choice(_LETTERS) for _ in range(CODE_LETTERS))
    sealed.seal_account(row, Kept(account.name, account.site, code), await vault.key(actor.person, actor.person))
    session.add(row)
    await session.flush()
    about, reason = (Object.PERSON, actor.person), account.source
    audit.record(session, Act.FOOTPRINT_LINKED, actor=actor, about=about, reason=reason, now=now)
    await publish(session, FootprintAsked(person_id=actor.person, link_id=row.id))
    return row


async def look_again(
    session: Session, *, actor: Actor, source: str, on: Collection[str], now: datetime
) -> FootprintLink:
    """Have an account looked at again. Asking while it is being looked at changes nothing.

    Raises LinkNotFound, LooksOff and ConsentNeeded.
    """
    row = await queries.link_of(session, person_id=actor.person, source=source, lock=True)
    if row is None:
        raise LinkNotFound
    if source not in on:
        raise LooksOff
    await consents.require(session, person_id=actor.person, purpose=consents.Purpose.FOOTPRINT)
    if row.state != "waiting":
        await _ask(session, row, now=now)
    return row


async def _ask(session: Session, row: FootprintLink, *, now: datetime) -> None:
    row.state, row.tries, row.asked_at, row.next_at = "waiting", 0, now, None
    await session.flush()
    await publish(session, FootprintAsked(person_id=row.person_id, link_id=row.id))


async def dismiss(
    session: Session, *, actor: Actor, skill_id: str, on: Collection[str], vault: Vault, now: datetime
) -> None:
    """Let a suggestion rest, however often the accounts are looked at. Raises SuggestionNotFound."""
    await queries.one_at_a_time(session, person_id=actor.person)
    found = await shown(session, actor=actor, on=on, vault=vault)
    if not any(one.skill_id == skill_id for one in (*found.suggestions, *found.dismissed)):
        raise SuggestionNotFound
    await queries.dismiss(session, person_id=actor.person, skill_id=skill_id, now=now)


async def restore(session: Session, *, actor: Actor, skill_id: str) -> None:
    """Bring a suggestion back; one that was not dismissed is there already. Raises SuggestionNotFound for no skill."""
    if taxonomy().get(skill_id) is None:
        raise SuggestionNotFound
    await queries.restore(session, person_id=actor.person, skill_id=skill_id)


async def unlink(session: Session, *, actor: Actor, source: str, now: datetime) -> None:
    """Take an account away, and with it all that was found there. Raises LinkNotFound."""
    row = await queries.link_of(session, person_id=actor.person, source=source, lock=True)
    if row is None:
        raise LinkNotFound
    await _let_go(session, row, actor=actor, now=now)
    if not await queries.links(session, person_id=actor.person):  # what was dismissed says what was found
        await queries.restore(session, person_id=actor.person)


async def _let_go(session: Session, row: FootprintLink, *, actor: Actor, now: datetime) -> None:
    await session.delete(row)
    await session.flush()
    about = (Object.PERSON, row.person_id)
    audit.record(session, Act.FOOTPRINT_UNLINKED, actor=actor, about=about, reason=row.source, now=now)


async def drop(session: Session, *, person_id: UUID, vault: Vault) -> None:
    """Delete what was found, and the proofs with it: the agreement to it was taken back. The accounts stay named."""
    for row in await queries.links(session, person_id=person_id, lock=True):
        row.state, row.tries = "idle", 0
        row.found_sealed = row.looked_at = row.next_at = row.proved_at = None
        try:
            key = await vault.key(person_id, person_id)
        except KeyDestroyed:  # being erased
            continue
        kept = sealed.open_account(row, key)
        sealed.seal_account(row, Kept(kept.name, kept.site, kept.code), key)
    await queries.restore(session, person_id=person_id)
    await session.flush()


async def go_on(session: Session, *, person_id: UUID, on: Collection[str], now: datetime) -> None:
    """Look at accounts again that were named before the agreement to it was taken back and given anew."""
    if not await consents.allows(session, person_id=person_id, purpose=consents.Purpose.FOOTPRINT):
        return
    for row in await queries.links(session, person_id=person_id, lock=True):
        if row.state == "idle" and row.source in on:
            await _ask(session, row, now=now)
