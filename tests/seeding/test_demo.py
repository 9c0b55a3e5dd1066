"""The demo in a database: whole, made once, finished after an interruption, and never among other people."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.people import Cast

from evenhand import demo as content
from evenhand.external.storage import Files
from evenhand.kit.clock import utc_now
from evenhand.seeding import SeedingRefused, demo, demo_belongs_here
from evenhand.seeding.demo import DEMO_PASSWORD
from evenhand.wiring import House

COUNTED = ("person", "organisation", "job", "resume", "application", "interview", "score")


async def counts(house: House) -> dict[str, int]:
    async with house.database.transaction() as session:
        return {
            table: int((await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one())  # noqa: S608
            for table in COUNTED
        }


class Interrupted(Exception):
    """The server is killed."""


class StoppingFiles:
    """A file store that takes a few files; then the server is killed."""

    def __init__(self, inner: Files, takes: int) -> None:
        self.inner = inner
        self.takes = takes

    async def put(self, path: str, content: bytes) -> None:
        self.takes -= 1
        if self.takes < 0:
            raise Interrupted
        await self.inner.put(path, content)

    async def get(self, path: str) -> bytes:
        return await self.inner.get(path)

    async def delete(self, path: str) -> None:
        await self.inner.delete(path)


class TestDemo:
    async def test_is_made_whole_finished_after_an_interruption_and_made_once(self, house: House) -> None:
        said: list[str] = []
        stopping = replace(house, files=StoppingFiles(house.files, takes=3))
        with pytest.raises(Interrupted):
            await demo(stopping, say=said.append)
        assert (await counts(house))["application"] == 0

        await demo(house, say=said.append)
        what = content.load(utc_now().date())
        made = await counts(house)
        members = sum(len(one.members) for one in what.organisations)
        assert made["person"] == len(what.candidates) + members
        assert made["organisation"] == len(what.organisations) == 2
        assert made["job"] == len(what.openings) == 20
        assert made["resume"] == len(what.candidates)
        assert made["application"] == len(what.applications)
        assert made["interview"] == 1
        assert made["score"] > len(what.interview.turns) / 2
        assert DEMO_PASSWORD in "\n".join(said)

        await demo(house, say=said.append)
        assert await counts(house) == made

    async def test_does_not_bring_back_what_people_changed(self, house: House) -> None:
        await demo(house, say=lambda _: None)
        said: list[str] = []
        other = "SELECT id FROM application WHERE id NOT IN (SELECT application_id FROM interview) LIMIT 1"
        for change in (
            f"DELETE FROM application WHERE id IN ({other}) RETURNING id",  # noqa: S608 - our own words
            "UPDATE job SET title = 'Something else' WHERE title = (SELECT min(title) FROM job) RETURNING id",
        ):
            async with house.database.transaction() as session:
                assert len((await session.execute(text(change))).all()) == 1
            before = await counts(house)
            await demo(house, say=said.append)
            assert await counts(house) == before
        assert any("left as it is" in line for line in said)
        assert await demo_belongs_here(house, today=utc_now().date())

    async def test_is_refused_among_other_people(self, house: House, cast: Cast) -> None:
        assert not await demo_belongs_here(house, today=utc_now().date())
        before = await counts(house)
        with pytest.raises(SeedingRefused, match="only an empty one"):
            await demo(house, say=lambda _: None)
        assert await counts(house) == before
