"""Mail as files in a folder."""

import os
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from evenhand.external.email import Letter, MailerUnavailable
from evenhand.external.email.outbox import OutboxMailer

LETTER = Letter(
    message_id="0190f2a4-6c1e-7d3b-9b58-2f6e5a7c8d10",
    to="mira@example.org",
    subject="Приглашение",
    text="Здравствуйте, Мира!\n",
    written_at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
)


class TestSend:
    async def test_writes_a_letter_that_mail_programs_open(self, tmp_path: Path) -> None:
        await OutboxMailer(tmp_path / "outbox", sender="Evenhand <evenhand@localhost>").send(LETTER)
        [file] = (tmp_path / "outbox").iterdir()
        assert file.name == f"{LETTER.message_id}.eml"
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert (message["To"], message["Subject"]) == ("mira@example.org", "Приглашение")
        assert message["Date"].datetime == LETTER.written_at
        assert message.get_content() == LETTER.text

    async def test_writes_the_same_letter_once(self, tmp_path: Path) -> None:
        mailer = OutboxMailer(tmp_path / "outbox", sender="evenhand@localhost")
        await mailer.send(LETTER)
        [first] = (tmp_path / "outbox").iterdir()
        content = first.read_bytes()
        await mailer.send(LETTER)
        assert list((tmp_path / "outbox").iterdir()) == [first]
        assert first.read_bytes() == content

    async def test_keeps_letters_from_other_accounts_of_the_machine(self, tmp_path: Path) -> None:
        before = os.umask(0)
        try:
            await OutboxMailer(tmp_path / "outbox", sender="evenhand@localhost").send(LETTER)
        finally:
            os.umask(before)
        [file] = (tmp_path / "outbox").iterdir()
        assert (tmp_path / "outbox").stat().st_mode & 0o777 == 0o700
        assert file.stat().st_mode & 0o077 == 0

    async def test_says_that_the_folder_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "outbox").write_text("a file where the folder should be")
        with pytest.raises(MailerUnavailable, match="outbox folder cannot be written"):
            await OutboxMailer(tmp_path / "outbox", sender="evenhand@localhost").send(LETTER)

    async def test_leaves_no_half_letter_when_the_disk_is_full(self, full_disk: Path) -> None:
        mailer = OutboxMailer(full_disk / "outbox", sender="evenhand@localhost")
        with pytest.raises(MailerUnavailable, match="No space left"):
            await mailer.send(Letter(**{**LETTER.__dict__, "text": "x" * 100_000}))
        assert not list((full_disk / "outbox").glob("*.eml"))

    async def test_makes_the_folder_again(self, tmp_path: Path) -> None:
        mailer = OutboxMailer(tmp_path / "outbox", sender="evenhand@localhost")
        await mailer.send(LETTER)
        for file in (tmp_path / "outbox").iterdir():
            file.unlink()
        (tmp_path / "outbox").rmdir()
        await mailer.send(LETTER)
        assert len(list((tmp_path / "outbox").iterdir())) == 1
