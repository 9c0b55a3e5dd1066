"""Passwords: checking one, changing it."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries
from evenhand.domains.identity.events import PasswordChanged
from evenhand.domains.identity.models import Person
from evenhand.domains.identity.schemas import PasswordChange, SignIn, SignInCode
from evenhand.domains.identity.service.people import actor_of
from evenhand.domains.identity.service.second_steps import CodeNeeded, check_code, is_needed, ticket_for
from evenhand.domains.identity.service.sign_ins import TOKEN_BYTES, sign_ins, token_hash
from evenhand.domains.identity.service.wrong import WrongCredentials, WrongPassword
from evenhand.kit.background import publish
from evenhand.kit.crypto import Signer, Vault
from evenhand.kit.db import Session
from evenhand.kit.erasing import Erased
from evenhand.kit.errors import AppError, NotSignedIn
from evenhand.kit.ids import new_id
from evenhand.kit.passwords import Passwords, checkable
from evenhand.kit.permissions import NOBODY, Actor
from evenhand.kit.words import say

FRESH = timedelta(minutes=10)


class SignInAgain(AppError):
    """Somebody without a password here has to show in another way that it is them."""

    status, code = 403, "sign_in_again"
    message = say("Sign out and in again, then come back within ten minutes. This is so that nobody else does it.")


async def check_password(
    session: Session, attempt: SignIn, *, signer: Signer, passwords: Passwords, now: datetime
) -> Actor:
    """Who this is. Refuses with one answer, after the same time, whether the account or the password is wrong.

    The account stays locked until the sign-in is written, so that one by a password which is being changed at the
    same moment is either ended by that change or refused. The refusal is in the audit log if the caller commits.
    Raises CodeNeeded, with a ticket, where a second step is to follow.
    """
    tried = await queries.person_by_email(session, email_index=signer.email_index(attempt.email))
    person = await _verified(session, tried, attempt.password.get_secret_value(), passwords=passwords)
    actor = await actor_of(session, person_id=tried.id if tried else new_id())  # asked for nobody, too: as long
    if person is None:
        about = (Object.PERSON, tried.id) if tried else None
        audit.record(session, Act.SIGN_IN_FAILED, actor=NOBODY, org_id=actor.org_id, about=about, now=now)
        raise WrongCredentials
    if await is_needed(session, person_id=person.id):
        raise CodeNeeded(ticket=ticket_for(person, signer=signer, now=now))
    audit.record(session, Act.SIGN_IN_SUCCEEDED, actor=actor, now=now)
    return actor


async def check_second_step(
    session: Session, given: SignInCode, *, signer: Signer, vault: Vault, now: datetime
) -> Actor:
    """Who this is, once they have shown the code too. Raises TicketDead, WrongCode."""
    person_id = await check_code(session, given, signer=signer, vault=vault, now=now)
    actor = await actor_of(session, person_id=person_id)
    audit.record(session, Act.SIGN_IN_SUCCEEDED, actor=actor, reason="code", now=now)
    return actor


async def _verified(session: Session, tried: Person | None, given: str, *, passwords: Passwords) -> Person | None:
    """The person, locked, if this is their password."""
    checked = (tried.password_hash or None) if tried else None  # there may be none: others vouch for them
    if not await passwords.verify(checked, given) or tried is None:
        return None
    person = await queries.person_to_change(session, person_id=tried.id)
    if person is None:
        return None
    if person.password_hash != checked and not await passwords.verify(person.password_hash, given):
        return None
    if passwords.outdated(person.password_hash):
        person.password_hash = await passwords.hash(given)
    return person


async def change_password(
    session: Session, change: PasswordChange, *, actor: Actor, passwords: Passwords, now: datetime
) -> None:
    """Give the caller a new password, end every sign-in but theirs, and have them told. Raises WrongPassword."""
    person = await queries.person_to_change(session, person_id=actor.person)
    if person is None:
        raise NotSignedIn
    if not await passwords.verify(person.password_hash, change.current_password.get_secret_value()):
        raise WrongPassword
    person.password_hash = await passwords.hash(change.new_password.get_secret_value())
    never = token_hash(secrets.token_urlsafe(TOKEN_BYTES))
    await queries.close_resets(session, person_id=person.id, ask_id=new_id(), token_hash=never, now=now)
    await queries.forget_email_change(session, person_id=person.id, email_index=person.email_index)
    await queries.end_sign_ins(session, person_id=person.id, but=actor.sign_in_id)
    audit.record(session, Act.PASSWORD_CHANGED, actor=actor, now=now)
    await publish(session, PasswordChanged(change_id=new_id(), person_id=person.id, changed_at=now))


async def confirm(session: Session, *, actor: Actor, password: str, passwords: Passwords, now: datetime) -> None:
    """See that it is really them, before what cannot be undone: by their password, or, if they have none here, by a
    sign-in of the last minutes. Raises WrongPassword and SignInAgain."""
    person = await queries.person_to_change(session, person_id=actor.person)
    if person is None:
        raise NotSignedIn
    if checkable(person.password_hash):
        if not await passwords.verify(person.password_hash, password):
            raise WrongPassword
        return
    here = [one for one in await sign_ins(session, actor=actor, now=now) if one.current]
    if not any(one.since > now - FRESH for one in here):
        raise SignInAgain


async def has_password(session: Session, *, actor: Actor) -> bool:
    """Whether the caller can be asked for a password."""
    return checkable((await queries.people(session, ids=[actor.person]))[actor.person].password_hash)


async def shut_out(session: Session, *, person_id: UUID) -> list[Erased]:
    """End every sign-in of a person who is being erased, and let none begin; what was taken away for that."""
    person = await queries.person_to_change(session, person_id=person_id)
    if person:
        person.password_hash = ""
        await session.flush()
    return await queries.shut_out(session, person_id=person_id)
