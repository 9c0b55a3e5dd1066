"""Erasing, asked for: with the password, called off with a click; and what has become of it since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from evenhand.domains.applications import queries as applications
from evenhand.domains.applications import service as applying
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries as identity_queries
from evenhand.domains.identity import service as identity
from evenhand.domains.privacy import queries
from evenhand.domains.privacy.events import ErasureAsked, ErasureWaits
from evenhand.domains.privacy.models import Erasure
from evenhand.domains.privacy.rules import erasing as rules
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import IntegrityError, Session, violated
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.passwords import Passwords
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

LATE = timedelta(minutes=1)  # so that the clock of the database and ours may differ a little
SHOWN = 20


class ErasureNotFound(NotFound):
    """No such erasure of the caller's, or no certificate with this number."""

    code, message = "erasure_not_found", say("There is no erasure under this number. Check it letter by letter.")


class OnlyAdmin(Conflict):
    """A company without an administrator could never let anybody in again."""

    code = "only_admin"


class NoCopyThere(NotFound):
    """The company received nothing from this person, or it is erased."""

    code, message = "no_copy_there", say("This company holds nothing of yours.")


class TooLateToCancel(Conflict):
    """It has begun, and keys that are destroyed do not come back."""

    code, message = "erasure_begun", say("This has begun already and cannot be called off any more.")


@dataclass(frozen=True)
class Wish:
    """What is to be erased, and why. `org_id` is the company whose copy it is about."""

    what: rules.What
    person_id: UUID
    org_id: UUID | None = None
    cause: str = "person"
    reason: str = ""


async def ask(
    session: Session,
    *,
    actor: Actor,
    what: rules.What = "account",
    org_id: UUID | None = None,
    password: str,
    passwords: Passwords,
    cool_off: timedelta,
    vault: Vault,
    now: datetime,
) -> Erasure:
    """Ask for something of one's own to be erased. Asking twice is asking once.

    The account and a company's copy wait for the cool-off, while the applications to that company are withdrawn at
    once; practice and resumes go now. Raises WrongPassword, SignInAgain, NoCopyThere, and OnlyAdmin.
    """
    await identity.confirm(session, actor=actor, password=password, passwords=passwords, now=now)
    if what == "account":
        await _refuse_the_only_admin(session, person_id=actor.person)
    if what == "copy":
        if org_id is None or not await applications.received_copies(session, person_id=actor.person, org_id=org_id):
            raise NoCopyThere
        await applying.withdraw_all(session, actor=actor, org_id=org_id, vault=vault, now=now)
    due_at = now + cool_off if what in {"account", "copy"} else now
    wish = Wish(what, actor.person, org_id if what == "copy" else None)
    return await wanted(session, wish, actor=actor, due_at=due_at, now=now)


async def wanted(session: Session, wish: Wish, *, actor: Actor, due_at: datetime, now: datetime) -> Erasure:
    """Write down what is to be erased and have it done when it is due; the same, asked for already, is that one."""
    about = (wish.person_id, wish.what, wish.org_id)
    known = await queries.open_erasure(session, *about)
    if known:
        return known
    row = Erasure(
        id=new_id(),
        reference=rules.new_reference(),
        person_id=wish.person_id,
        org_id=wish.org_id,
        what=wish.what,
        cause=wish.cause,
        reason=wish.reason,
        by_person_id=actor.person_id,
        state="asked",
        asked_at=now,
        due_at=due_at,
        report={},
    )
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # two in the same moment
        known = await queries.open_erasure(session, *about)
        if known and violated(error, "uq_erasure_open"):
            return known
        raise
    told: dict[str, str] = {"what": wish.what, "cause": wish.cause}
    audit.record(
        session,
        Act.ERASURE_ASKED,
        actor=actor,
        org_id=wish.org_id,
        about=(Object.ERASURE, row.id),
        reason=wish.reason,
        after=told,
        now=now,
    )
    await publish(session, ErasureAsked(erasure_id=row.id), after=due_at - now + LATE if due_at > now else None)
    if due_at > now:
        if wish.what == "account":
            await identity.set_leaving(session, person_id=wish.person_id, at=due_at)
        await publish(session, ErasureWaits(erasure_id=row.id, person_id=wish.person_id))
    return row


async def _refuse_the_only_admin(session: Session, *, person_id: UUID) -> None:
    company = await only_admin_of(session, person_id=person_id)
    if company:
        raise OnlyAdmin(
            say(
                "You are the only administrator of %(company)s. Make a colleague administrator first, then come back.",
                company=company,
            )
        )


async def only_admin_of(session: Session, *, person_id: UUID) -> str:
    """The name of a company that would be left with members and no administrator, or with nobody; empty if none."""
    for belonging in await identity_queries.memberships(session, person_id=person_id):
        admins = set(await identity_queries.admins(session, org_id=belonging.org_id, lock=True))
        if person_id not in admins:
            continue
        others = admins - {person_id}
        if not others - await queries.leaving(session, ids=list(others)):
            company = await identity_queries.organisation(session, org_id=belonging.org_id)
            return company.name if company else ""
    return ""


async def cancel(session: Session, *, actor: Actor, erasure_id: UUID, now: datetime) -> Erasure:
    """Call an erasure off. Twice is once. Raises ErasureNotFound and TooLateToCancel."""
    row = await queries.own_erasure(session, person_id=actor.person, erasure_id=erasure_id)
    if row is None:
        raise ErasureNotFound
    if row.state == "cancelled":
        return row
    if row.state != "asked" or row.cause != "person":
        raise TooLateToCancel
    row.state, row.done_at = "cancelled", now
    await session.flush()
    if row.what == "account":
        await identity.set_leaving(session, person_id=actor.person, at=None)
    audit.record(session, Act.ERASURE_CANCELLED, actor=actor, about=(Object.ERASURE, row.id), now=now)
    return row


async def waiting_erasure(session: Session, *, person_id: UUID, erasure_id: UUID) -> Erasure | None:
    """An erasure that was asked for and can still be called off."""
    row = await queries.own_erasure(session, person_id=person_id, erasure_id=erasure_id)
    return row if row and row.state == "asked" else None


async def own_erasures(session: Session, *, actor: Actor) -> Sequence[Erasure]:
    """What is to be erased of the caller, or was, the latest first."""
    return await queries.own_erasures(session, person_id=actor.person, limit=SHOWN)


async def holders(session: Session, *, actor: Actor) -> dict[UUID, str]:
    """The companies that hold a copy of the caller's data, by name."""
    ids = {org for org, _ in await applications.received_copies(session, person_id=actor.person)}
    found = await identity_queries.organisations(session, ids=sorted(ids))
    return {one: found[one].name for one in sorted(found, key=lambda one: found[one].name)}


async def by_reference(session: Session, *, reference: str) -> Erasure:
    """An erasure that has begun, by its number. Raises ErasureNotFound."""
    row = await queries.certificate(session, reference=rules.read_reference(reference))
    if row is None or row.state in {"asked", "cancelled", "stopped"}:
        raise ErasureNotFound
    return row


def certificate(row: Erasure) -> dict[str, Any]:
    """The certificate as it stands."""
    return rules.certificate(
        reference=row.reference,
        what=row.what,
        cause=row.cause,
        reason=row.reason,
        state=row.state,
        asked_at=row.asked_at,
        done_at=row.done_at,
        report=row.report,
    )
