"""Who looks after the installation: made by its operator, never by signing up, and outside every organisation."""

from datetime import datetime

from evenhand import __version__
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries
from evenhand.domains.identity.models import Person
from evenhand.domains.identity.schemas import OrganisationCounted, PlatformOut
from evenhand.domains.identity.service.people import OutsideAll
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.permissions import NOBODY, Role
from evenhand.kit.words import say

GIVEN = {"role": Role.PLATFORM}


class NoSuchAccount(NotFound):
    """Nobody has an account with the address."""

    code, message = "no_such_account", say("Nobody has an account with this address. Make one first.")


class LastPlatformAdmin(Conflict):
    """Without this one nobody would look after the installation."""

    code, message = "last_platform_admin", say("This is the only platform administrator. Make another one first.")


async def make_platform_admin(session: Session, *, email_index: bytes, now: datetime) -> bool:
    """Let the account behind an address look after the installation; False where it does so already.

    Its sign-ins end, so that what was signed in as a candidate is not an administrator a moment later.
    Raises NoSuchAccount, or OutsideAll for somebody who belongs to an organisation.
    """
    person = await account_by_email(session, email_index=email_index)
    if person.platform_admin:
        return False
    if await queries.memberships(session, person_id=person.id):
        raise OutsideAll
    person.platform_admin = True
    await queries.end_sign_ins(session, person_id=person.id)
    audit.record(session, Act.ROLE_GIVEN, actor=NOBODY, about=(Object.PERSON, person.id), after=GIVEN, now=now)
    await session.flush()
    return True


async def unmake_platform_admin(session: Session, *, email_index: bytes, now: datetime) -> bool:
    """Take that role away again; False where it was not held. Raises NoSuchAccount, LastPlatformAdmin."""
    person = await account_by_email(session, email_index=email_index)
    others = [one for one in await queries.platform_admins(session) if one.id != person.id]
    if not person.platform_admin:
        return False
    if not others:
        raise LastPlatformAdmin
    person.platform_admin = False
    audit.record(session, Act.ROLE_TAKEN, actor=NOBODY, about=(Object.PERSON, person.id), before=GIVEN, now=now)
    await session.flush()
    return True


async def account_by_email(session: Session, *, email_index: bytes) -> Person:
    """The account behind an address, nobody else changing it until the end. Raises NoSuchAccount."""
    known = await queries.person_by_email(session, email_index=email_index)
    person = await queries.person_to_change(session, person_id=known.id) if known else None
    if person is None:
        raise NoSuchAccount
    return person


async def overview(session: Session) -> PlatformOut:
    """The organisations of the installation, in numbers: nothing of jobs, and nothing about people."""
    return PlatformOut(
        version=__version__,
        accounts=await queries.accounts(session),
        organisations=[
            OrganisationCounted(id=row.id, name=row.name, slug=row.slug, members=members, since=row.created_at)
            for row, members in await queries.organisations_counted(session)
        ],
    )
