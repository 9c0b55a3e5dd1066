"""kill -9 of the server, the worker and PostgreSQL, between two answers, while answers are graded and while resumes are
read: what was acknowledged is there once, and what was begun is finished once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import psutil
import pytest

from evenhand.kit.embedded_postgres.cluster import DATABASE, ROLE
from evenhand.kit.embedded_postgres.survivors import read_pid_file
from tests.applicants import LETTER, RESUME
from tests.interviewing import GOOD, WEAK, question_fields
from tests.openings import job_fields
from tests.people import PASSWORD
from tests.processes import Product, product, until
from tests.visitors import RoomClient, Visitor, eventually, new_client_id

pytestmark = pytest.mark.process

VICTIMS = ["worker", "server", "database"]
ALICE = "alice@example.org"
ANSWERS = [GOOD, WEAK, GOOD.replace("I ", "we "), f"First of all: {GOOD}"]
LONG_CHARS = 150_000  # a legal text of which reading and matching take about a second
DAMAGED = b"%PDF-1.7\nThis was a resume before somebody cut it off.\n"


@dataclass
class Place:
    """A running installation where Alice hires, and a way to look into its database."""

    running: Product
    alice: Visitor
    job_id: str = ""
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    count: int = 0

    @asynccontextmanager
    async def database(self) -> AsyncIterator["asyncpg.Connection[Any]"]:
        """A connection of the test's own; that the database dies under it is no news."""
        home = self.running.folder / "data" / "postgres"
        found = read_pid_file(home / "cluster")
        if found is None:
            raise ConnectionError("no database at the moment")
        connection = await asyncpg.connect(
            host=str(found.socket_folder), user=ROLE, database=DATABASE, password=(home / "password").read_text()
        )
        try:
            yield connection
        finally:
            connection.terminate()

    async def rows(self, query: str, *arguments: object) -> list[tuple[Any, ...]]:
        """What a query finds."""
        async with self.database() as connection:
            return [tuple(row) for row in await connection.fetch(query, *arguments)]

    async def hire_by_interview(self) -> None:
        """Alice opens a job and approves as many questions as there are answers."""
        await self.alice.sign_in()
        self.job_id = (await self.alice.api("POST", "/jobs", json=job_fields()))["id"]
        await self.alice.api("POST", f"/jobs/{self.job_id}/publish")
        made = await self.alice.api("POST", "/question-sets", json={"job_id": self.job_id})
        for number in range(len(ANSWERS)):
            new = question_fields(text=f"A release made every answer slow, case {number}. What do you do first?")
            path = f"/question-sets/{made['id']}/questions"
            question = await self.alice.api("POST", path, json=new)
            await self.alice.api("POST", f"{path}/{question['id']}/approve", json={"version": question["version"]})

    async def candidate(self) -> Visitor:
        """Someone new, signed up."""
        self.count += 1
        visitor = Visitor(self.running.url, f"candidate-{self.count}@example.org")
        self.stack.push_async_callback(visitor.leave)
        await visitor.sign_up(f"Candidate {self.count}")
        return visitor

    async def invited(self, visitor: Visitor) -> RoomClient:
        """They apply, and Alice invites them."""
        words = RESUME.format(name="Mira Candidate", first="mira")
        resume = await upload(visitor, "resume.txt", words.encode())
        await eventually(lambda: in_state(visitor, resume["id"], "ready"), "the resume")
        sent = {"job_id": self.job_id, "resume_id": resume["id"], "letter": LETTER}
        application = await visitor.api("POST", "/applications", json=sent)
        interview = await self.alice.api("POST", "/interviews", json={"application_id": application["id"]})
        room = RoomClient(visitor, interview["id"])
        self.stack.push_async_callback(room.leave)
        return room

    def aim(self, victim: str) -> Callable[[], Awaitable[None]]:
        """Find the victim now, so that the kill itself comes at once."""
        find = {"worker": self.running.worker, "server": self._server, "database": self.running.postmaster}
        dying = find[victim]()
        family = [dying, *dying.children(recursive=True)]

        async def kill() -> None:
            dying.kill()
            if victim == "server":
                await asyncio.to_thread(self.running.kill)
            _, alive = await asyncio.to_thread(psutil.wait_procs, family, timeout=10)
            assert not alive, f"{alive} outlived the {victim}"

        return kill

    def _server(self) -> psutil.Process:
        assert self.running.process
        return psutil.Process(self.running.process.pid)

    async def kill(self, victim: str) -> None:
        """kill -9; returns when the victim is dead, and with it whatever must not outlive it."""
        await self.aim(victim)()

    async def recover(self) -> None:
        """Start again what does not come back by itself."""
        assert self.running.process
        if self.running.process.poll() is not None:
            await asyncio.to_thread(self.running.start)
        await asyncio.to_thread(until, self.running.answers, "the product to be ready again")

    @asynccontextmanager
    async def held(self, statement: str, *arguments: object) -> AsyncIterator[None]:
        """What this statement touches stays locked, until the end of the block or of the database."""
        async with self.database() as connection:
            await connection.execute("BEGIN")
            await connection.execute(statement, *arguments)
            yield

    async def somebody_waits(self) -> None:
        """Somebody waits for what is held."""

        async def look() -> bool:
            return bool(await self.rows("SELECT 1 FROM pg_locks WHERE NOT granted"))

        await eventually(look, "somebody to wait")

    async def nothing_waits(self) -> None:
        """Every task that is due is done; none was given up. Reminders of the days to come wait for theirs."""

        async def look() -> bool:
            return not await self.rows("SELECT entrypoint, status, attempts FROM pgqueuer WHERE execute_after <= now()")

        await eventually(look, "the queue to be empty")


