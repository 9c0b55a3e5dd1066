"""Queueing mails and noting what became of them."""

from uuid import UUID

import pytest
from tests.people import NOW, Cast

from evenhand.domains.notifications import queries, service
from evenhand.domains.notifications.models import Mail
from evenhand.domains.notifications.rules import Letter
from evenhand.kit.crypto import KeyDestroyed
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.words import say
from evenhand.wiring import House


async def queue(
    session: Session, house: House, person_id: UUID, *, cause: UUID | None = None, kind: str = "news"
) -> Mail:
    return await service.queue_mail(
        session,
        person_id=person_id,
        to="mira@example.org",
        letter=Letter("Mira", say("Your application"), (say("It has moved."),)),
        tongue=house.languages["en"],
        settings=house.settings,
        kind=kind,
        vault=house.vault,
        now=NOW,
        cause=cause,
    )


class TestQueueMail:
    async def test_keeps_address_and_words_sealed(self, session: Session, house: House, cast: Cast) -> None:
        mail = await queue(session, house, cast.mira.id)
        assert b"mira" not in mail.content_sealed
        words = await service.open_words(mail, vault=house.vault)
        assert words
        assert (words.to, words.subject) == ("mira@example.org", "Your application")
        assert words.text.startswith("Hello Mira,\n\nIt has moved.\n\nEvenhand\n")

    async def test_the_same_cause_twice_is_one_mail(self, session: Session, house: House, cast: Cast) -> None:
        cause = new_id()
        first = await queue(session, house, cast.mira.id, cause=cause)
        again = await queue(session, house, cast.mira.id, cause=cause)
        assert first.id == again.id
        assert len(await queries.mails(session, person_id=cast.mira.id, limit=10)) == 1

    async def test_other_kinds_people_and_causes_are_other_mails(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        cause = new_id()
        ids = {
            (await queue(session, house, cast.mira.id, cause=cause)).id,
            (await queue(session, house, cast.mira.id, cause=cause, kind="reminder")).id,
            (await queue(session, house, cast.noor.id, cause=cause)).id,
            (await queue(session, house, cast.mira.id, cause=new_id())).id,
            (await queue(session, house, cast.mira.id)).id,
            (await queue(session, house, cast.mira.id)).id,
        }
        assert len(ids) == 6

    async def test_is_for_people_who_are_still_here(self, session: Session, house: House, cast: Cast) -> None:
        await house.vault.destroy(cast.mira.id)
        with pytest.raises(KeyDestroyed):
            await queue(session, house, cast.mira.id)


class TestOpenWords:
    async def test_there_are_none_once_the_person_was_erased(self, session: Session, house: House, cast: Cast) -> None:
        mail = await queue(session, house, cast.mira.id)
        await house.vault.destroy(cast.mira.id)
        assert await service.open_words(mail, vault=house.vault) is None


class TestNoteSent:
    async def test_the_first_time_counts(self, session: Session, house: House, cast: Cast) -> None:
        mail = await queue(session, house, cast.mira.id)
        await service.note_sent(session, person_id=cast.mira.id, mail_id=mail.id, now=NOW)
        await service.note_sent(session, person_id=cast.mira.id, mail_id=mail.id, now=NOW.replace(hour=20))
        assert (mail.state, mail.sent_at) == ("sent", NOW)

    async def test_a_mail_that_went_out_does_not_fail_afterwards(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        mail = await queue(session, house, cast.mira.id)
        await service.note_sent(session, person_id=cast.mira.id, mail_id=mail.id, now=NOW)
        await service.note_failed(session, person_id=cast.mira.id, mail_id=mail.id)
        assert mail.state == "sent"

    async def test_touches_nobody_elses_mail(self, session: Session, house: House, cast: Cast) -> None:
        mail = await queue(session, house, cast.mira.id)
        await service.note_sent(session, person_id=cast.noor.id, mail_id=mail.id, now=NOW)
        await service.note_failed(session, person_id=cast.noor.id, mail_id=mail.id)
        assert mail.state == "queued"
