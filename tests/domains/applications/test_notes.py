"""Notes about an application: for colleagues, sealed, once."""

from datetime import timedelta
from functools import partial

import pytest
from tests.applicants import make_application
from tests.openings import make_job
from tests.people import NOW, Cast, Member

from evenhand.domains.applications import service
from evenhand.domains.applications.models import Application, Note
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
