"""Canaries: what people write and what lets them in is planted by using a running product, and things are made to
break; then nothing of it may be found in plain text in logs, error pages, the audit log, the queue or any table."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from evenhand.kit.db import Database, make_engine
from evenhand.kit.ids import new_id
from tests.interviewing import question_fields
from tests.openings import job_fields
from tests.people import PASSWORD
from tests.processes import Product, product
from tests.visitors import RoomClient, Visitor, eventually

pytestmark = pytest.mark.process

ALICE = "alice@example.org"
QUESTIONS = 3
WORD = "Zyqvinka"  # in each of them, so that a piece of one is found too
CANARIES = {
    "name": f"{WORD} Nameborn",
    "email": f"{WORD.lower()}-mail@example.org",
    "phone": "+31 6 55 31 77 94",
    "street": f"{WORD} Streetlane 8317",
    "password": f"{WORD}-password-5519",
    "wrong password": f"{WORD}-wrong-password-7742",
    "resume": f"Moved {WORD} crates across the harbour without a scratch.",
    "file": f"{WORD} file 2026.txt",
    "letter": f"{WORD} letters are warmer than berths.",
    "correction": f"{WORD} Corrected Works",
    "draft": f"{WORD} draft of an answer, not sent yet.",
    "answer": f"{WORD} first rolls back, then finds the cause in the logs, then adds a test.",
    "note": f"{WORD} note: calm in the second answer.",
    "reason": f"{WORD} reason: another applicant has more years.",
    "rating": f"{WORD} rating note.",
    "question": f"{WORD} answer that somebody tried.",
    "refused": f"{WORD} in a message that is refused",
}
RESUME = """{name}
Backend engineer
{street}, Utrecht, Netherlands
{email}
{phone}

Experience
Backend engineer, Depotline
January 2021 - Present
- {resume}
- Built services in Python and PostgreSQL.
"""


@dataclass
class Installation:
    """A running product on a database of the test's own, what secret was heard, and each answer that was an error."""

    running: Product
    database: Database
    secrets: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    application_id: str = ""

    async def refused(self, visitor: Visitor, method: str, path: str, **options: Any) -> None:
        """Something that fails, over the API or (with a whole address) on a page."""
        page = path.startswith("!")
        answer = await (
            visitor.http.request(method, path[1:], **options) if page else visitor.send(method, path, **options)
        )
        assert answer.status_code >= 400, (path, answer.status_code, answer.text)
        self.errors.append(answer.text)

    async def change(self, statement: str) -> None:
        """Something in the database that nobody foresaw."""
        async with self.database.transaction() as session:
            await session.execute(text(statement))

    async def everything(self) -> AsyncIterator[tuple[str, str]]:
        """Every row of every table, as text, with bytes in hexadecimal."""
        async with self.database.transaction() as session:
            tables = (await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))).all()
            assert {"pgqueuer", "audit_entry", "person", "mail", "application"} <= set(tables)
            for table in tables:
                for row in await session.scalars(text(f'SELECT one::text FROM "{table}" AS one')):  # noqa: S608
                    yield table, row


@asynccontextmanager
async def installed(url: str) -> AsyncIterator[Installation]:
    with product(
        DATABASE_URL=url, EVENHAND_LOG_FORMAT="json", EVENHAND_ADMIN_EMAIL=ALICE, EVENHAND_ADMIN_PASSWORD=PASSWORD
    ) as running:
        await asyncio.to_thread(running.start)
        database = Database(make_engine(url))
        try:
            yield Installation(running, database)
        finally:
            await database.close()
            await asyncio.to_thread(running.stop)


async def used(
    place: Installation, alice: Visitor, mira: Visitor, words: dict[str, str], *, job: dict[str, str] | None = None
) -> RoomClient:
    """One person's way from sign-up to a rated interview, everything in it one of these words."""
    await alice.sign_in()
    job_id = (await alice.api("POST", "/jobs", json=job_fields(**(job or {}))))["id"]
    await alice.api("POST", f"/jobs/{job_id}/publish")
    questions = await alice.api("POST", "/question-sets", json={"job_id": job_id})
    path = f"/question-sets/{questions['id']}/questions"
    for number in range(QUESTIONS):
        new = question_fields(text=f"A release made every answer slow, case {number}. What do you do first?")
        question = await alice.api("POST", path, json=new)
        await alice.api("POST", f"{path}/{question['id']}/try", json={"answer": words["question"]})
        await alice.api("POST", f"{path}/{question['id']}/approve", json={"version": question["version"]})

    await mira.sign_up(words["name"])
    file = (words["file"], RESUME.format(**words).encode())
    resume_id = (await mira.api("POST", "/resumes", files={"file": file}))["id"]

    async def read() -> bool:
        return bool((await mira.api("GET", f"/resumes/{resume_id}"))["state"] == "ready")

    await eventually(read, "the resume", every=0.2)
    added = {"section": "work", "values": {"name": words["correction"], "position": "Crane driver"}}
    await mira.api("POST", f"/resumes/{resume_id}/profile", json=added)
    sent = {"job_id": job_id, "resume_id": resume_id, "letter": words["letter"]}
    application_id = (await mira.api("POST", "/applications", json=sent))["id"]
    place.application_id = application_id
    await alice.api("POST", f"/applications/{application_id}/notes", json={"text": words["note"]})
    interview_id = (await alice.api("POST", "/interviews", json={"application_id": application_id}))["id"]
    room = RoomClient(mira, interview_id)
    state = await room.enter()
    draft = {"question_id": state["question"]["id"], "text": words["draft"]}
    await mira.api_says("PUT", f"/interviews/{interview_id}/draft", json=draft)
    while state["question"]:
        answered = await room.answer(state["question"]["id"], words["answer"], str(new_id()))
        assert answered
        state = answered

    async def scored() -> bool:
        found = await alice.api("GET", f"/interviews/{interview_id}")
        return bool(found["status"] == "scored")

    await eventually(scored, "the scores", every=0.2)
    await alice.api_says(
        "POST", f"/interviews/{interview_id}/ratings", json={"relevance": 4, "comment": words["rating"]}
    )
    found = await alice.api("GET", f"/applications/{application_id}")
    rejected = {"to": "rejected", "version": found["version"], "reason": words["reason"]}
    await alice.api_says("POST", f"/applications/{application_id}/move", json=rejected)
    place.secrets["bearer"] = mira.bearer
    place.secrets |= {f"cookie {name}": value for name, value in mira.http.cookies.items()}
    return room


