"""Reminders of interviews that end soon: at their moment, once, in the person's language, and only if wanted."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.interviewing import make_interview
from tests.people import Cast

from evenhand.domains.identity import service as identity
from evenhand.domains.interviews.background.reminders import is_its_moment, plan, remind
from evenhand.domains.interviews.events import InterviewEndsSoon, InterviewInvited
from evenhand.domains.interviews.models import Interview
from evenhand.domains.notifications import queries as mails
from evenhand.domains.notifications import service as notifications
from evenhand.wiring import House


async def reminders(house: House, person_id: UUID) -> list[notifications.Words]:
    async with house.database.transaction() as session:
        rows = await mails.mails(session, person_id=person_id, limit=20)
        opened = [await notifications.open_words(row, vault=house.vault) for row in rows]
    return [words for row, words in zip(rows, opened, strict=True) if words and row.kind == "interview-reminder"]


async def run(house: House, interview: Interview, *, hours: int, left: timedelta) -> None:
    now: datetime = interview.expires_at - left
    fact = InterviewEndsSoon(
        interview_id=interview.id, org_id=interview.org_id, person_id=interview.person_id, hours=hours
    )
    needs = {name: need for name, need in house.needs().items() if name in {"vault", "settings", "languages"}}
    await remind(fact, database=house.database, clock=lambda: now, **needs)


class TestRemind:
    async def test_writes_once_at_its_moment(self, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast)
        for _ in range(2):
            await run(house, interview, hours=48, left=timedelta(hours=47, minutes=59))
        (mail,) = await reminders(house, interview.person_id)
        assert mail.subject.startswith("Until 5 December, ")
        assert "You have not begun it yet." in mail.text
        assert f"http://localhost:8000/interviews/{interview.id}" in mail.html
        assert mail.unsubscribe == "http://localhost:8000/account"

    async def test_writes_again_a_day_before_the_end(self, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast)
        await run(house, interview, hours=48, left=timedelta(hours=48))
        await run(house, interview, hours=24, left=timedelta(hours=24))
        assert len(await reminders(house, interview.person_id)) == 2

    async def test_speaks_the_persons_language(self, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast)
        async with house.database.transaction() as session:
            await identity.change_language(session, person_id=interview.person_id, language="ru")
        await run(house, interview, hours=24, left=timedelta(hours=23))
        (mail,) = await reminders(house, interview.person_id)
        assert mail.subject.startswith("До 5 декабря, ")
        assert "Здравствуйте" in mail.text
        assert '<html lang="ru">' in mail.html

    async def test_leaves_alone_who_wants_none(self, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast)
        async with house.database.transaction() as session:
            await identity.switch_reminders(session, person_id=interview.person_id, on=False)
        await run(house, interview, hours=24, left=timedelta(hours=23))
        assert await reminders(house, interview.person_id) == []


class TestIsItsMoment:
    @pytest.mark.parametrize(
        ("hours", "left", "expected"),
        [
            (48, 48, True),
            (48, 25, True),
            (48, 24, False),
            (48, 300, False),
            (24, 24, True),
            (24, 1, True),
            (24, 0, False),
            (24, -5, False),
        ],
    )
    def test_is_neither_early_nor_another_ones(self, hours: int, left: int, expected: bool) -> None:
        assert is_its_moment(hours, timedelta(hours=left)) is expected


class TestPlan:
    async def test_leaves_out_moments_that_have_passed(self, house: House, cast: Cast) -> None:
        interview = await make_interview(house, cast)
        fact = InterviewInvited(interview_id=interview.id, org_id=interview.org_id, person_id=interview.person_id)
        for left, planned in ((timedelta(days=9), 2), (timedelta(hours=30), 1), (timedelta(hours=3), 0)):
            before = await queued(house)
            await plan(fact, database=house.database, clock=lambda left=left: interview.expires_at - left)
            assert await queued(house) - before == planned


async def queued(house: House) -> int:
    async with house.database.transaction() as session:
        count = await session.scalar(text("SELECT count(*) FROM pgqueuer WHERE entrypoint LIKE '%reminders.remind'"))
    return int(count or 0)
