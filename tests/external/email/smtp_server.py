"""A small mail server on the loopback: enough of RFC 5321 to take a letter, and to misbehave at any chosen command."""

import asyncio
import base64
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Tls = Literal["none", "starttls", "implicit"]


@dataclass(frozen=True)
class Taken:
    """One mail as it arrived."""

    sender: str
    receivers: list[str]
    content: bytes
    user: str | None
    encrypted: bool

    @property
    def message(self) -> EmailMessage:
        """Headers and body as a mail program reads them."""
        read = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        return read


@dataclass
class SmtpServer:
    """What the server offers, how it misbehaves, and what it saw."""

    tls: Tls = "none"
    certificate: Path | None = None
    users: dict[str, str] = field(default_factory=dict)
    extensions: tuple[str, ...] = ("8BITMIME",)
    replies: dict[str, str] = field(default_factory=dict)  # command -> what it is answered
    silent_at: str = ""
    drop_at: str = ""
    drip_at: str = ""  # answers in small steps without end
    host: str = "127.0.0.1"
    port: int = 0
    commands: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def url(self, user: str = "") -> str:
        """The address as an operator writes it."""
        return f"{'smtps' if self.tls == 'implicit' else 'smtp'}://{user}{self.host}:{self.port}"

    def context(self) -> ssl.SSLContext:
        """The server's side of TLS."""
        assert self.certificate
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        return context

    @asynccontextmanager
    async def running(self) -> AsyncIterator["SmtpServer"]:
        """Listen on a free port until the block ends."""
        context = self.context() if self.tls == "implicit" else None
        server = await asyncio.start_server(self._connected, self.host, 0, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            await _Conversation(self, reader, writer).run()
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError, ssl.SSLError, TimeoutError):
                await writer.wait_closed()


class _Dropped(ConnectionError):
    """The server hangs up."""


class _Conversation:
    """One connection."""

    def __init__(self, server: SmtpServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server = server
        self.reader = reader
        self.writer = writer
        self.encrypted = server.tls == "implicit"
        self.user: str | None = None
        self.sender = ""
        self.receivers: list[str] = []

    async def run(self) -> None:
        await self.misbehave("CONNECT")
        await self.say("220 mail.test ready")
        while True:
            line = (await self.reader.readuntil(b"\r\n")).decode().strip()
            word = line.split(maxsplit=1)[0].upper() if line else ""
            self.server.commands.append(line)
            await self.misbehave(word)
            if word in self.server.replies:
                await self.say(self.server.replies[word])
            elif word == "QUIT":
                await self.say("221 bye")
                return
            else:
                await self.answer(word, line)

    async def misbehave(self, word: str) -> None:
        if word == self.server.drop_at:
            raise _Dropped
        if word == self.server.silent_at:
            await asyncio.sleep(3600)
        while word == self.server.drip_at:
            await self.say("250-still thinking")
            await asyncio.sleep(0.05)

    async def say(self, reply: str) -> None:
        self.writer.write(f"{reply}\r\n".encode())
        await self.writer.drain()

    async def answer(self, word: str, line: str) -> None:
        if word == "EHLO":
            await self.say("\r\n".join([f"250-{offer}" for offer in ("mail.test", *self.offers())] + ["250 HELP"]))
        elif word == "STARTTLS":
            await self.say("220 go ahead")
            await self.writer.start_tls(self.server.context())
            self.encrypted = True
        elif word == "AUTH":
            await self.sign_in(line)
        elif word == "MAIL":
            self.sender, self.receivers = line, []
            await self.say("250 ok")
        elif word == "RCPT":
            self.receivers.append(line.partition("<")[2].partition(">")[0])
            await self.say("250 ok")
        elif word == "DATA":
            await self.take()
        else:
            await self.say("500 what?")

    def offers(self) -> list[str]:
        offers = list(self.server.extensions)
        if self.server.tls == "starttls" and not self.encrypted:
            offers.append("STARTTLS")
        if self.server.users:
            offers.append("AUTH PLAIN")
        return offers

    async def sign_in(self, line: str) -> None:
        _, user, password = base64.b64decode(line.split()[2]).decode().split("\0")
        if self.server.users.get(user) != password:
            await self.say("535 these credentials are not known here")
            return
        self.user = user
        await self.say("235 welcome")

    async def take(self) -> None:
        await self.say("354 end with a dot")
        content = (await self.reader.readuntil(b"\r\n.\r\n"))[:-3].replace(b"\r\n..", b"\r\n.")
        await self.misbehave("END")
        if "END" in self.server.replies:
            await self.say(self.server.replies["END"])
            return
        sender = self.sender.partition("<")[2].partition(">")[0]
        self.server.taken.append(Taken(sender, self.receivers, content, self.user, self.encrypted))
        await self.say("250 queued")


def make_certificate(folder: Path) -> Path:
    """A certificate for this machine that nobody else signed, with its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    places = [x509.IPAddress(ipaddress.ip_address(address)) for address in ("127.0.0.1", "127.0.0.2")]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(places), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return path
