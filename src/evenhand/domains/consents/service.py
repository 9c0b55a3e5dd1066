"""Agreeing, taking back, and asking whether something is allowed: where the data is used, at the moment of use."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.consents import queries, rules
from evenhand.domains.consents.events import ConsentGiven, ConsentWithdrawn
from evenhand.domains.consents.models import Consent
from evenhand.domains.consents.rules import NOTICES, TOPICS, USED, Notice, Purpose, Topic
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.held import Holding, Item
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import Sentence, say

__all__ = [
    "PAGE",
    "ConsentNeeded",
    "Decided",
    "NotUsedHere",
    "NoticeChanged",
    "NoticeNotFound",
    "Purpose",
    "Standing",
    "allowing",
    "allows",
    "give",
    "held",
    "history",
    "notice",
    "require",
    "standings",
    "withdraw",
]

PAGE = "/account/consents"


class NoticeNotFound(NotFound):
    """No such purpose, or no such version of its notice."""

    code, message = "notice_not_found", say("There is no such notice.")


class NotUsedHere(Conflict):
    """Nothing to agree to."""

    code, message = "not_used_here", say("Nothing here does this, so there is nothing to agree to.")


class NoticeChanged(Conflict):
    """Another version than the one that stands now."""

    code, message = "notice_changed", say("This notice was changed. Read it again, then decide.")


class ConsentNeeded(Conflict):
    """What was to be done needs a yes that is not there, or was stopped."""

    code, message = "consent_needed", say("This needs your agreement first.")


NEEDED: dict[Purpose, Sentence] = {
    Purpose.PROCESSING: say("You stopped the reading and comparing of your resumes. Let it go on first."),
    Purpose.EXTERNAL_AI: say("This would be sent to an AI provider. Read what that means and agree to it first."),
    Purpose.FOOTPRINT: say("Read what would be asked of the sites your accounts are at, and agree to it first."),
    Purpose.INTERVIEW: say("Read what happens with your answers and agree to it first. Nothing is asked before."),
}


@dataclass(frozen=True)
class Standing:
    """How one purpose stands for one person. `newest` is the act that counts, if there is one."""

    purpose: Purpose
    topic: Topic
    notice: Notice | None
    newest: Consent | None

    @property
    def used(self) -> bool:
        """Whether anything here does it."""
        return self.notice is not None

    @property
    def allowed(self) -> bool:
        """Whether it may be done now."""
        return _allows(self.purpose, self.newest)

    @property
    def outdated(self) -> bool:
        """Agreed to, but under an earlier notice."""
        return bool(self.newest and self.newest.given and self.notice and self.newest.notice != self.notice.version)


@dataclass(frozen=True)
class Decided:
    """One act, as the page lists it."""

    title: Sentence
    purpose: str
    given: bool
    notice: int
    at: datetime


async def standings(session: Session, *, person_id: UUID) -> list[Standing]:
    """How every purpose stands."""
    newest = {row.purpose: row for row in await queries.acts(session, person_id=person_id)}
    return [Standing(one, TOPICS[one], _current(one), newest.get(one)) for one in Purpose]


def _current(purpose: Purpose) -> Notice | None:
    return NOTICES[purpose][-1] if purpose in NOTICES else None


def notice(name: str, version: int | None = None) -> tuple[Purpose, Notice]:
    """The notice of a purpose as it stands, or an earlier version of it. Raises NoticeNotFound."""
    found = [one for one in NOTICES.get(name, ()) if version is None or one.version == version]
    if not found:
        raise NoticeNotFound
    return Purpose(name), found[-1]


def _used(name: str) -> Purpose:
    if name not in set(Purpose):
        raise NoticeNotFound
    if name not in USED:
        raise NotUsedHere
    return Purpose(name)


async def give(session: Session, *, actor: Actor, name: str, version: int, now: datetime) -> Consent:
    """Agree to a purpose, having read this version of its notice. Agreeing twice is agreeing once.

    Raises NoticeNotFound, NotUsedHere, and NoticeChanged for a version that is not the present one.
    """
    purpose = _used(name)
    if version != NOTICES[purpose][-1].version:
        raise NoticeChanged(href=PAGE, label=say("Read it"))
    return await _note(session, actor=actor, purpose=purpose, given=True, version=version, now=now)


async def withdraw(session: Session, *, actor: Actor, name: str, now: datetime) -> Consent:
    """Take back what was agreed to, or stop what was asked for; nothing is asked. It counts from the next act on.

    Raises NoticeNotFound and NotUsedHere.
    """
    purpose = _used(name)
    version = NOTICES[purpose][-1].version
    return await _note(session, actor=actor, purpose=purpose, given=False, version=version, now=now)


async def _note(
    session: Session, *, actor: Actor, purpose: Purpose, given: bool, version: int, now: datetime
) -> Consent:
    await queries.one_at_a_time(session, person_id=actor.person)
    known = (await queries.newest(session, person_ids=[actor.person], purpose=purpose)).get(actor.person)
    if known and (known.given, known.notice) == (given, version):
        return known
    row = Consent(id=new_id(), person_id=actor.person, purpose=purpose, given=given, notice=version, at=now)
    session.add(row)
    await session.flush()
    audit.record(
        session,
        Act.CONSENT_GIVEN if given else Act.CONSENT_WITHDRAWN,
        actor=actor,
        about=(Object.PERSON, actor.person),
        reason=purpose.replace("_", "-"),
        before={"given": int(known.given), "notice": known.notice} if known else None,
        after={"given": int(given), "notice": version},
        now=now,
    )
    told = ConsentGiven if given else ConsentWithdrawn
    await publish(session, told(person_id=actor.person, purpose=purpose))
    return row


async def allowing(session: Session, *, person_ids: Collection[UUID], purpose: Purpose) -> set[UUID]:
    """Those of these people with whose data this may be done now."""
    acts = await queries.newest(session, person_ids=person_ids, purpose=purpose)
    return {one for one in person_ids if _allows(purpose, acts.get(one))}


async def allows(session: Session, *, person_id: UUID, purpose: Purpose) -> bool:
    """The same for one person."""
    return bool(await allowing(session, person_ids=[person_id], purpose=purpose))


async def require(session: Session, *, person_id: UUID, purpose: Purpose) -> None:
    """Go on only where it is allowed. Raises ConsentNeeded, which leads to the page where one decides."""
    if not await allows(session, person_id=person_id, purpose=purpose):
        raise ConsentNeeded(NEEDED[purpose], href=PAGE, label=say("What you agreed to"), purpose=str(purpose))


def _allows(purpose: Purpose, newest: Consent | None) -> bool:
    current = _current(purpose)
    if current is None:
        return False
    given, version = (newest.given, newest.notice) if newest else (None, 0)
    return rules.allowed(purpose, given=given, notice=version, current=current.version)


async def history(session: Session, *, person_id: UUID) -> list[Decided]:
    """What a person decided so far, the latest first."""
    rows = await queries.acts(session, person_id=person_id)
    return [
        Decided(TOPICS[Purpose(row.purpose)].title, row.purpose, row.given, row.notice, row.at)
        for row in reversed(rows)
    ]


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every act of a person, for their own eyes."""
    del vault  # nothing in it is sealed
    items = [
        Item(
            title=TOPICS[Purpose(row.purpose)].title,
            note=say("Agreed") if row.given else say("Taken back"),
            at=row.at,
            source=say("You, by deciding"),
            href=f"/privacy/notices/{row.purpose}/{row.notice}",
            values={"purpose": row.purpose, "given": row.given, "notice": row.notice, "at": row.at},
        )
        for row in await queries.acts(session, person_id=person_id)
    ]
    return [Holding("consents", "consents", items)]
