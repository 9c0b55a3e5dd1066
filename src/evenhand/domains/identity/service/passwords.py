"""Passwords: checking one, changing it."""

from datetime import datetime

from evenhand.domains.identity import queries
from evenhand.domains.identity.events import PasswordChanged
from evenhand.domains.identity.schemas import PasswordChange, SignIn
from evenhand.domains.identity.service.people import actor_of
from evenhand.kit.background import publish
from evenhand.kit.crypto import Signer
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError, NotSignedIn
from evenhand.kit.ids import new_id
from evenhand.kit.passwords import Passwords
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


class WrongCredentials(AppError):
    """Unknown address or wrong password: the answer does not say which."""

    status, code, message = (
        401,
        "wrong_credentials",
        say("The address or the password is not right. Check both and try again."),
    )


class WrongPassword(AppError):
    """The present password, asked again before a change, is another one."""

    status, code, message = 403, "wrong_password", say("This is not your present password. Check it and try again.")


async def check_password(session: Session, attempt: SignIn, *, signer: Signer, passwords: Passwords) -> Actor:
    """Who this is. Refuses with one answer, after the same time, whether the account or the password is wrong.

    The account stays locked until the sign-in is written, so that one by a password which is being changed at the
    same moment is either ended by that change or refused.
    """
    person = await queries.person_by_email(session, email_index=signer.email_index(attempt.email))
    given = attempt.password.get_secret_value()
    checked = person.password_hash if person else None
    if not await passwords.verify(checked, given) or person is None:
        raise WrongCredentials
    person = await queries.person_to_change(session, person_id=person.id)
    if person is None:
        raise WrongCredentials
    if person.password_hash != checked and not await passwords.verify(person.password_hash, given):
        raise WrongCredentials
    if passwords.outdated(person.password_hash):
        person.password_hash = await passwords.hash(given)
    return await actor_of(session, person_id=person.id)


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
    await queries.forget_reset(session, person_id=person.id)
    await queries.end_sign_ins(session, person_id=person.id, but=actor.sign_in_id)
    await publish(session, PasswordChanged(change_id=new_id(), person_id=person.id, changed_at=now))
