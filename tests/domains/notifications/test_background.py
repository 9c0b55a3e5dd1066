"""Sending queued mails: once, again after trouble, and never to someone who was erased."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.people import NOW, Cast

from evenhand.domains.notifications import background, queries, service
from evenhand.domains.notifications.events import MailQueued
from evenhand.domains.notifications.rules import Letter
from evenhand.external.email import MailerUnavailable
from evenhand.external.email.outbox import OutboxMailer
from evenhand.kit.clock import utc_now
from evenhand.kit.words import say
from evenhand.wiring import House

Run = Callable[[], Awaitable[int]]


async def queued(house: House, cast: Cast) -> MailQueued:
    async with house.database.transaction() as session:
        mail = await service.queue_mail(
            session,
            person_id=cast.mira.id,
            to=cast.mira.email,
            letter=Letter("Mira Candidate", say("Your application"), (say("It has moved."),)),
            tongue=house.languages["en"],
            settings=house.settings,
            kind="news",
            vault=house.vault,
            now=NOW,
        )
    return MailQueued(mail_id=mail.id, person_id=cast.mira.id)


async def state(house: House, fact: MailQueued) -> str:
    async with house.database.transaction() as session:
        mail = await queries.mail(session, person_id=fact.person_id, mail_id=fact.mail_id)
        return mail.state if mail else "gone"


def written(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def send(house: House, fact: MailQueued, folder: Path) -> None:
    mailer = OutboxMailer(folder, sender="Evenhand <evenhand@localhost>")
    await background.send(fact, database=house.database, vault=house.vault, mailer=mailer, clock=utc_now)


class TestSend:
    async def test_follows_the_queued_mail(self, house: House, cast: Cast, run_background: Run) -> None:
        fact = await queued(house, cast)
        assert await run_background() >= 1
        assert await state(house, fact) == "sent"
        letter = (house.settings.data_dir / "outbox" / f"{fact.mail_id}.eml").read_text()
        assert "To: mira@example.org" in letter
        assert f"Message-ID: <{fact.mail_id}@evenhand>" in letter
        assert "It has moved." in letter

    async def test_twice_sends_once(self, house: House, cast: Cast, tmp_path: Path) -> None:
        fact = await queued(house, cast)
        await send(house, fact, tmp_path)
        (tmp_path / f"{fact.mail_id}.eml").unlink()
        await send(house, fact, tmp_path)
        assert written(tmp_path) == []

    async def test_goes_out_after_the_trouble_is_over(self, house: House, cast: Cast, tmp_path: Path) -> None:
        fact = await queued(house, cast)
        occupied = tmp_path / "outbox"
        occupied.write_text("a file where the folder should be")
        with pytest.raises(MailerUnavailable):
            await send(house, fact, occupied)
        assert await state(house, fact) == "queued"
        occupied.unlink()
        await send(house, fact, occupied)
        assert await state(house, fact) == "sent"

    async def test_sends_nothing_to_someone_who_was_erased(self, house: House, cast: Cast, tmp_path: Path) -> None:
        fact = await queued(house, cast)
        await house.vault.destroy(cast.mira.id)
        await send(house, fact, tmp_path)
        assert written(tmp_path) == []


class TestGiveUp:
    async def test_says_that_the_mail_was_not_sent(self, house: House, cast: Cast, tmp_path: Path) -> None:
        fact = await queued(house, cast)
        await background.give_up(
            fact,
            database=house.database,
            vault=house.vault,
            mailer=OutboxMailer(tmp_path, sender="Evenhand <evenhand@localhost>"),
            clock=utc_now,
        )
        assert await state(house, fact) == "failed"
        await send(house, fact, tmp_path)
        assert written(tmp_path) == []
