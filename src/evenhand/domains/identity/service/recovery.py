"""A forgotten password: asking for a link, making it, using it."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries
from evenhand.domains.identity.events import PasswordChanged, ResetAsked
from evenhand.domains.identity.models import PasswordReset
from evenhand.domains.identity.schemas import ForgottenPassword, NewPasswordByLink
from evenhand.domains.identity.service.sign_ins import TOKEN_BYTES, token_hash
from evenhand.kit.background import publish
from evenhand.kit.crypto import Signer
from evenhand.kit.db import Session
from evenhand.kit.errors import NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.passwords import Passwords
from evenhand.kit.permissions import NOBODY
from evenhand.kit.words import say

LINK_LASTS = timedelta(hours=1)


class LinkDead(NotFound):
    """A link that was used, ran out, was replaced or never was."""

    code, message = "reset_link_dead", say("This link is not good any more. Ask for a new one; it comes by mail.")


async def ask_for_reset(session: Session, asked: ForgottenPassword, *, signer: Signer) -> None:
    """Have a link sent to this address if it has an account.

    Whether it has is looked up afterwards, in the background: here every address takes the same work and time.
    """
    await publish(session, ResetAsked(ask_id=new_id(), email_index=signer.email_index(asked.email).hex()))


async def make_reset(session: Session, *, ask_id: UUID, email_index: bytes, now: datetime) -> tuple[UUID, str] | None:
    """The person behind an address and the token of their new link; None without an account.

    None too where a link was made for this asking or a later one, so that a task that runs twice replaces nothing.
    """
    found = await queries.person_by_email(session, email_index=email_index)
    person = await queries.person_to_change(session, person_id=found.id) if found else None
    if person is None:
        return None
    latest = await queries.reset_of(session, person_id=person.id)
    if latest and latest.ask_id >= ask_id:  # ids are made in the order of time
        return None
    await queries.forget_reset(session, person_id=person.id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        PasswordReset(person_id=person.id, ask_id=ask_id, token_hash=token_hash(token), expires_at=now + LINK_LASTS)
    )
    await session.flush()
    return person.id, token


async def check_link(session: Session, *, token: str, now: datetime) -> None:
    """Whether a link can still be used; changes nothing. Raises LinkDead."""
    if await queries.reset_by_token(session, token_hash=token_hash(token), now=now) is None:
        raise LinkDead


async def reset_password(session: Session, new: NewPasswordByLink, *, passwords: Passwords, now: datetime) -> None:
    """Set the password by a link, end every sign-in, have the person told. Of two at once one wins. Raises LinkDead."""
    digest = token_hash(new.token)
    link = await queries.reset_by_token(session, token_hash=digest, now=now)
    if link is None:
        raise LinkDead
    person = await queries.person_to_change(session, person_id=link.person_id)
    if person is None or await queries.reset_by_token(session, token_hash=digest, now=now) is None:
        raise LinkDead  # used while this one waited for its turn
    person.password_hash = await passwords.hash(new.new_password.get_secret_value())
    await queries.forget_reset(session, person_id=person.id)
    await queries.forget_email_link(session, person_id=person.id)  # whoever asked for another address may be a thief
    person.verified_at = person.verified_at or now  # the link came to the address
    audit.record(session, Act.PASSWORD_RESET, actor=NOBODY, about=(Object.PERSON, person.id), now=now)
    await queries.end_sign_ins(session, person_id=person.id)
    await publish(session, PasswordChanged(change_id=new_id(), person_id=person.id, changed_at=now, by_link=True))
