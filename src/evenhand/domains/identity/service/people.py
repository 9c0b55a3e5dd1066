"""People with an account: signing up, joining an organisation, what they are called."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries
from evenhand.domains.identity.models import Membership, Organisation, Person
from evenhand.domains.identity.schemas import ImportedPerson, Me, NewFromIssuer, OrganisationOut, SignUp
from evenhand.domains.identity.service.contacts import Contact, EmailTaken, contacts, open_contact, seal_contact
from evenhand.domains.identity.service.email_links import promise_link
from evenhand.kit.crypto import Signer, Vault
from evenhand.kit.db import IntegrityError, Session, violated
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.passwords import Passwords
from evenhand.kit.permissions import NOBODY, Actor, Role
from evenhand.kit.text import alphabetical
from evenhand.kit.words import say

NOTICE_VERSION = "2026-11"


class OutsideAll(Conflict):
    """A platform admin cannot belong to an organisation, nor a member look after the installation."""

    code = "outside_organisations"
    message = say("Platform administrators belong to no organisation. Use another account for that.")


async def sign_up(
    session: Session,
    new: SignUp,
    *,
    vault: Vault,
    signer: Signer,
    passwords: Passwords,
    now: datetime,
    locale: str = "en",
    verified: bool = False,
) -> Person:
    """Make an account, and have a link sent that proves its address, unless that is `verified` already.

    Refuses an address that has one: EmailTaken.
    """
    index = signer.email_index(new.email)
    if await queries.person_by_email(session, email_index=index):
        raise EmailTaken
    hashed = await passwords.hash(new.password.get_secret_value())
    person = await _add(
        session, new, index=index, hashed=hashed, vault=vault, now=now, locale=locale, verified=verified
    )
    if not verified:
        await promise_link(session, person, new.email, vault=vault, signer=signer, now=now)
    return person


async def add_from_issuer(
    session: Session, new: NewFromIssuer, *, vault: Vault, signer: Signer, now: datetime, locale: str
) -> Person:
    """Make an account without a password. Refuses an address that has one: EmailTaken."""
    index = signer.email_index(new.email)
    return await _add(session, new, index=index, hashed="", vault=vault, now=now, locale=locale, verified=True)


async def import_person(
    session: Session, new: ImportedPerson, *, vault: Vault, signer: Signer, now: datetime
) -> Person:
    """Make an account with the password hash of another system, which has proved the address.

    Refuses an address that has one: EmailTaken.
    """
    index = signer.email_index(new.email)
    if await queries.person_by_email(session, email_index=index):
        raise EmailTaken
    return await _add(
        session,
        new,
        index=index,
        hashed=new.password_hash,
        vault=vault,
        now=now,
        locale=new.language,
        verified=True,
    )


async def _add(
    session: Session,
    new: SignUp | ImportedPerson | NewFromIssuer,
    *,
    index: bytes,
    hashed: str,
    vault: Vault,
    now: datetime,
    locale: str,
    verified: bool,
) -> Person:
    person = Person(
        id=new_id(),
        email_index=index,
        password_hash=hashed,
        locale=locale,
        notice_version=NOTICE_VERSION,
        created_at=now,
        verified_at=now if verified else None,
    )
    await seal_contact(person, Contact(new.name, new.email), vault=vault)
    try:
        async with session.begin_nested():
            session.add(person)
            await session.flush()
    except IntegrityError as error:  # two sign-ups of one address in the same moment
        if violated(error, "uq_person_email_index"):
            await vault.destroy(person.id)
            raise EmailTaken from error
        raise
    return person


async def found_organisation(
    session: Session, *, name: str, about: str = "", slug: str = "", now: datetime
) -> Organisation:
    """Make an organisation; its address is its name in plain letters."""
    row = Organisation(
        id=new_id(),
        name=name,
        slug=slug or slug_of(name),
        about=about,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


def slug_of(name: str) -> str:
    """A name as part of an address."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-")


