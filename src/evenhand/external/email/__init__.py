"""Mail: one letter to one person. SMTP where it is configured, else files in an outbox folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

__all__ = ["Letter", "MailSettingsUnusable", "Mailer", "MailerUnavailable"]


@dataclass(frozen=True)
class Letter:
    """What is sent. `message_id` stays the same when sending is repeated, so that a receiver sees one mail.

    `written_at`, with its zone, becomes the Date of the mail; `html` says the same as `text` to programs that show it;
    `language` is a tag such as "ru"; `unsubscribe` the address where this kind of letter is switched off.
    """

    message_id: str
    to: str
    subject: str
    text: str
    written_at: datetime
    html: str = ""
    language: str = ""
    unsubscribe: str = ""


class MailerUnavailable(Exception):
    """The mail could not be handed over now; try again later."""


class MailSettingsUnusable(Exception):
    """The address of the mail server makes no sense; the text is a sentence for the operator."""


class Mailer(Protocol):
    """Hands letters over."""

    async def send(self, letter: Letter) -> None:
        """Deliver or raise MailerUnavailable within seconds."""

    async def forget(self, message_ids: Sequence[str]) -> None:
        """Remove what is kept on our side of letters that were sent, if anything is."""
