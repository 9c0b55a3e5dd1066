"""Notes about an application: for colleagues, sealed, once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from tests.applicants import make_application
from tests.openings import make_job
from tests.people import NOW, Cast, Member

from evenhand.domains.applications import service
from evenhand.domains.applications.models import Application, Note
from evenhand.domains.notifications import queries as mails
from evenhand.domains.notifications import service as notifications
from evenhand.kit.cursor import BadCursor
from evenhand.kit.db import Session
from evenhand.wiring import House


@pytest.fixture
async def application(house: House, cast: Cast) -> Application:
    return await make_application(house, cast.mira, await make_job(house, cast.bob))


async def note(
    session: Session, house: House, by: Member, application: Application, text: str, minutes: float = 0
) -> Note:
    return await service.add_note(
        session,
        actor=by.actor,
        application_id=application.id,
        text=text,
        vault=house.vault,
        now=NOW + timedelta(minutes=minutes),
    )


async def listed(
    session: Session, house: House, cast: Cast, application: Application, **page: str
) -> list[tuple[str, str]]:
    notes, _ = await service.list_notes(
        session,
        actor=cast.alice.actor,
        application_id=application.id,
        limit=10,
        vault=house.vault,
        now=NOW,
        **page,
    )
    return [(one.author, one.text) for one in notes]


class TestAddNote:
    async def test_is_read_by_colleagues_newest_first(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        first = await note(session, house, cast.bob, application, "Strong letter.")
        await note(session, house, cast.alice, application, "Ask about on-call.")
        assert b"Strong" not in first.text_sealed
        assert await listed(session, house, cast, application) == [
            ("Alice Owner", "Ask about on-call."),
            ("Bob Recruiter", "Strong letter."),
        ]

    async def test_the_same_form_sent_twice_is_one_note(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        first = await note(session, house, cast.bob, application, "Strong letter.")
        assert (await note(session, house, cast.bob, application, "Strong letter.", minutes=0.5)).id == first.id
        assert len(await listed(session, house, cast, application)) == 1

    async def test_the_same_words_later_or_by_someone_else_are_another_note(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await note(session, house, cast.bob, application, "Agreed.")
        await note(session, house, cast.alice, application, "Agreed.")
        await note(session, house, cast.alice, application, "Agreed.", minutes=2)
        assert len(await listed(session, house, cast, application)) == 3

    async def test_another_organisation_finds_nothing(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        with pytest.raises(service.ApplicationNotFound):
            await note(session, house, cast.charlie, application, "Hello")


class TestListNotes:
    async def test_goes_on_with_the_cursor(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        for text in ("one", "two", "three"):
            await note(session, house, cast.bob, application, text)
        page = partial(
            service.list_notes,
            session,
            actor=cast.alice.actor,
            application_id=application.id,
            limit=2,
            vault=house.vault,
            now=NOW,
        )
        first, following = await page()
        assert following
        rest, end = await page(cursor=following)
        assert [one.text for one in (*first, *rest)] == ["three", "two", "one"]
        assert end is None

    async def test_refuses_a_cursor_it_did_not_make(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        with pytest.raises(BadCursor):
            await listed(session, house, cast, application, cursor="bm9uc2Vuc2U")

    async def test_another_organisation_finds_nothing(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        with pytest.raises(service.ApplicationNotFound):
            await service.list_notes(
                session,
                actor=cast.charlie.actor,
                application_id=application.id,
                limit=10,
                vault=house.vault,
                now=NOW,
            )


class TestMentions:
    async def test_call_a_colleague_by_mail_and_until_it_is_read(
        self,
        house: House,
        cast: Cast,
        application: Application,
        run_background: Callable[[], Awaitable[int]],
    ) -> None:
        async with house.database.transaction() as session:
            await note(session, house, cast.bob, application, "@Alice Owner, would you look? @Alice! c@alice.example")
        await run_background()
        async with house.database.transaction() as session:
            calls = await service.unread_calls(session, actor=cast.alice.actor, limit=10, vault=house.vault)
            assert [(one.applicant, one.author) for one in calls] == [("Mira Candidate", "Bob Recruiter")]
            rows = await mails.mails(session, person_id=cast.alice.id, limit=10)
            words = [await notifications.open_words(row, vault=house.vault) for row in rows]
            assert [one.subject for one in words if one] == ["Bob Recruiter mentions you in a note: Backend engineer"]
            assert all("Mira" not in one.text and "would you" not in one.text for one in words if one)
        async with house.database.transaction() as session:
            (shown,), _ = await service.list_notes(
                session, actor=cast.alice.actor, application_id=application.id, limit=5, vault=house.vault, now=NOW
            )
            assert shown.mentions_me
            assert [shown.text[one.start : one.end] for one in shown.named] == ["@Alice Owner", "@Alice"]
            assert await service.unread_calls(session, actor=cast.alice.actor, limit=10, vault=house.vault) == []

    async def test_refuse_whoever_could_not_read_it(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        with pytest.raises(service.MentionUnclear, match="Erin Expert cannot read applications"):
            await note(session, house, cast.bob, application, "@Erin Expert, what do you think?")

    @pytest.mark.parametrize("text", ["@Charlie Outside", "@nobody", "mail bob@example.org", "@", "a@Alice"])
    async def test_call_nobody_else(
        self, session: Session, house: House, cast: Cast, application: Application, text: str
    ) -> None:
        await note(session, house, cast.bob, application, text)
        for member in (cast.alice, cast.charlie):
            assert await service.unread_calls(session, actor=member.actor, limit=10, vault=house.vault) == []


class TestEditNote:
    async def test_changes_it_for_a_quarter_of_an_hour(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        first = await note(session, house, cast.bob, application, "One")
        asked: dict[str, Any] = {
            "actor": cast.bob.actor,
            "application_id": application.id,
            "note_id": first.id,
            "vault": house.vault,
        }
        await service.edit_note(session, **asked, text="@Alice Owner, two", now=NOW + timedelta(minutes=15))
        assert await listed(session, house, cast, application) == [("Bob Recruiter", "@Alice Owner, two")]
        late = NOW + timedelta(minutes=15, seconds=1)
        with pytest.raises(service.NoteSettled):
            await service.edit_note(session, **asked, text="Three", now=late)
        with pytest.raises(service.NoteSettled):
            await service.delete_note(session, **asked, now=late)
        await service.delete_note(session, **asked, now=NOW)
        assert await listed(session, house, cast, application) == []
        assert await service.unread_calls(session, actor=cast.alice.actor, limit=10, vault=house.vault) == []

    @pytest.mark.parametrize("name", ["alice", "charlie"])
    async def test_is_for_its_author(
        self, session: Session, house: House, cast: Cast, application: Application, name: str
    ) -> None:
        first = await note(session, house, cast.bob, application, "One")
        with pytest.raises((service.NoteNotFound, service.ApplicationNotFound)):
            await service.edit_note(
                session,
                actor=getattr(cast, name).actor,
                application_id=application.id,
                note_id=first.id,
                text="Two",
                vault=house.vault,
                now=NOW,
            )
