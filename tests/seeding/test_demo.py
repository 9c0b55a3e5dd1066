"""The demo in a database: whole, made once, finished after an interruption, and never among other people."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.conftest import QUICK_PASSWORDS, RolledBack, new_database, on_database
from tests.people import Cast

from evenhand import demo as content
from evenhand.demo.shapes import Stage
from evenhand.domains.interviews.rules.questions import ASKED
from evenhand.external.storage import Files
from evenhand.kit.clock import utc_now
from evenhand.kit.settings import Settings
from evenhand.seeding import SeedingRefused, demo, demo_belongs_here, empty_demo
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

    async def under(self, folder: str) -> list[str]:
        return await self.inner.under(folder)

    async def everything(self) -> list[str]:
        return await self.inner.everything()

    async def delete(self, path: str) -> None:
        await self.inner.delete(path)


@dataclass(frozen=True)
class Made:
    """The demo, made once for all that look at it: interrupted at first, then finished."""

    engine: AsyncEngine
    settings: Settings
    interrupted: dict[str, int]
    said: list[str]


@pytest.fixture(scope="module")
async def made(worker: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Made]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("demo"), environment="development", _env_file=None)
    said: list[str] = []
    async with new_database(f"demo_{worker}") as url:
        house = House.build(settings, database_url=url, passwords=QUICK_PASSWORDS)
        with pytest.raises(Interrupted):
            await demo(replace(house, files=StoppingFiles(house.files, takes=3)), say=said.append)
        interrupted = await counts(house)
        await demo(house, say=said.append)
        yield Made(house.database.engine, settings, interrupted, said)
        await house.database.close()


@pytest.fixture
async def there(made: Made, tmp_path: Path) -> AsyncIterator[House]:
    """The demo on a transaction that is rolled back, with keys and files of its own."""
    shutil.copytree(made.settings.data_dir, tmp_path / "demo")
    settings = made.settings.model_copy(update={"data_dir": tmp_path / "demo"})
    url = made.engine.url.render_as_string(hide_password=False)
    built = House.build(settings, database_url=url, passwords=QUICK_PASSWORDS)
    await built.database.close()
    async with made.engine.connect() as connection:
        transaction = await connection.begin()
        yield on_database(built, RolledBack(connection, built.followers))
        await transaction.rollback()


class TestDemo:
    async def test_is_made_whole_finished_after_an_interruption_and_made_once(self, there: House, made: Made) -> None:
        assert made.interrupted["application"] == 0
        what = content.load(utc_now().date())
        found = await counts(there)
        members = sum(len(one.members) for one in what.organisations)
        assert found["person"] == len(what.candidates) + members
        assert found["organisation"] == len(what.organisations) == 8
        assert found["job"] == len(what.openings) == 100
        assert found["resume"] == len(what.candidates)
        assert found["application"] == len(what.applications)
        held = [one for asked in what.question_sets for one in asked.interviews]
        assert found["interview"] == len(held) == 13
        graded = [
            min(len(asked.questions), ASKED)
            for asked in what.question_sets
            for one in asked.interviews
            if len(one.answers) == len(asked.questions)
        ]
        assert len(graded) == 11
        assert found["score"] == sum(graded)
        assert DEMO_PASSWORD in "\n".join(made.said)

        await demo(there, say=lambda _: None)
        assert await counts(there) == found

    async def test_does_not_bring_back_what_people_changed(self, there: House) -> None:
        said: list[str] = []
        other = "SELECT id FROM application WHERE id NOT IN (SELECT application_id FROM interview) LIMIT 1"
        for change in (
            f"DELETE FROM application WHERE id IN ({other}) RETURNING id",  # noqa: S608 - our own words
            "UPDATE job SET title = 'Something else' WHERE title = (SELECT min(title) FROM job) RETURNING id",
        ):
            async with there.database.transaction() as session:
                assert len((await session.execute(text(change))).all()) == 1
            before = await counts(there)
            await demo(there, say=said.append)
            assert await counts(there) == before
        assert any("left as it is" in line for line in said)
        assert await demo_belongs_here(there, today=utc_now().date())

    async def test_shows_every_stage_and_every_state_of_an_interview(self, there: House) -> None:
        async with there.database.transaction() as session:
            stages = set((await session.execute(text("SELECT DISTINCT stage FROM application"))).scalars())
            states = set((await session.execute(text("SELECT DISTINCT status FROM interview"))).scalars())
            shown = (
                await session.execute(text("SELECT count(*) FROM interview WHERE released_at IS NOT NULL"))
            ).scalar_one()
        assert stages == set(get_args(Stage))
        assert states == {"invited", "in_progress", "scored"}
        assert shown == 4

    async def test_is_refused_among_other_people(self, house: House, cast: Cast) -> None:
        assert not await demo_belongs_here(house, today=utc_now().date())
        before = await counts(house)
        with pytest.raises(SeedingRefused, match="only an empty one"):
            await demo(house, say=lambda _: None)
        assert await counts(house) == before


class TestEmptyDemo:
    async def test_leaves_nothing_of_it_and_it_can_be_made_anew(self, there: House) -> None:
        kept = there.settings.data_dir / "files"
        before = {path.name for path in kept.rglob("*") if path.is_file()}
        assert before

        await empty_demo(there)
        assert set((await counts(there)).values()) == {0}
        assert not [path for path in kept.rglob("*") if path.is_file()]
        assert not [path for path in (there.settings.data_dir / "keys" / "people").rglob("*") if path.is_file()]

        await demo(there, say=lambda _: None)
        assert (await counts(there))["person"] == 50

    async def test_is_refused_in_production(self, house: House) -> None:
        production = replace(house, settings=house.settings.model_copy(update={"environment": "production"}))
        with pytest.raises(SeedingRefused, match="in development only"):
            await empty_demo(production)

    async def test_is_refused_among_other_people(self, house: House, cast: Cast) -> None:
        before = await counts(house)
        with pytest.raises(SeedingRefused, match="stays as it is"):
            await empty_demo(house)
        assert await counts(house) == before
