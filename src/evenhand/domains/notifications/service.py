"""Queueing a mail, opening it to send it, and noting what became of it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from evenhand.domains.notifications import queries
from evenhand.domains.notifications.events import MailQueued
from evenhand.domains.notifications.models import Mail
from evenhand.domains.notifications.rules import Letter
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.errors import NotFound
from evenhand.kit.held import Holding, Item
from evenhand.kit.ids import new_id
from evenhand.kit.languages import Tongue
from evenhand.kit.settings import Settings
from evenhand.kit.words import say
from evenhand.web.mail import render

TEMPLATES = Path(__file__).parent / "templates"
FOOTNOTE = say("You get this mail because of what you do here. Its language is the one of your account.")
REMINDER_FOOTNOTE = say("You can switch reminders off, and change the language of mails, in your account.")
MAILS = UUID("0190f2a4-6c1e-7d3b-9b58-2f6e5a7c8d10")
"""The name space of ids made from a cause. Changing it would let every mail go out once more."""


class MailNotFound(NotFound):
    """No such mail to the caller."""

    code, message = "mail_not_found", say("There is no mail to you under this address.")


@dataclass(frozen=True)
class Words:
    """What a mail says, and to which address it goes. `unsubscribe` is where it can be switched off, if it can."""

    to: str
    subject: str
    text: str
    html: str = ""
    language: str = ""
    unsubscribe: str = ""


async def queue_mail(
    session: Session,
    *,
    person_id: UUID,
    to: str,
    letter: Letter,
    kind: str,
    tongue: Tongue,
    settings: Settings,
    vault: Vault,
    now: datetime,
    cause: UUID | None = None,
) -> Mail:
    """Write a mail in its reader's language, seal it, and have it sent once this transaction has committed.

    `cause` is the id of what the mail is about: the same kind of mail to the same person for the same cause is one
    mail, however often it is queued. That makes followers safe to run twice.
    """
    mail_id = _id_of(person_id, kind, cause) if cause else new_id()
    known = await queries.mail(session, person_id=person_id, mail_id=mail_id)
    if known:
        return known
    key = await vault.key(person_id, person_id)
    words = asdict(written(letter, to=to, tongue=tongue, base_url=settings.public_url))
    mail = Mail(
        id=mail_id,
        person_id=person_id,
        kind=kind,
        content_sealed=key.seal_json(words, place(Mail.content_sealed, mail_id)),
        state="queued",
        created_at=now,
    )
    session.add(mail)
    await session.flush()
    await publish(session, MailQueued(mail_id=mail_id, person_id=person_id))
    return mail


def written(letter: Letter, *, to: str, tongue: Tongue, base_url: str) -> Words:
    """The letter in its reader's language, as text and as HTML. All its links are absolute, under `base_url`."""
    account = f"{base_url}/account"
    footnote = letter.footnote or (REMINDER_FOOTNOTE if letter.reminder else FOOTNOTE)
    text, html = render(
        TEMPLATES,
        "notifications/letter",
        {"letter": letter, "footnote": footnote, "base_url": base_url},
        tongue=tongue,
    )
    return Words(
        to=to,
        subject=tongue.tell(letter.subject),
        text=text,
        html=html,
        language=tongue.tag,
        unsubscribe=account if letter.reminder else "",
    )


def _id_of(person_id: UUID, kind: str, cause: UUID) -> UUID:
    return uuid5(MAILS, f"{person_id} {kind} {cause}")


async def caused(session: Session, *, person_id: UUID, causes: Iterable[tuple[str, UUID]]) -> list[Mail]:
    """The mails to a person that these causes led to, without their words, the oldest first.

    Whoever knows the causes is whoever wrote them: nobody finds another's mails so.
    """
    ids = [_id_of(person_id, kind, cause) for kind, cause in causes]
    return sorted(await queries.these(session, person_id=person_id, ids=ids), key=lambda mail: mail.created_at)


async def open_words(mail: Mail, *, vault: Vault) -> Words | None:
    """What a mail says; None once the person was erased."""
    try:
        key = await vault.key(mail.person_id, mail.person_id)
        return Words(**key.open_json(mail.content_sealed, place(Mail.content_sealed, mail.id)))
    except KeyDestroyed:
        return None


async def waiting(session: Session, *, person_id: UUID, mail_id: UUID) -> Mail | None:
    """The mail if it has still to be sent: not if it was sent, given up, or erased with its person."""
    mail = await queries.mail(session, person_id=person_id, mail_id=mail_id)
    return mail if mail and mail.state == "queued" else None


async def note_sent(session: Session, *, person_id: UUID, mail_id: UUID, now: datetime) -> None:
    """Note that the mail was handed over; the first time counts."""
    mail = await queries.mail(session, person_id=person_id, mail_id=mail_id, lock=True)
    if mail and mail.state == "queued":
        mail.state, mail.sent_at = "sent", now
        await session.flush()


async def note_failed(session: Session, *, person_id: UUID, mail_id: UUID) -> None:
    """Note that sending was given up. A mail that did go out stays sent."""
    mail = await queries.mail(session, person_id=person_id, mail_id=mail_id, lock=True)
    if mail and mail.state == "queued":
        mail.state = "failed"
        await session.flush()


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every mail to a person, with its words."""
    items = []
    for mail in await queries.mails(session, person_id=person_id):
        words = await open_words(mail, vault=vault)
        if words:
            item = Item(
                title=words.subject,
                at=mail.created_at,
                source=say("Written by us because of what happened here"),
                values={
                    "kind": mail.kind,
                    "to": words.to,
                    "subject": words.subject,
                    "text": words.text,
                    "state": mail.state,
                    "created_at": mail.created_at,
                    "sent_at": mail.sent_at,
                },
            )
            items.append(item)
    return [Holding("mails", "mails", items)]
