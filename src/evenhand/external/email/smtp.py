"""Mail by SMTP (RFC 5321): TLS from the start (smtps://), or by STARTTLS wherever the server offers it.

Certificates are checked against the system's authorities; SSL_CERT_FILE names others.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

import aiosmtplib

from evenhand.external.email import Letter, MailerUnavailable, MailSettingsUnusable
from evenhand.external.email.message import as_message

TIMEOUT_SECONDS = 20
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
LOOKS_LIKE = "EVENHAND_SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host."


class SmtpMailer:
    """Sends letters through one server. Raises MailSettingsUnusable."""

    def __init__(self, url: str, *, sender: str, timeout: float = TIMEOUT_SECONDS) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise MailSettingsUnusable(LOOKS_LIKE) from error
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise MailSettingsUnusable(LOOKS_LIKE)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = port or (465 if self._tls else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password or "") if self._user else None
        self._sender = sender
        self._timeout = timeout

    async def send(self, letter: Letter) -> None:
        """Deliver one letter. Raises MailerUnavailable for anything the server or the network says."""
        message = as_message(letter, sender=self._sender)
        async with self._signed_in(hide=letter.to) as server:
            await server.send_message(message)

    async def forget(self, message_ids: Sequence[str]) -> None:
        """What was sent is the receiver's; nothing of it is kept here."""

    async def check(self) -> None:
        """Sign in and out again. Raises MailerUnavailable."""
        async with self._signed_in():
            pass

    @asynccontextmanager
    async def _signed_in(self, *, hide: str = "") -> AsyncIterator[aiosmtplib.SMTP]:
        """A session with the server. `hide` is an address that an error must not quote: it would reach the log."""
        server = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._tls,
            start_tls=self._start_tls(),
            timeout=self._timeout,
        )
        try:
            async with asyncio.timeout(self._timeout), server:  # for all of it: each step has the time anew
                yield server
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            words = str(error) or "it did not answer in time"
            words = words.replace(hide, "the receiver") if hide else words
            raise MailerUnavailable(f"The mail server {self._host}:{self._port}: {words}") from None

    def _start_tls(self) -> bool | None:
        """Whether to insist (True), never ask (False) or take what is offered (None).

        A password never travels in the clear. A server of this machine needs no TLS, and often has a certificate
        that nobody signed.
        """
        if self._tls:
            return False
        if self._user:
            return True
        return False if self._host in OWN_MACHINE else None