async def broken(place: Installation, alice: Visitor, mira: Visitor, room: RoomClient) -> None:
    """Refusals of every kind, then a file store that fails, for a request and for the worker."""
    words = CANARIES
    nobody = Visitor(place.running.url, words["email"])
    wrong = {"email": words["email"], "password": words["wrong password"]}
    await place.refused(nobody, "POST", "/auth/login", json=wrong)
    await place.refused(
        nobody, "POST", "/auth/login", json={"email": words["refused"], "password": words["wrong password"]}
    )
    await place.refused(nobody, "POST", "/auth/signup", json={**wrong, "name": "", "x": words["refused"]})
    await place.refused(nobody, "POST", "/auth/signup", content=f'{{"name": "{words["refused"]}'.encode())
    await place.refused(nobody, "POST", "/auth/signup", json={**wrong, "name": words["name"]})
    nobody.bearer = f"{mira.bearer[:-4]}AAAA"
    await place.refused(nobody, "GET", "/auth/me")
    await nobody.leave()
    await place.refused(mira, "GET", f"/applications?cursor={words['refused'].replace(' ', '%20')}")
    await place.refused(mira, "GET", "/audit")
    await place.refused(mira, "GET", f"/resumes/{new_id()}")
    await place.refused(mira, "POST", "!/sign-out", data={"csrf_token": words["refused"]})
    await place.refused(mira, "GET", f"!/resumes/{new_id()}")
    assert room._line
    reply = await room._line.ask("answer", {"interview_id": words["refused"], "text": words["refused"]})
    place.errors.append(json.dumps(reply))
    await place.change("ALTER TABLE application_note ADD CONSTRAINT broken CHECK (false) NOT VALID")
    await place.refused(
        alice, "POST", f"/applications/{place.application_id}/notes", json={"text": f"{words['note']} Again."}
    )
    await place.change("ALTER TABLE application_note DROP CONSTRAINT broken")
    await place.change("ALTER TABLE interview_question RENAME TO away")
    about = {"interview_id": room.interview_id, "question_id": str(new_id()), "client_id": str(new_id())}
    place.errors.append(json.dumps(await room._line.ask("answer", {**about, "text": words["answer"]})))
    await place.change("ALTER TABLE away RENAME TO interview_question")
    files = place.running.folder / "data" / "files"
    away = files.rename(files.with_name("files-away"))
    files.write_text("not a folder")
    try:
        file = (words["file"], b"Another resume. " + RESUME.format(**words).encode())
        answer = await mira.send("POST", "/resumes", files={"file": file})
        assert answer.status_code >= 500, answer.text
        place.errors.append(answer.text)
        await mira.api("POST", "/exports")
        await eventually(lambda: told(place, "task_retried"), "the worker to fail", every=0.2)
    finally:
        files.unlink()
        away.rename(files)


async def told(place: Installation, event: str) -> bool:
    return event in place.running.log


def ways(words: str) -> Iterator[str]:
    """As text, and as bytes are shown."""
    yield words
    yield words.encode().hex()
    yield base64.b64encode(words.encode()).decode().rstrip("=")[:-1]
    yield json.dumps(words)[1:-1]


def found_in(haystack: str, secrets: dict[str, str]) -> list[str]:
    return [name for name, words in secrets.items() if any(way.lower() in haystack.lower() for way in ways(words))]


async def _logs(place: Installation, secrets: dict[str, str]) -> None:
    """One JSON object a line, each failure with the request and the person it is about, and no canary."""
    log = place.running.log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {line["event"] for line in lines} >= {"request_failed", "live_event_failed", "task_retried"}
    for line in (one for one in lines if one["event"] in {"request_failed", "live_event_failed"}):
        assert line["request_id"]
        assert line["person_id"]
        assert "exception" in line
    assert [line for line in log.splitlines() if found_in(line, secrets)] == []


class TestCanaries:
    async def test_nothing_people_wrote_is_anywhere_in_plain_text(self, own_database: str) -> None:
        async with installed(own_database) as place:
            alice, mira = (
                Visitor(place.running.url, ALICE),
                Visitor(place.running.url, CANARIES["email"], CANARIES["password"]),
            )
            room = await used(place, alice, mira, CANARIES)
            await broken(place, alice, mira, room)
            await room.leave()
            secrets = {**CANARIES, **place.secrets, "word": WORD}
            assert found_in(json.dumps(CANARIES), secrets)  # the search itself finds
            rows = [(table, row) async for table, row in place.everything()]
            assert len({table for table, _ in rows}) > 20
            assert [(table, found) for table, row in rows if (found := found_in(row, secrets))] == []
            assert [(error[:300], found) for error in place.errors if (found := found_in(error, secrets))] == []
            for path in (place.running.folder / "data" / "files").rglob("*"):
                if path.is_file():
                    content = path.read_bytes()
                    assert not any(words.encode() in content for words in secrets.values()), path
                    assert found_in(str(path), secrets) == []
            await _logs(place, secrets)
            await alice.leave()
            await mira.leave()
