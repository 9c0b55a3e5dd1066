"""Fifty people take their interviews at once while the server is killed twice: what each was told is stored, is stored,
and nothing else is; counted at both ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy.engine import URL

from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.service import writing
from evenhand.domains.jobs.models import Job
from evenhand.kit.clock import utc_now
from evenhand.kit.csrf import session_cookie
from evenhand.kit.embedded_postgres.cluster import DATABASE, ROLE
from evenhand.kit.embedded_postgres.survivors import read_pid_file
from evenhand.kit.permissions import Role
from evenhand.kit.settings import Settings
from evenhand.wiring import House
from tests.applicants import make_application
from tests.conftest import QUICK_PASSWORDS
from tests.interviewing import asked, invite, make_questions
from tests.openings import make_job
from tests.people import Cast, Member, make_cast, make_member
from tests.processes import Product, product
from tests.visitors import RoomClient, Visitor, new_client_id

pytestmark = pytest.mark.process

PEOPLE = 50
QUESTIONS = 4
KILL_AFTER = (40, 110)  # answers of the 200, so that both kills come while everybody answers
RESUME = "Mira Candidate\nBackend engineer\nmira@example.org\n\nExperience\nBackend engineer, Depotline\n2020 - 2024\n"


@dataclass
class Candidate:
    """One of the fifty: their room, and what they were told is stored, by question."""

    member: Member
    interview: Interview
    room: RoomClient
    questions: list[UUID]
    told: dict[UUID, str] = field(default_factory=dict)
    unanswered: int = 0  # messages that had no reply, and were sent again over a new connection

    async def take(self, count: "Count") -> None:
        """Answer every question, each under one id however often it has to be sent."""
        for number, question in enumerate(self.questions, 1):
            text, client_id = f"{self.member.name} says this to question {number}.", new_client_id()
            while not (state := await self.room.answer(str(question), text, client_id)):
                self.unanswered += 1
                await self.room.enter()
            self.told[question] = next(one["answer"] for one in state["earlier"] if one["number"] == number)
            await count.one_more()


@dataclass
class Count:
    """How many answers were acknowledged, for whoever waits for a number of them."""

    answers: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def one_more(self) -> None:
        """Another one."""
        async with self.changed:
            self.answers += 1
            self.changed.notify_all()

    async def reaches(self, number: int) -> None:
        """Return once there are so many."""
        async with self.changed:
            await self.changed.wait_for(lambda: self.answers >= number)


@dataclass
class Place:
    """The installation from outside, and a look into its database and its keys."""

    running: Product
    house: House
    candidates: list[Candidate]

    async def stored(self, one: Candidate) -> dict[UUID, str]:
        """The answers in the database, by question, opened with the person's key."""
        interview = one.interview
        async with self.house.database.transaction() as session:
            rows = await queries.answers(session, org_id=interview.org_id, interview_id=interview.id)
        key = await self.house.vault.key(interview.person_id, interview.org_id)
        return {question: writing.typed(row, key) for question, row in rows.items() if row.answered_at}

    async def status(self, one: Candidate) -> str:
        """How far the interview is."""
        async with self.house.database.transaction() as session:
            found = await queries.interview(session, org_id=one.interview.org_id, interview_id=one.interview.id)
        assert found
        return found.status


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """Fifty people invited for one job. No worker: what is graded afterwards is tested elsewhere."""
    async with AsyncExitStack() as stack:
        running = stack.enter_context(product(EVENHAND_WORKER="false"))
        await asyncio.to_thread(running.start)
        house = House.build(
            Settings(data_dir=running.folder / "data", environment="development"),
            database_url=_database_of(running),
            passwords=QUICK_PASSWORDS,
        )
        stack.push_async_callback(house.database.close)
        cast = await make_cast(house)
        job = await make_job(house, cast.bob)
        await make_questions(house, cast.erin, job, QUESTIONS)
        candidates = [await _invited(running, house, cast, job, number) for number in range(PEOPLE)]
        for one in candidates:
            stack.push_async_callback(one.room.visitor.leave)
            stack.push_async_callback(one.room.leave)
        yield Place(running, house, candidates)


def _database_of(running: Product) -> str:
    home = running.folder / "data" / "postgres"
    found = read_pid_file(home / "cluster")
    assert found, "the product runs without its database"
    password = (home / "password").read_text()
    query = {"host": str(found.socket_folder)}
    address = URL.create("postgresql+asyncpg", username=ROLE, password=password, database=DATABASE, query=query)
    return address.render_as_string(hide_password=False)


async def _invited(running: Product, house: House, cast: Cast, job: Job, number: int) -> Candidate:
    now = utc_now()
    member = await make_member(house, f"Candidate{number} Fifty", None, Role.CANDIDATE)
    application = await make_application(house, member, job, text=RESUME)
    interview = await invite(house, cast.bob, application.id, now=now)
    async with house.database.transaction() as session:
        token = await identity.start_web_session(session, actor=member.actor, settings=house.settings, now=now)
    visitor = Visitor(running.url, member.email)
    visitor.http.cookies.set(session_cookie(house.settings), token)
    questions = [one.id for one in await asked(house, interview)]
    return Candidate(member, interview, RoomClient(visitor, str(interview.id)), questions)


class TestFiftyInterviews:
    async def test_lose_no_answer_when_the_server_is_killed_twice(self, place: Place) -> None:
        everyone, count = place.candidates, Count()
        await asyncio.gather(*(one.room.enter() for one in everyone))
        taking = asyncio.gather(*(one.take(count) for one in everyone))
        for number in KILL_AFTER:
            await count.reaches(number)
            before = count.answers
            await asyncio.to_thread(place.running.kill)
            assert before < PEOPLE * QUESTIONS, "the server was killed when all was over"
            await asyncio.to_thread(place.running.start)
        await taking

        told = {question: text for one in everyone for question, text in one.told.items()}
        stored = {question: text for one in everyone for question, text in (await place.stored(one)).items()}
        assert stored == told
        assert len(stored) == count.answers == PEOPLE * QUESTIONS
        assert {await place.status(one) for one in everyone} == {"completed"}
        assert sum(one.unanswered for one in everyone) >= len(KILL_AFTER), "nobody noticed that the server was killed"
