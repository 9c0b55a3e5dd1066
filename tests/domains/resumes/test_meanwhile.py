"""A file that takes all the time it is given keeps nobody else waiting."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest
from fastapi import FastAPI
from tests.applicants import RESUME
from tests.client import Client
from tests.conftest import QUICK_PASSWORDS
from tests.engines.documents.drawing import multiplying_forms
from tests.people import Member, make_cast

from evenhand.domains.resumes import queries, service
from evenhand.domains.resumes.models import Resume
from evenhand.engines.documents import Limits
from evenhand.kit.settings import Settings
from evenhand.main import share
from evenhand.wiring import House
from evenhand.worker import work

# Time enough to send another file in, even on a busy machine; memory enough that time is what runs out.
LIMITS = Limits(seconds=5, memory_bytes=4 << 30)
PATIENCE = 60.0


@pytest.fixture
async def house(own_database: str, settings: Settings) -> AsyncIterator[House]:
    """The product with a worker of its own beside it."""
    built = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
    stop = asyncio.Event()
    working = asyncio.create_task(work(built, database_url=own_database, stop=stop))
    yield built
    stop.set()
    await working
    await built.database.close()


async def upload(browser: Client, name: str, content: bytes) -> UUID:
    answer = await browser.submit("/resumes", files={"file": (name, content)})
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].rpartition("/")[2])


async def now_of(house: House, member: Member, resume_id: UUID) -> Resume:
    async with house.database.transaction() as session:
        found = await queries.resume(session, person_id=member.id, resume_id=resume_id)
    assert found
    return found


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not await look():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_the_next_upload_is_taken_and_begun_while_a_hostile_one_is_read(
    house: House, built_api: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LIMITS", LIMITS)
    share(built_api, house)
    cast = await make_cast(house)
    async with Client(built_api) as noors, Client(built_api) as miras:
        await noors.sign_in_as(cast.noor, house)
        await miras.sign_in_as(cast.mira, house)

        async def state(member: Member, resume_id: UUID) -> str:
            return (await now_of(house, member, resume_id)).state

        async def is_in(member: Member, resume_id: UUID, *states: str) -> bool:
            return await state(member, resume_id) in states

        hostile = await upload(noors, "forms.pdf", multiplying_forms(9))
        await until(lambda: is_in(cast.noor, hostile, "reading"))

        good = await upload(miras, "mira.txt", RESUME.format(name="Mira Sandoval", first="mira").encode())
        page = await miras.get(f"/resumes/{good}")
        assert page.status_code == 200
        await until(lambda: is_in(cast.mira, good, "reading", "matching", "ready"))
        assert await state(cast.noor, hostile) == "reading"

        await until(lambda: is_in(cast.mira, good, "ready"))
        assert 'href="#s-basics-email"' in (await miras.get(f"/resumes/{good}")).text
        await until(lambda: is_in(cast.noor, hostile, "refused"))
        assert (await now_of(house, cast.noor, hostile)).refusal_code == "too_slow"
