"""Sends invitations, and forgets those that are over."""

from collections.abc import Callable
from datetime import datetime, timedelta

from evenhand.domains.identity import service
from evenhand.domains.identity.events import InvitationAsked, InvitationOver
from evenhand.domains.notifications import service as notifications
from evenhand.domains.notifications.rules import Letter, Link
from evenhand.external.email import Letter as Mail
from evenhand.external.email import Mailer
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Signer, Vault
from evenhand.kit.db import Database
from evenhand.kit.languages import Languages
from evenhand.kit.settings import Settings
from evenhand.kit.words import say

followers = Followers()

INVITATION_RETRIES = 10
"""With pauses that double from two seconds, the last try comes about half an hour after the first."""


@followers.on(InvitationAsked, retries=INVITATION_RETRIES)
async def send_invitation(
    fact: InvitationAsked,
    *,
    database: Database,
    vault: Vault,
    signer: Signer,
    mailer: Mailer,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Send an invitation. It goes past the list of mails, which is of people with an account.

    Sent again after a crash, it is the same mail with the same link, by whose id a receiver drops the copy.
    """
    async with database.transaction() as session:
        known = await service.mailing(session, **fact.model_dump(), vault=vault, signer=signer, now=clock())
        if known is None:
            return
        ids = [one for one in (known.person_id, known.inviter_id) if one]
        people = await service.contacts(session, ids=ids, vault=vault)
    reader = people.get(known.person_id) if known.person_id else None
    inviter = people.get(known.inviter_id) if known.inviter_id else None
    speaker = reader or inviter
    tongue = languages[speaker.language if speaker else settings.language]
    letter = _invitation(known, name=reader.name if reader else "", inviter=inviter, base_url=settings.public_url)
    words = notifications.written(letter, to=known.email, tongue=tongue, base_url=settings.public_url)
    await mailer.send(
        Mail(
            message_id=str(fact.ask_id),
            to=words.to,
            subject=words.subject,
            text=words.text,
            html=words.html,
            language=words.language,
            written_at=known.asked_at,
        )
    )
    async with database.transaction() as session:
        await service.note_invited(session, **fact.model_dump(), now=clock())


@followers.every(timedelta(days=1))
async def forget_old_invitations(*, database: Database, clock: Callable[[], datetime]) -> None:
    """Take away what ran out a week ago, with the addresses in it."""
    async with database.transaction() as session:
        await service.forget_old_invitations(session, now=clock())


@followers.on(InvitationOver)
async def destroy_invitation_key(fact: InvitationOver, *, vault: Vault) -> None:
    """Make the address unreadable in backups too."""
    await vault.destroy(fact.invitation_id)


def _invitation(known: service.Mailing, *, name: str, inviter: service.Contact | None, base_url: str) -> Letter:
    who = (
        say(
            "%(name)s invites you to work with %(organisation)s on Evenhand. Your role there: %(role)s.",
            name=inviter.name,
            organisation=known.organisation,
            role=known.role,
        )
        if inviter
        else say(
            "You are invited to work with %(organisation)s on Evenhand. Your role there: %(role)s.",
            organisation=known.organisation,
            role=known.role,
        )
    )
    return Letter(
        name=name,
        subject=say("Join %(organisation)s on Evenhand", organisation=known.organisation),
        parts=(
            who,
            Link(say("Look at the invitation"), f"{base_url}/invitation?token={known.token}"),
            say("The link works once, within seven days, for this address alone. If you expect nothing, leave it be."),
        ),
        footnote=say("You get this mail because somebody wrote your address into an invitation."),
    )
