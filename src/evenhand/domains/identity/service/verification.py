"""Whether a person's address was proved, and what waits for it; changing the address."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries
from evenhand.domains.identity.models import EmailLink, Person
from evenhand.domains.identity.schemas import EmailChange
from evenhand.domains.identity.service.contacts import EmailTaken, open_contact, seal_contact
from evenhand.domains.identity.service.email_links import open_address, promise_link
from evenhand.domains.identity.service.sign_ins import token_hash
from evenhand.domains.identity.service.wrong import WrongPassword
from evenhand.kit.crypto import Signer, Vault
from evenhand.kit.db import IntegrityError, Session, violated
from evenhand.kit.errors import AppError, Conflict, NotFound, NotSignedIn
from evenhand.kit.passwords import Passwords
from evenhand.kit.permissions import NOBODY, Actor
from evenhand.kit.words import say


class EmailUnverified(AppError):
    """What reaches other people waits until the address was proved."""

    status, code, message = (
        403,
        "email_unverified",
        say("Confirm your e-mail address first: open the link in the mail we sent you. Then come back and repeat."),
    )


class EmailLinkDead(NotFound):
    """A link that was used, ran out, was replaced or never was."""

    code, message = "email_link_dead", say("This link is not good any more. Ask for a new one in your account.")


class SameEmail(Conflict):
    """The new address is the present one."""

    code, message = "same_email", say("This is the address of your account already.")


@dataclass(frozen=True)
class AddressState:
    """A person's address, whether it was proved, and the one that a link was sent to, if any."""

    email: str
    verified: bool
    waiting: str = ""

    @property
    def changes(self) -> bool:
        """Whether another address waits to take the place of this one."""
        return bool(self.waiting) and self.waiting != self.email


async def address_state(session: Session, *, person_id: UUID, vault: Vault, now: datetime) -> AddressState:
    """How it stands with a person's address."""
    person = (await queries.people(session, ids=[person_id]))[person_id]
    contact = await open_contact(person.id, person.contact_sealed, vault=vault)
    link = await queries.email_link(session, person_id=person_id)
    waiting = ""
    if link and link.expires_at > now:
        waiting = await open_address(link, vault=vault)
    return AddressState(contact.email, person.verified_at is not None, waiting)


async def is_verified(session: Session, *, person_id: UUID) -> bool:
    """Whether a person's address was proved."""
    person = (await queries.people(session, ids=[person_id])).get(person_id)
    return person is not None and person.verified_at is not None


async def require_verified(session: Session, *, person_id: UUID) -> None:
    """For every act that reaches other people. Raises EmailUnverified."""
    if not await is_verified(session, person_id=person_id):
        raise EmailUnverified


async def send_link_again(session: Session, *, actor: Actor, vault: Vault, signer: Signer, now: datetime) -> None:
    """Another link to the address that waits for one. Where none waits, or its mail is on its way, nothing is sent."""
    person = await _to_change(session, actor)
    link = await queries.email_link(session, person_id=person.id)
    if link and link.token_hash is None and link.expires_at > now:
        return
    if link and link.email_index != person.email_index:
        address = await open_address(link, vault=vault)
    elif person.verified_at is None:
        address = (await open_contact(person.id, person.contact_sealed, vault=vault)).email
    else:
        return
    await promise_link(session, person, address, vault=vault, signer=signer, now=now)


async def ask_for_other_email(
    session: Session,
    change: EmailChange,
    *,
    actor: Actor,
    passwords: Passwords,
    vault: Vault,
    signer: Signer,
    now: datetime,
) -> None:
    """Have a link sent to another address, which takes the place of the present one when it is opened.

    Whether somebody has an account with it is not said here: whoever opens the link owns it and may know. Raises
    WrongPassword, SameEmail.
    """
    person = await _to_change(session, actor)
    if not await passwords.verify(person.password_hash, change.current_password.get_secret_value()):
        raise WrongPassword
    if signer.email_index(change.email) == person.email_index:
        raise SameEmail
    known = await queries.email_link(session, person_id=person.id)
    if known and known.token_hash is None and known.email_index == signer.email_index(change.email):
        return  # pressed twice: its mail is on its way
    await promise_link(session, person, change.email, vault=vault, signer=signer, now=now)
    audit.record(session, Act.EMAIL_CHANGE_ASKED, actor=actor, now=now)


async def check_email_link(session: Session, *, token: str, vault: Vault, now: datetime) -> str:
    """The address a link proves; changes nothing. Raises EmailLinkDead."""
    link = await queries.email_link_by_token(session, token_hash=token_hash(token), now=now)
    if link is None:
        raise EmailLinkDead
    return await open_address(link, vault=vault)


async def confirm_email(session: Session, *, token: str, vault: Vault, now: datetime) -> None:
    """Take a link for the proof that it is: of two at once one wins. Raises EmailLinkDead, EmailTaken."""
    digest = token_hash(token)
    link = await queries.email_link_by_token(session, token_hash=digest, now=now)
    person = await queries.person_to_change(session, person_id=link.person_id) if link else None
    link = await queries.email_link_by_token(session, token_hash=digest, now=now)  # perhaps used meanwhile
    if link is None or person is None:
        raise EmailLinkDead
    act = Act.EMAIL_VERIFIED
    if link.email_index != person.email_index:
        act = Act.EMAIL_CHANGED
        await _change_address(session, person, link, vault=vault)
    person.verified_at = now
    await queries.forget_email_link(session, person_id=person.id)
    audit.record(session, act, actor=NOBODY, about=(Object.PERSON, person.id), now=now)


async def _change_address(session: Session, person: Person, link: EmailLink, *, vault: Vault) -> None:
    contact = await open_contact(person.id, person.contact_sealed, vault=vault)
    address = await open_address(link, vault=vault)
    try:
        async with session.begin_nested():
            person.email_index = link.email_index
            await seal_contact(person, replace(contact, email=address), vault=vault)
            await session.flush()
    except IntegrityError as error:  # somebody made an account with it since
        if violated(error, "uq_person_email_index"):
            raise EmailTaken from error
        raise
    await queries.forget_reset(session, person_id=person.id)  # it was sent to the old address


async def _to_change(session: Session, actor: Actor) -> Person:
    person = await queries.person_to_change(session, person_id=actor.person)
    if person is None:
        raise NotSignedIn
    return person