async def upload(visitor: Visitor, name: str, content: bytes) -> dict[str, Any]:
    """The acknowledgement of an upload, sent until there is one."""
    return await visitor.again("POST", "/resumes", files={"file": (name, content)})


async def in_state(visitor: Visitor, resume_id: str, state: str) -> dict[str, Any] | None:
    """The resume once it is that far."""
    found = await visitor.again("GET", f"/resumes/{resume_id}")
    return found if found["state"] == state else None


@pytest.fixture(scope="module")
async def installation() -> AsyncIterator[Place]:
    """One installation for all cases, each with people of its own. At its end nothing of it is left."""
    with product(EVENHAND_ADMIN_EMAIL=ALICE, EVENHAND_ADMIN_PASSWORD=PASSWORD) as running:
        await asyncio.to_thread(running.start)
        place = Place(running, Visitor(running.url, ALICE))
        await place.hire_by_interview()
        yield place
        await place.stack.aclose()
        await place.alice.leave()
        await asyncio.to_thread(running.stop)


@pytest.fixture
async def place(installation: Place) -> Place:
    """The installation, running whatever the case before did to it."""
    await installation.recover()
    return installation


@dataclass
class Taking:
    """An interview as its candidate takes it: the questions in their order, and an id for each answer."""

    place: Place
    room: RoomClient
    questions: list[str]
    client_ids: list[str]

    @classmethod
    async def begin(cls, place: Place) -> "Taking":
        room = await place.invited(await place.candidate())
        query = "SELECT id FROM interview_question WHERE interview_id = $1 ORDER BY position"
        questions = [str(one) for (one,) in await place.rows(query, UUID(room.interview_id))]
        await room.enter()
        return cls(place, room, questions, [new_client_id() for _ in questions])

    async def answer(self, number: int) -> dict[str, Any] | None:
        """Send the answer to a question, counted from 0, under its id."""
        return await self.room.answer(self.questions[number], ANSWERS[number], self.client_ids[number])

    async def nothing_was_lost_or_done_twice(self) -> None:
        """Each question was asked once, each answer is there and graded once, each mail was sent once."""
        assert list(dict.fromkeys((one["answered"], _asked(one)) for one in self.room.states)) == list(
            enumerate([*self.questions, None])
        )
        card = await self._scorecard()
        assert [(one["number"], one["answer"]) for one in card["answers"]] == list(enumerate(ANSWERS, 1))
        await self.place.nothing_waits()
        scored = await self._rows("SELECT subject_id FROM score WHERE group_id = $1 ORDER BY 1")
        given = await self._rows("SELECT id FROM interview_answer WHERE interview_id = $1 ORDER BY 1")
        assert scored == given
        assert len(given) == len(ANSWERS)
        await self._each_mail_was_sent_once()

    async def _scorecard(self) -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            found = await self.place.alice.again("GET", f"/interviews/{self.room.interview_id}")
            card: dict[str, Any] | None = found["scorecard"] if found["status"] == "scored" else None
            return card

        return await eventually(look, "the scorecard")

    async def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return await self.place.rows(query, UUID(self.room.interview_id))

    async def _each_mail_was_sent_once(self) -> None:
        mails = await self._rows(
            "SELECT kind, state, mail.id FROM mail JOIN interview USING (person_id) WHERE interview.id = $1 ORDER BY 1"
        )
        # The invitation tells of the move.
        kinds = ["application-received", "email-link", "interview-invited", "interview-received"]
        assert [(kind, state) for kind, state, _ in mails] == [(kind, "sent") for kind in kinds]
        outbox = {path.name for path in (self.place.running.folder / "data" / "outbox").iterdir()}
        assert outbox >= {f"{mail_id}.eml" for *_, mail_id in mails}
        assert not {name for name in outbox if not name.endswith(".eml")}


def _asked(state: dict[str, Any]) -> str | None:
    return state["question"]["id"] if state["question"] else None


