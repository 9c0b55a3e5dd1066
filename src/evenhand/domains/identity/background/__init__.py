"""Writes to people about their accounts."""

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from evenhand.domains.identity import service
from evenhand.domains.identity.events import EmailLinkAsked, PasswordChanged, ResetAsked, SecondStepReset
from evenhand.domains.notifications import service as notifications
from evenhand.domains.notifications.rules import Letter, Link
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database, Session
from evenhand.kit.languages import Languages
from evenhand.kit.settings import Settings
from evenhand.kit.words import say

followers = Followers()


class _Given(TypedDict):
    vault: Vault
    settings: Settings
    languages: Languages
    now: datetime


@followers.on(PasswordChanged)
async def tell_of_new_password(
    fact: PasswordChanged,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Say that the password is another one now, since it may not have been its owner who changed it."""
    async with database.transaction() as session:
        await _write(
            session,
            fact.person_id,
            lambda name: _changed(name, by_link=fact.by_link, base_url=settings.public_url),
            kind="password-changed",
            cause=fact.change_id,
            vault=vault,
            settings=settings,
            languages=languages,
            now=clock(),
        )


@followers.on(SecondStepReset)
async def tell_of_reset_second_step(
    fact: SecondStepReset,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Say that no code is asked for any more, since somebody may have talked the operator into it."""
    async with database.transaction() as session:
        await _write(
            session,
            fact.person_id,
            lambda name: _second_step_reset(name, base_url=settings.public_url),
            kind="second-step-reset",
            cause=fact.reset_id,
            vault=vault,
            settings=settings,
            languages=languages,
            now=clock(),
        )


@followers.on(ResetAsked)
async def send_reset_link(
    fact: ResetAsked,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Send a link to whoever has an account with the address. To anyone else nothing is sent."""
    async with database.transaction() as session:
        now = clock()
        made = await service.make_reset(
            session, ask_id=fact.ask_id, email_index=bytes.fromhex(fact.email_index), now=now
        )
        if made is None:
            return
        person_id, token = made
        await _write(
            session,
            person_id,
            lambda name: _reset_link(name, link=f"{settings.public_url}/reset-password?token={token}"),
            kind="password-reset",
            cause=fact.ask_id,
            vault=vault,
            settings=settings,
            languages=languages,
            now=now,
        )


@followers.on(EmailLinkAsked)
async def send_email_link(
    fact: EmailLinkAsked,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Send a link to the address it is to prove. An address that was proved before hears that it is to be replaced."""
    async with database.transaction() as session:
        made = await service.make_link(session, ask_id=fact.ask_id, person_id=fact.person_id, vault=vault)
        if made is None:
            return
        given: _Given = {"vault": vault, "settings": settings, "languages": languages, "now": clock()}
        link = f"{settings.public_url}/confirm-email?token={made.token}"
        await _write(
            session,
            fact.person_id,
            lambda name: _email_link(name, link=link),
            kind="email-link",
            cause=fact.ask_id,
            to=made.address,
            **given,
        )
        if made.replaces:
            await _write(
                session,
                fact.person_id,
                lambda name: _other_email_asked(name, base_url=settings.public_url),
                kind="email-change",
                cause=fact.ask_id,
                **given,
            )


def _email_link(name: str, *, link: str) -> Letter:
    return Letter(
        name=name,
        subject=say("Confirm your e-mail address"),
        parts=(
            say("One click, and companies can answer you at this address."),
            Link(say("Confirm the address"), link),
            say("The link works once, within two days. If you did not ask for it, leave it be: nothing happens."),
        ),
    )


def _other_email_asked(name: str, *, base_url: str) -> Letter:
    return Letter(
        name=name,
        subject=say("Your account is to have another e-mail address"),
        parts=(
            say("Someone who knows your password asked for it. The new address has to be confirmed from there."),
            say("If this was you, there is nothing to do. If it was not, set a new password now: that stops it."),
            Link(say("Set a new password"), f"{base_url}/forgot-password"),
        ),
    )


def _changed(name: str, *, by_link: bool, base_url: str) -> Letter:
    if by_link:
        return Letter(
            name=name,
            subject=say("Your password was changed"),
            parts=(
                say("The password of your account was set anew by a link in a mail, and every sign-in was ended."),
                say("If this was you, sign in with it. If it was not, ask for a new link now."),
                Link(say("Set a new password"), f"{base_url}/forgot-password"),
            ),
        )
    return Letter(
        name=name,
        subject=say("Your password was changed"),
        parts=(
            say("The password of your account was changed, and every other sign-in was ended."),
            say("If this was you, there is nothing to do. If it was not, set a new password now."),
            Link(say("Set a new password"), f"{base_url}/forgot-password"),
        ),
    )


def _second_step_reset(name: str, *, base_url: str) -> Letter:
    return Letter(
        name=name,
        subject=say("Your second step was taken away"),
        parts=(
            say("Whoever runs this installation took it away, and every sign-in of yours was ended."),
            say(
                "If you had asked for it, sign in with your password and set up another app. If not, write to them now."
            ),
            Link(say("Set up another app"), f"{base_url}/account/second-step"),
        ),
    )


def _reset_link(name: str, *, link: str) -> Letter:
    return Letter(
        name=name,
        subject=say("A link to set a new password"),
        parts=(
            say("Someone, probably you, asked for a new password for this account."),
            Link(say("Set a new password"), link),
            say("The link works once, within an hour. If you did not ask, leave it be: your password stays as it is."),
        ),
    )


async def _write(
    session: Session,
    person_id: UUID,
    letter: Callable[[str], Letter],
    *,
    kind: str,
    cause: UUID,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    now: datetime,
    to: str = "",
) -> None:
    """Queue a letter to someone, unless they were erased since; `to` is another address than that of the account."""
    contact = (await service.contacts(session, ids=[person_id], vault=vault)).get(person_id)
    if contact is None:
        return
    await notifications.queue_mail(
        session,
        person_id=person_id,
        to=to or contact.email,
        letter=letter(contact.name),
        kind=kind,
        cause=cause,
        tongue=languages[contact.language],
        settings=settings,
        vault=vault,
        now=now,
    )
