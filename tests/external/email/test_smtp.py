"""Mail over SMTP, against a server of our own on the loopback."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.external.email.smtp_server import SmtpServer, make_certificate
from tests.processes import free_port

from evenhand.external.email import Letter, MailerUnavailable, MailSettingsUnusable
from evenhand.external.email.smtp import SmtpMailer

SENDER = "Evenhand <evenhand@example.org>"
LETTER = Letter(
    message_id="0190f2a4-6c1e-7d3b-9b58-2f6e5a7c8d10",
    to="mira@example.org",
    subject="Your application",
    text="Dear Mira,\n\n.a line that begins with a dot\n",
    written_at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
)

Start = Callable[..., Any]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator trusts the server's own certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture
async def start(certificate: Path) -> AsyncIterator[Start]:
    """`await start(...)`: a running server with these properties."""
    async with AsyncExitStack() as stack:

        async def make(**properties: Any) -> SmtpServer:
            return await stack.enter_async_context(SmtpServer(certificate=certificate, **properties).running())

        yield make


def changed(**parts: Any) -> Letter:
    return Letter(**{**LETTER.__dict__, **parts})


class TestSend:
    async def test_delivers_a_letter(self, start: Start) -> None:
        server = await start()
        await SmtpMailer(server.url(), sender=SENDER).send(LETTER)
        [mail] = server.taken
        assert (mail.sender, mail.receivers) == ("evenhand@example.org", ["mira@example.org"])
        message = mail.message
        assert message["From"] == SENDER
        assert message["To"] == "mira@example.org"
        assert message["Subject"] == "Your application"
        assert message["Message-ID"] == "<0190f2a4-6c1e-7d3b-9b58-2f6e5a7c8d10@evenhand>"
        assert message["Date"].datetime == LETTER.written_at
        assert message["Auto-Submitted"] == "auto-generated"
        assert message.get_content().replace("\r\n", "\n") == LETTER.text

    async def test_sends_the_same_bytes_when_it_is_repeated(self, start: Start) -> None:
        server = await start()
        for _ in range(2):
            await SmtpMailer(server.url(), sender=SENDER).send(LETTER)
        assert server.taken[0] == server.taken[1]

    @pytest.mark.parametrize("extensions", [("8BITMIME",), ()])
    async def test_keeps_every_letter_of_every_alphabet(self, start: Start, extensions: tuple[str, ...]) -> None:
        server = await start(extensions=extensions)
        subject = "Приглашение на интервью — «Аналитик», 面接のご案内, " + "длинная тема " * 20
        text = "Здравствуйте, Мира! 🎉\n" + "очень длинная строка " * 200 + "\n.\nконец\n"
        await SmtpMailer(server.url(), sender=SENDER).send(changed(subject=subject, text=text))
        [mail] = server.taken
        assert mail.message["Subject"] == subject.strip()
        assert mail.message.get_content().replace("\r\n", "\n") == text
        assert max(len(line) for line in mail.content.split(b"\r\n")) <= 998
        if not extensions:
            assert mail.content.isascii()

    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"])
    async def test_a_subject_cannot_add_a_header(self, start: Start, end: str) -> None:
        server = await start()
        await SmtpMailer(server.url(), sender=SENDER).send(changed(subject=f"Hello{end}Bcc: charlie@example.org{end}X"))
        [mail] = server.taken
        assert mail.receivers == ["mira@example.org"]
        assert mail.message["Bcc"] is None
        assert mail.message["Subject"] == "Hello Bcc: charlie@example.org X"

    @pytest.mark.parametrize(
        "subject",
        ["=?utf-8?q?Hello=0D=0ABcc:_x@example.org?=", "x" * 3000, "word " * 300, "a\x00b\x1b[31m", "", "«»"],
    )
    async def test_shows_a_subject_as_it_was_written(self, start: Start, subject: str) -> None:
        server = await start()
        await SmtpMailer(server.url(), sender=SENDER).send(changed(subject=subject))
        [mail] = server.taken
        assert mail.message["Bcc"] is None
        assert mail.message["Subject"] == subject.strip()

    @pytest.mark.parametrize(
        "address",
        [
            "mira@example.org\r\nBcc: charlie@example.org",
            "mira@example.org, charlie@example.org",
            "mira@example.org>\r\nRCPT TO:<charlie@example.org",
            "mira",
            "",
        ],
    )
    async def test_refuses_what_is_not_one_address(self, start: Start, address: str) -> None:
        server = await start()
        with pytest.raises(MailerUnavailable, match="no e-mail address"):
            await SmtpMailer(server.url(), sender=SENDER).send(changed(to=address))
        assert server.commands == []

    async def test_reaches_a_domain_in_other_letters_through_any_server(self, start: Start) -> None:
        server = await start()
        await SmtpMailer(server.url(), sender=SENDER).send(changed(to="mira@пример.рф"))
        assert server.taken[0].receivers == ["mira@xn--e1afmkfd.xn--p1ai"]

    async def test_reaches_a_name_in_other_letters_where_the_server_can(self, start: Start) -> None:
        able = await start(extensions=("8BITMIME", "SMTPUTF8"))
        await SmtpMailer(able.url(), sender=SENDER).send(changed(to="мира@пример.рф"))
        assert able.taken[0].receivers == ["мира@xn--e1afmkfd.xn--p1ai"]
        unable = await start()
        with pytest.raises(MailerUnavailable, match="SMTPUTF8"):
            await SmtpMailer(unable.url(), sender=SENDER).send(changed(to="мира@пример.рф"))

    async def test_says_that_the_sender_set_is_no_address(self, start: Start) -> None:
        server = await start()
        with pytest.raises(MailerUnavailable, match=r"EVENHAND_MAIL_FROM|sender"):
            await SmtpMailer(server.url(), sender="nobody in particular\r\nBcc: x@example.org").send(LETTER)
        assert server.taken == []


@pytest.mark.usefixtures("trusted")
class TestCheck:
    async def test_signs_in_and_sends_nothing(self, start: Start) -> None:
        server = await start(tls="starttls", users={"mailer": "secret"})
        await SmtpMailer(server.url("mailer:secret@"), sender=SENDER).check()
        assert any(command.startswith("AUTH") for command in server.commands)
        assert server.taken == []

    async def test_says_what_is_wrong(self, start: Start) -> None:
        server = await start(tls="starttls", users={"mailer": "secret"})
        with pytest.raises(MailerUnavailable, match="not known here"):
            await SmtpMailer(server.url("mailer:wrong@"), sender=SENDER).check()


@pytest.mark.usefixtures("trusted")
class TestTls:
    @pytest.mark.parametrize("tls", ["starttls", "implicit"])
    async def test_signs_in_behind_tls(self, start: Start, tls: str) -> None:
        server = await start(tls=tls, users={"mailer@example.org": "p@ss:w/rd"})
        await SmtpMailer(server.url("mailer%40example.org:p%40ss%3Aw%2Frd@"), sender=SENDER).send(LETTER)
        [mail] = server.taken
        assert (mail.user, mail.encrypted) == ("mailer@example.org", True)

    async def test_takes_the_tls_that_is_offered(self, start: Start) -> None:
        server = await start(tls="starttls", host="127.0.0.2")
        await SmtpMailer(server.url(), sender=SENDER).send(LETTER)
        assert server.taken[0].encrypted

    async def test_never_says_a_password_in_the_clear(self, start: Start) -> None:
        server = await start(tls="none", users={"mailer": "secret"})
        with pytest.raises(MailerUnavailable, match="STARTTLS"):
            await SmtpMailer(server.url("mailer:secret@"), sender=SENDER).send(LETTER)
        assert not any(command.startswith("AUTH") for command in server.commands)

    async def test_asks_its_own_machine_for_no_tls(self, start: Start) -> None:
        server = await start(tls="starttls")
        await SmtpMailer(server.url(), sender=SENDER).send(LETTER)
        assert not server.taken[0].encrypted


class TestCertificates:
    @pytest.mark.parametrize("tls", ["starttls", "implicit"])
    async def test_refuses_one_that_nobody_it_trusts_has_signed(self, start: Start, tls: str) -> None:
        server = await start(tls=tls, users={"mailer": "secret"})
        with pytest.raises(MailerUnavailable, match="certificate"):
            await SmtpMailer(server.url("mailer:secret@"), sender=SENDER).send(LETTER)
        assert not any(command.startswith("AUTH") for command in server.commands)


class TestTrouble:
    @pytest.mark.parametrize(
        ("command", "reply"),
        [
            ("EHLO", "421 too busy"),
            ("MAIL", "451 come back later"),
            ("RCPT", "550 <mira@example.org> is unknown here"),
            ("DATA", "452 no space"),
            ("END", "554 this looks like spam to mira@example.org"),
        ],
    )
    async def test_a_refusal_is_said_without_the_address(self, start: Start, command: str, reply: str) -> None:
        server = await start(replies={command: reply, "HELO": "421 too busy"})
        with pytest.raises(MailerUnavailable) as trouble:
            await SmtpMailer(server.url(), sender=SENDER).send(LETTER)
        assert reply[:3] in str(trouble.value) or reply[4:12] in str(trouble.value)
        assert "mira@" not in str(trouble.value)
        assert trouble.value.__cause__ is None
        assert server.taken == []

    @pytest.mark.usefixtures("trusted")
    async def test_wrong_credentials(self, start: Start) -> None:
        server = await start(tls="starttls", users={"mailer": "secret"})
        with pytest.raises(MailerUnavailable, match="not known here"):
            await SmtpMailer(server.url("mailer:wrong@"), sender=SENDER).send(LETTER)

    @pytest.mark.parametrize("command", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END"])
    async def test_a_connection_that_is_dropped(self, start: Start, command: str) -> None:
        server = await start(drop_at=command)
        with pytest.raises(MailerUnavailable, match=str(server.port)):
            await SmtpMailer(server.url(), sender=SENDER).send(LETTER)

    @pytest.mark.parametrize("command", ["CONNECT", "EHLO", "RCPT", "END"])
    async def test_a_server_that_falls_silent(self, start: Start, command: str) -> None:
        server = await start(silent_at=command)
        await self.ends_in_time(server.url())

    async def test_a_server_that_answers_without_end(self, start: Start) -> None:
        server = await start(drip_at="EHLO")
        await self.ends_in_time(server.url())

    async def ends_in_time(self, url: str) -> None:
        began = time.monotonic()
        with pytest.raises(MailerUnavailable):
            await SmtpMailer(url, sender=SENDER, timeout=0.4).send(LETTER)
        assert time.monotonic() - began < 15

    async def test_nobody_listens(self) -> None:
        with pytest.raises(MailerUnavailable, match=r"127\.0\.0\.1"):
            await SmtpMailer(f"smtp://127.0.0.1:{free_port()}", sender=SENDER).send(LETTER)

    async def test_a_server_that_speaks_another_language(self, caplog: pytest.LogCaptureFixture) -> None:
        async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(greet, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            for scheme in ("smtp", "smtps"):
                with pytest.raises(MailerUnavailable):
                    await SmtpMailer(f"{scheme}://127.0.0.1:{port}", sender=SENDER).send(LETTER)
        assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


class TestSmtpMailer:
    @pytest.mark.parametrize("url", ["", "mail.example.org:587", "http://mail", "smtp://", "smtp://h:port", "smtp://["])
    def test_refuses_an_address_it_cannot_use(self, url: str) -> None:
        with pytest.raises(MailSettingsUnusable, match="EVENHAND_SMTP_URL must look like"):
            SmtpMailer(url, sender=SENDER)
