"""Sends queued mails."""

from collections.abc import Callable
from datetime import datetime

from evenhand.domains.notifications import service
from evenhand.domains.notifications.events import MailQueued
from evenhand.external.email import Letter, Mailer
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()

RETRIES = 10
"""With pauses that double from two seconds, the last try comes about half an hour after the first."""


async def give_up(
    fact: MailQueued, *, database: Database, vault: Vault, mailer: Mailer, clock: Callable[[], datetime]
) -> None:
    """No server took the mail: say so where mails are listed."""
    del vault, mailer, clock
    async with database.transaction() as session:
        await service.note_failed(session, person_id=fact.person_id, mail_id=fact.mail_id)


@followers.on(MailQueued, retries=RETRIES, gave_up=give_up)
async def send(
    fact: MailQueued, *, database: Database, vault: Vault, mailer: Mailer, clock: Callable[[], datetime]
) -> None:
    """Hand one mail over, outside of any transaction.

    If the worker dies between handing over and noting it, the mail is sent again under the same message id, by which
    a receiver drops the copy. The other order could lose it.
    """
    async with database.transaction() as session:
        mail = await service.waiting(session, person_id=fact.person_id, mail_id=fact.mail_id)
    if mail is None:
        return
    words = await service.open_words(mail, vault=vault)
    if words is None:
        return
    letter = Letter(
        message_id=str(mail.id),
        to=words.to,
        subject=words.subject,
        text=words.text,
        html=words.html,
        language=words.language,
        unsubscribe=words.unsubscribe,
        written_at=mail.created_at,
    )
    await mailer.send(letter)
    async with database.transaction() as session:
        await service.note_sent(session, person_id=fact.person_id, mail_id=fact.mail_id, now=clock())