async def join_organisation(
    session: Session, *, person_id: UUID, org_id: UUID, role: Role, by: Actor = NOBODY, now: datetime
) -> None:
    """Give a person a role in an organisation. Whoever looks after the installation belongs to none: OutsideAll."""
    person = await queries.person_to_change(session, person_id=person_id)
    if person and person.platform_admin:
        raise OutsideAll
    session.add(Membership(org_id=org_id, person_id=person_id, role=role, created_at=now))
    await session.flush()
    given = {"role": role}
    audit.record(
        session, Act.ROLE_GIVEN, actor=by, org_id=org_id, about=(Object.PERSON, person_id), after=given, now=now
    )


async def actor_of(session: Session, *, person_id: UUID) -> Actor:
    """A person acting for the organisation they joined first, or for none: as a candidate or platform admin."""
    belongs = await queries.memberships(session, person_id=person_id)
    if not belongs:
        person = (await queries.people(session, ids=[person_id])).get(person_id)
        return Actor(person_id=person_id, role=queries.outside(person) if person else Role.CANDIDATE)
    return Actor(person_id=person_id, org_id=belongs[0].org_id, role=Role(belongs[0].role))


async def actor_in(session: Session, *, person_id: UUID, org_id: UUID) -> Actor:
    """A person acting for one organisation they belong to; as `actor_of` where they do not."""
    belongs = await queries.memberships(session, person_id=person_id)
    role = next((Role(one.role) for one in belongs if one.org_id == org_id), None)
    return (
        Actor(person_id=person_id, org_id=org_id, role=role) if role else await actor_of(session, person_id=person_id)
    )


async def change_language(session: Session, *, person_id: UUID, language: str) -> None:
    """The language of someone's pages and mails."""
    person = (await queries.people(session, ids=[person_id]))[person_id]
    person.locale = language
    await session.flush()


async def switch_reminders(session: Session, *, person_id: UUID, on: bool) -> None:
    """Whether someone is reminded of what ends soon. Mails about what happened go out all the same."""
    person = (await queries.people(session, ids=[person_id]))[person_id]
    person.reminders = on
    await session.flush()


async def reminded(session: Session, *, person_id: UUID) -> bool:
    """Whether someone wants reminders."""
    return (await queries.people(session, ids=[person_id]))[person_id].reminders


async def introduce(caller: queries.Caller, *, vault: Vault) -> Me:
    """The caller with their name opened, for the header of a page and for `/auth/me`."""
    contact = await open_contact(caller.actor.person, caller.contact_sealed, vault=vault)
    return Me(
        id=caller.actor.person,
        name=contact.name,
        email=contact.email,
        role=caller.actor.role or Role.CANDIDATE,
        organisation=OrganisationOut.model_validate(caller.organisation) if caller.organisation else None,
        email_verified=caller.verified,
        permissions=sorted(caller.actor.permissions),
    )


@dataclass(frozen=True)
class Colleague:
    """Someone who belongs to the same organisation."""

    id: UUID
    name: str
    role: Role


async def colleagues(session: Session, *, org_id: UUID, vault: Vault) -> list[Colleague]:
    """Everyone who belongs to an organisation, by name."""
    roles = await queries.members(session, org_id=org_id)
    names = await contacts(session, ids=list(roles), vault=vault)
    found = [
        Colleague(person_id, names[person_id].name, role) for person_id, role in roles.items() if person_id in names
    ]
    return sorted(found, key=lambda one: (alphabetical(one.name), one.id))


async def set_leaving(session: Session, *, person_id: UUID, at: datetime | None) -> None:
    """Note when an account is to be erased, so that its person is told wherever they come in; None: it stays."""
    person = await queries.person_to_change(session, person_id=person_id)
    if person:
        person.leaving_at = at
        await session.flush()


async def leaving_at(session: Session, *, person_id: UUID) -> datetime | None:
    """When an account is to be erased, if it is."""
    person = (await queries.people(session, ids=[person_id])).get(person_id)
    return person.leaving_at if person else None
