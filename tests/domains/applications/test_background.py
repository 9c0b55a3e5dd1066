"""Mails to candidates: what they say, to whom they go, and that each goes once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.applicants import make_application
from tests.openings import make_job
from tests.people import NOW, Cast, Member

from evenhand.domains.applications import background, service
from evenhand.domains.applications.events import ApplicationMoved, ApplicationReceived
from evenhand.domains.applications.models import Application
from evenhand.domains.notifications import queries as mails
from evenhand.domains.notifications import service as notifications
from evenhand.kit.clock import utc_now
from evenhand.kit.ids import new_id
from evenhand.wiring import House

RunBackground = Callable[[], Awaitable[int]]
REASON = "This job needs three years of building services.\nWe plan a junior opening for spring."


@pytest.fixture
async def application(house: House, cast: Cast) -> Application:
    return await make_application(house, cast.mira, await make_job(house, cast.bob))


async def move(house: House, by: Member, application: Application, to: Any, reason: str = "") -> None:
    async with house.database.transaction() as session:
        current = await service.received_application(session, org_id=application.org_id, application_id=application.id)
        await service.move(
            session,
            actor=by.actor,
            application_id=application.id,
            to=to,
            version=current.version,
            reason=reason,
            vault=house.vault,
            now=NOW,
        )


async def written(house: House, member: Member) -> list[notifications.Words]:
    """The mails to this person, the latest last."""
    async with house.database.transaction() as session:
        rows = await mails.mails(session, person_id=member.id, limit=20)
        opened = [await notifications.open_words(row, vault=house.vault) for row in reversed(rows)]
    return [words for words in opened if words]


class TestConfirm:
    async def test_says_who_has_what_and_where_it_is_shown(
        self, house: House, cast: Cast, application: Application, run_background: RunBackground
    ) -> None:
        await run_background()
        (mail,) = await written(house, cast.mira)
        assert mail.to == "mira@example.org"
        assert mail.subject == "Harbour Test has your application: Backend engineer"
        assert mail.text == (
            "Hello Mira Candidate,\n\n"
            "Harbour Test has received your application for “Backend engineer”: your resume “backend.txt” and your"
            " letter.\n\n"
            "People there read it. Each step will be shown to you, with the name of whoever took it. No software"
            " decides. You can withdraw the application at any time.\n\n"
            "Your application:\n"
            f"http://localhost:8000/applications/{application.id}\n\n"
            "Evenhand\n"
            "http://localhost:8000\n\n"
            "You get this mail because of what you do here. Its language is the one of your account.\n"
            "http://localhost:8000/account"
        )

    async def test_speaks_of_a_letter_only_where_there_is_one(
        self, house: House, cast: Cast, run_background: RunBackground
    ) -> None:
        await make_application(house, cast.noor, await make_job(house, cast.bob), letter="  ")
        await run_background()
        (mail,) = await written(house, cast.noor)
        assert "your resume “backend.txt”.\n" in mail.text

    async def test_goes_to_nobody_else(
        self, house: House, cast: Cast, application: Application, run_background: RunBackground
    ) -> None:
        await run_background()
        for member in (cast.alice, cast.bob, cast.charlie, cast.noor):
            assert await written(house, member) == []

    async def test_done_twice_is_one_mail(
        self, house: House, cast: Cast, application: Application, run_background: RunBackground
    ) -> None:
        await run_background()
        fact = ApplicationReceived(application_id=application.id, org_id=application.org_id)
        await background.confirm(fact, **needs(house))
        assert len(await written(house, cast.mira)) == 1

    @pytest.mark.parametrize("everywhere", [True, False])
    async def test_writes_to_nobody_who_was_erased_since(
        self, house: House, cast: Cast, application: Application, everywhere: bool
    ) -> None:
        await house.vault.destroy(cast.mira.id, None if everywhere else cast.bob.org_id)
        fact = ApplicationReceived(application_id=application.id, org_id=application.org_id)
        await background.confirm(fact, **needs(house))
        async with house.database.transaction() as session:
            assert await mails.mails(session, person_id=cast.mira.id, limit=1) == []


class TestTellOfMove:
    async def test_names_the_person_and_the_stage(
        self, house: House, cast: Cast, application: Application, run_background: RunBackground
    ) -> None:
        await move(house, cast.bob, application, "interview")
        await run_background()
        mail = (await written(house, cast.mira))[-1]
        assert mail.subject == "Backend engineer at Harbour Test: Interview"
        assert (
            "Bob Recruiter has moved your application for “Backend engineer” at Harbour Test to “Interview”."
            in mail.text
        )
        assert "writes" not in mail.text
        assert f"http://localhost:8000/applications/{application.id}" in mail.text

    async def test_gives_the_reason_of_a_rejection_in_the_persons_words(
        self, house: House, cast: Cast, application: Application, run_background: RunBackground
    ) -> None:
        await move(house, cast.bob, application, "rejected", REASON)
        await run_background()
        mail = (await written(house, cast.mira))[-1]
        assert mail.subject == "Backend engineer at Harbour Test: a decision"
        assert (
            "Bob Recruiter has decided not to go on with your application for “Backend engineer” at Harbour Test.\n\n"
            "Bob Recruiter writes:\n\n"
            "    This job needs three years of building services.\n"
            "    We plan a junior opening for spring.\n\n"
        ) in mail.text

    async def test_confirms_a_withdrawal(
        self, house: House, cast: Cast, application: Application, run_background: RunBackground
    ) -> None:
        async with house.database.transaction() as session:
            await service.withdraw(
                session, actor=cast.mira.actor, application_id=application.id, vault=house.vault, now=NOW
            )
        await run_background()
        mail = (await written(house, cast.mira))[-1]
        assert "You have withdrawn your application for “Backend engineer” at Harbour Test." in mail.text

    async def test_writes_once_for_each_move(
        self, house: House, cast: Cast, application: Application, run_background: RunBackground
    ) -> None:
        await move(house, cast.bob, application, "review")
        await move(house, cast.bob, application, "applied")
        await move(house, cast.bob, application, "review")
        await run_background()
        assert len(await written(house, cast.mira)) == 4
        async with house.database.transaction() as session:
            steps = await service.history(session, application, vault=house.vault)
        for step in steps[:-1]:
            fact = ApplicationMoved(application_id=application.id, org_id=application.org_id, move_id=step.id)
            await background.tell_of_move(fact, **needs(house))
        assert len(await written(house, cast.mira)) == 4

    async def test_ignores_what_is_not_there_any_more(self, house: House, cast: Cast, application: Application) -> None:
        for application_id, org_id in ((application.id, cast.charlie.org_id), (new_id(), cast.bob.org_id)):
            fact = ApplicationMoved(application_id=application_id, org_id=org_id, move_id=new_id())
            await background.tell_of_move(fact, **needs(house))
        fact = ApplicationMoved(application_id=application.id, org_id=application.org_id, move_id=application.id)
        await background.tell_of_move(fact, **needs(house))
        assert [mail.subject for mail in await written(house, cast.mira) if "decision" in mail.subject] == []


def needs(house: House) -> dict[str, Any]:
    return {
        "database": house.database,
        "vault": house.vault,
        "settings": house.settings,
        "languages": house.languages,
        "clock": utc_now,
    }
