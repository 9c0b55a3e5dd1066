"""Writes to people about their accounts."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from evenhand.domains.identity import service
from evenhand.domains.identity.events import PasswordChanged
from evenhand.domains.notifications import service as notifications
from evenhand.domains.notifications.rules import Letter, Link
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database, Session
from evenhand.kit.languages import Languages
from evenhand.kit.settings import Settings
from evenhand.kit.words import say

followers = Followers()


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
            lambda name: password_changed(name, link=f"{settings.public_url}/account"),
            kind="password-changed",
            cause=fact.change_id,
            vault=vault,
            settings=settings,
            languages=languages,
            now=clock(),
        )


def password_changed(name: str, *, link: str) -> Letter:
    """What someone reads whose password was changed."""
    return Letter(
        name=name,
        subject=say("Your password was changed"),
        parts=(
            say("The password of your account was changed, and every other sign-in was ended."),
            say("If this was you, there is nothing to do. If it was not, set a new password now."),
            Link(say("Look at your account"), link),
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
) -> None:
    """Queue a letter to someone, unless they were erased since."""
    contact = (await service.contacts(session, ids=[person_id], vault=vault)).get(person_id)
    if contact is None:
        return
    await notifications.queue_mail(
        session,
        person_id=person_id,
        to=contact.email,
        letter=letter(contact.name),
        kind=kind,
        cause=cause,
        tongue=languages[contact.language],
        settings=settings,
        vault=vault,
        now=now,
    )