class TestInterview:
    @pytest.mark.parametrize("victim", VICTIMS)
    async def test_goes_on_where_it_was(self, place: Place, victim: str) -> None:
        taking = await Taking.begin(place)
        kill = place.aim(victim)
        told = await taking.answer(0)
        await kill()
        await place.recover()
        assert await taking.room.enter() == told
        assert await taking.room.answer(taking.questions[0], "Sent again, in other words.", new_client_id()) == told

        interview = UUID(taking.room.interview_id)
        async with place.held("SELECT 1 FROM interview WHERE id = $1 FOR UPDATE", interview):
            in_flight = asyncio.create_task(taking.answer(1))
            await place.somebody_waits()
            await place.kill(victim)
        heard = await in_flight
        await place.recover()
        assert (heard is None) == (victim != "worker")
        assert await taking.room.enter() == (heard or told)
        told = await taking.answer(1)
        assert told
        assert [one["answer"] for one in told["earlier"]] == ANSWERS[:2]

        for number in range(2, len(ANSWERS)):
            told = await taking.answer(number)
        assert told
        assert told["status"] == "completed"
        await taking.nothing_was_lost_or_done_twice()


class TestGrading:
    async def test_goes_on_where_the_worker_was_killed(self, place: Place) -> None:
        taking = await Taking.begin(place)
        for number in range(3):
            assert await taking.answer(number)
        # A score of the second answer that is not committed: the worker keeps the first, and waits with the second.
        kept = """INSERT INTO score (id, org_id, person_id, subject_id, group_id, label, grade_sealed, manifest, seal,
            created_at) SELECT id, org_id, person_id, id, interview_id, '', '', '{}', '', now()
            FROM interview_answer WHERE question_id = $1"""
        async with place.held(kept, UUID(taking.questions[1])):
            assert await taking.answer(3)
            await place.somebody_waits()
            await place.kill("worker")
        scores = "SELECT id, seal FROM score WHERE group_id = $1"
        interview = UUID(taking.room.interview_id)
        before = await place.rows(scores, interview)
        assert len(before) == 1
        await taking.nothing_was_lost_or_done_twice()
        assert set(before) < set(await place.rows(scores, interview))


class TestResumes:
    @pytest.mark.parametrize("victim", VICTIMS)
    async def test_every_one_that_was_acknowledged_is_read_once(self, place: Place, victim: str) -> None:
        visitor = await place.candidate()
        files = {"long 1.txt": long_resume(1), "long 2.txt": long_resume(2), "short.txt": short_resume(1)}
        files |= {"damaged.pdf": DAMAGED}
        sent = {name: (await upload(visitor, name, content))["id"] for name, content in files.items()}
        await being_matched(place, list(sent.values()))
        before = {one["id"]: one for one in (await visitor.api("GET", "/resumes"))["items"]}
        in_flight = asyncio.create_task(upload(visitor, "last.txt", short_resume(2)))
        killed_at = datetime.now(UTC)
        await place.kill(victim)
        await place.recover()
        files["last.txt"], sent["last.txt"] = short_resume(2), (await in_flight)["id"]
        assert (await upload(visitor, "last.txt", files["last.txt"]))["id"] == sent["last.txt"]

        await place.nothing_waits()
        found = {one["id"]: one for one in (await visitor.api("GET", "/resumes"))["items"]}
        assert {one["file_name"]: one["id"] for one in found.values()} == sent
        done = {one["file_name"]: one["state"] for one in found.values()}
        assert done == {name: "refused" if name == "damaged.pdf" else "ready" for name in files}
        for one in before.values():
            if one["state"] in ("ready", "refused"):
                assert found[one["id"]] == one | {"versions": len(sent)}
        assert [one for one in before if before[one]["state"] in ("reading", "matching")]
        assert [one for one in before if found[one]["read_at"] and _later(found[one]["read_at"], killed_at)]
        await each_file_is_there(place, visitor, files, sent)


def _later(moment: str, than: datetime) -> bool:
    return datetime.fromisoformat(moment) > than


async def being_matched(place: Place, resume_ids: list[str]) -> None:
    """Wait until the text of one has been read and is being parsed."""
    ids = [UUID(one) for one in resume_ids]
    async with place.database() as connection:

        async def look() -> bool:
            query = "SELECT EXISTS (SELECT FROM resume WHERE id = ANY($1) AND state = 'matching')"
            return bool(await connection.fetchval(query, ids))

        await eventually(look, "a resume to be matched")


async def each_file_is_there(place: Place, visitor: Visitor, files: dict[str, bytes], sent: dict[str, str]) -> None:
    """Whoever's resume was read gets the file as it was; of a refused one nothing is kept."""
    for name, resume_id in sent.items():
        answer = await visitor.http.get(f"/resumes/{resume_id}/file")
        expected = (404, None) if name == "damaged.pdf" else (200, files[name])
        assert (answer.status_code, answer.content if answer.is_success else None) == expected
    kept = {path.name for path in (place.running.folder / "data" / "files" / "people").glob("*/*")}
    assert sent["damaged.pdf"] not in kept


def short_resume(number: int) -> bytes:
    """One page."""
    return RESUME.format(name=f"Mira Candidate {number}", first="mira").encode()


def long_resume(number: int) -> bytes:
    """A life of many employers."""
    post = "Backend engineer, Depot {0}\nJanuary 2001 - March 2003\n- Built service {0} in Python and PostgreSQL.\n\n"
    posts = "".join(post.format(place) for place in range(LONG_CHARS // len(post)))
    return (RESUME.format(name=f"Mira Candidate {number}", first="mira") + "\nExperience\n" + posts).encode()
