"""What an organisation does with its copy of somebody's data: keeping it by a legal hold, and erasing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from evenhand.domains.applications import service as applications
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries as identity
from evenhand.domains.privacy import queries
from evenhand.domains.privacy.events import ErasureAsked
from evenhand.domains.privacy.models import Erasure, LegalHold
from evenhand.domains.privacy.service.asking import Wish, wanted
from evenhand.domains.privacy.service.retaining import goes_on
from evenhand.kit.background import publish
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, Invalid
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

SAME_MOMENT = timedelta(minutes=1)  # pressed twice, the click that came first may be the one that is done second


class Held(Conflict):
    """What is held cannot be erased."""

    code, message = "held", say("There is a legal hold on this. Lift it first, then erase.")


class ErasureBegun(Conflict):
    """A hold comes too late."""

    code, message = "erasure_runs", say("This is being erased at this moment. A hold comes too late.")


class HoldOver(Invalid):
    """A hold that ends before it begins."""

    code, message = "hold_over", say("Choose a day that is still to come, or none.")


@dataclass(frozen=True)
class Custody:
    """How it stands with an organisation's copy of one applicant's data."""

    application_id: UUID
    hold: LegalHold | None
    erasures: Sequence[Erasure]
    goes_on: date | None


async def custody(session: Session, *, actor: Actor, application_id: UUID) -> Custody:
    """Whether the copy behind an application is held, and when it goes. Raises ApplicationNotFound."""
    person_id = await _person(session, actor=actor, application_id=application_id)
    about = {"org_id": actor.organisation, "person_id": person_id}
    return Custody(
        application_id,
        await queries.hold(session, **about),
        await queries.erasures_at(session, **about),
        await goes_on(session, **about),
    )


async def _person(session: Session, *, actor: Actor, application_id: UUID, lock: bool = False) -> UUID:
    row = await applications.received_application(session, org_id=actor.organisation, application_id=application_id)
    if lock:
        await identity.person_to_change(session, person_id=row.person_id)
    return row.person_id


async def set_hold(
    session: Session, *, actor: Actor, application_id: UUID, reason: str, ends_on: date | None, now: datetime
) -> LegalHold:
    """Keep the organisation's copy, whoever asks for it to be erased; one that stands is given this reason and end.

    Raises ApplicationNotFound, HoldOver and ErasureBegun.
    """
    if ends_on and ends_on < now.date():
        raise HoldOver
    person_id = await _person(session, actor=actor, application_id=application_id, lock=True)
    about = {"org_id": actor.organisation, "person_id": person_id}
    if any(one.state == "erasing" for one in await queries.erasures_at(session, **about)):
        raise ErasureBegun
    row = await queries.hold(session, **about)
    if row and (row.reason, row.ends_on) == (reason, ends_on):
        return row
    if row is None:
        row = LegalHold(id=new_id(), **about, set_by=actor.person, set_at=now)
        session.add(row)
    row.reason, row.ends_on = reason, ends_on
    await session.flush()
    until = ends_on.isoformat() if ends_on else "open"
    audit.record(
        session, Act.HOLD_SET, actor=actor, about=(Object.HOLD, row.id), reason=reason, after={"until": until}, now=now
    )
    return row


async def lift_hold(session: Session, *, actor: Actor, application_id: UUID, now: datetime) -> None:
    """Keep it no longer than anything else; what waited for this is erased now. Lifting twice is lifting once."""
    person_id = await _person(session, actor=actor, application_id=application_id, lock=True)
    row = await queries.hold(session, org_id=actor.organisation, person_id=person_id)
    if row is None:
        return
    row.lifted_at, row.lifted_by = now, actor.person
    await session.flush()
    audit.record(session, Act.HOLD_LIFTED, actor=actor, about=(Object.HOLD, row.id), now=now)
    for erasure_id in await queries.waiting_on_holds(session, person_id=person_id):
        await publish(session, ErasureAsked(erasure_id=erasure_id))


async def erase_copy(session: Session, *, actor: Actor, application_id: UUID, reason: str, now: datetime) -> Erasure:
    """Erase everything the organisation holds about an applicant, all their applications to it. Raises Held."""
    person_id = await _person(session, actor=actor, application_id=application_id, lock=True)
    if await queries.hold(session, org_id=actor.organisation, person_id=person_id):
        raise Held
    wish = Wish("copy", person_id, actor.organisation, cause="organisation", reason=reason)
    row = await wanted(session, wish, actor=actor, due_at=now, now=now)
    if row.due_at > now + SAME_MOMENT:  # the person asked for it already, for a later day
        row.due_at = now
        await publish(session, ErasureAsked(erasure_id=row.id))
    return row
