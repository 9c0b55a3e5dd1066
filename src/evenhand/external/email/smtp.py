"""Mail by SMTP (RFC 5321), with STARTTLS where the server offers it or TLS from the start (smtps://)."""

from urllib.parse import unquote, urlsplit

import aiosmtplib

from evenhand.external.email import Letter, MailerUnavailable
from evenhand.external.email.message import as_message

TIMEOUT_SECONDS = 20


class SmtpMailer:
    """Sends letters through one server."""

    def __init__(self, url: str, *, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("EVENHAND_SMTP_URL must look like smtp://user:password@host:587 or smtps://…")
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        """Deliver one letter. Raises MailerUnavailable for anything the server or the network says."""
        try:
            await aiosmtplib.send(
                as_message(letter, sender=self._sender),
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls,
                timeout=TIMEOUT_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailerUnavailable(str(error)) from error
