"""Backups, each tested by restoring it: into a fresh installation, and over one that somebody was erased from."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.applicants import make_resume
from tests.cli.command import environment, evenhand
from tests.conftest import run_queue
from tests.domains.privacy.erasures import ask, carry_out, certificate
from tests.people import Cast, make_cast

from evenhand.domains.resumes import queries
from evenhand.domains.resumes.service import profiles, storing
from evenhand.kit.crypto import KeyDestroyed
from evenhand.kit.settings import Settings
from evenhand.wiring import House

pytestmark = pytest.mark.process


@dataclass
class Place:
    """An installation that is not running: a data folder and a database."""

    data: Path
    database: str
    more: dict[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def house(self) -> AsyncIterator[House]:
        settings = Settings(data_dir=self.data, environment="development", _env_file=None)
        house = House.build(settings, database_url=self.database)
        yield house
        await house.database.close()

    async def run(self, *arguments: str | Path) -> tuple[int, str]:
        """A command here: its status, and what it said."""
        env = environment(EVENHAND_DATA_DIR=str(self.data), DATABASE_URL=self.database, **self.more)
        done = await asyncio.to_thread(evenhand, *arguments, env=env, from_nothing="--back" in arguments)
        assert b"Traceback" not in done.stderr
        return done.returncode, (done.stdout + done.stderr).decode()


@dataclass
class Known:
    """Whom the tests look for afterwards."""

    cast: Cast
    mira: UUID
    noor: UUID


@pytest.fixture
def place(own_database: str, tmp_path: Path) -> Place:
    return Place(tmp_path / "here", own_database)


@pytest.fixture
async def known(place: Place) -> Known:
    """The cast, and a resume each of Mira and Noor."""
    async with place.house() as house:
        cast = await make_cast(house)
        return Known(cast, (await make_resume(house, cast.mira)).id, (await make_resume(house, cast.noor)).id)


def nothing_shows(folder: Path) -> None:
    """Only its owner reads it, and no name is in it."""
    for path in folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
        assert path.is_dir() or b"Mira" not in path.read_bytes()


async def reads(house: House, person: UUID, resume_id: UUID, name: str) -> None:
    """Open the person's contact, the resume's file, its name and its text."""
    async with house.database.transaction() as session:
        resume = await queries.resume(session, resume_id=resume_id, person_id=person)
        assert resume
        assert name.encode() in await storing.open_file(resume, vault=house.vault, files=house.files)
        assert await storing.file_name(resume, vault=house.vault) == "backend.txt"
        assert name in (await profiles.open_resume(resume, vault=house.vault)).document.text


class TestRestore:
    async def test_a_fresh_installation_from_both_folders(
        self, place: Place, known: Known, empty_database: str, tmp_path: Path
    ) -> None:
        status, said = await place.run("backup", tmp_path / "b", "--keys", tmp_path / "k")
        assert status == 0, said
        nothing_shows(tmp_path / "b")
        nothing_shows(tmp_path / "k")

        fresh = Place(tmp_path / "fresh", empty_database)
        status, said = await fresh.run("restore", tmp_path / "b")
        assert (status, "add --keys" in said) == (1, True)
        status, said = await fresh.run("restore", tmp_path / "b", "--keys", tmp_path / "k")
        assert status == 0, said
        async with fresh.house() as house:
            await reads(house, known.cast.mira.id, known.mira, "Mira Candidate")
            await reads(house, known.cast.noor.id, known.noor, "Noor Candidate")
        status, said = await fresh.run("restore", tmp_path / "b", "--keys", tmp_path / "k")
        assert status == 1
        assert "Not empty: the database" in said
        status, said = await fresh.run("restore", tmp_path / "b", "--keys", tmp_path / "k", "--yes")
        assert status == 0, said

    async def test_who_was_erased_since_stays_unreadable_and_everyone_else_is_intact(
        self, place: Place, known: Known, tmp_path: Path
    ) -> None:
        async with place.house() as house:
            await run_queue(house)
        status, said = await place.run("backup", tmp_path / "b")
        assert status == 0, said
        async with place.house() as house:
            row = await ask(house, known.cast.mira)
            await carry_out(house, row)
            found = await certificate(house, row)
            counts = {one["table"]: one["rows"] for copy in found["copies"] for one in copy["erased"]}
            assert (found["state"], counts["person"], counts["resume"]) == ("done", 1, 1)
            assert [(copy["keys"], copy["files"]) for copy in found["copies"]] == [(1, 1)]
        status, said = await place.run("restore", tmp_path / "b", "--yes")
        assert status == 0, said
        async with place.house() as house:
            await reads(house, known.cast.noor.id, known.noor, "Noor Candidate")
            with pytest.raises(KeyDestroyed):
                await reads(house, known.cast.mira.id, known.mira, "Mira Candidate")
            assert not list(house.settings.data_dir.glob(f"keys/people/{known.cast.mira.id}/*"))
            await run_queue(house)  # as the next worker does
            async with house.database.transaction() as session:
                left = [
                    await session.scalar(text(f"SELECT count(*) FROM {table} WHERE {column} = :id"), {"id": mira})  # noqa: S608
                    for table, column in (("person", "id"), ("resume", "person_id"), ("mail", "person_id"))
                    for mira in [known.cast.mira.id]
                ]
                done = (await session.execute(text("SELECT cause, state FROM erasure"))).one()
                acts = list(await session.scalars(text("SELECT act FROM audit_entry ORDER BY id DESC LIMIT 3")))
            assert left == [0, 0, 0]
            assert tuple(done) == ("restored", "done")
            assert acts == ["erasure.done", "erasure.asked", "backup.restored"]
            assert await house.files.under(f"people/{known.cast.mira.id}") == []
            await reads(house, known.cast.noor.id, known.noor, "Noor Candidate")

    async def test_only_a_whole_backup_of_this_installation(
        self, place: Place, known: Known, empty_database: str, tmp_path: Path
    ) -> None:
        folder = tmp_path / "b"
        assert (await place.run("backup", folder, "--keys", folder / "k"))[0] == 1
        assert (await place.run("backup", folder, "--keys", tmp_path / "k"))[0] == 0
        assert "is not empty" in (await place.run("backup", folder))[1]
        fresh = Place(tmp_path / "fresh", empty_database)

        async def refused(words: str) -> None:
            status, said = await fresh.run("restore", folder, "--keys", tmp_path / "k")
            assert status == 1
            assert words in said
            assert not (fresh.data / "files").exists()

        manifest, whole = folder / "manifest.json", (folder / "manifest.json").read_bytes()
        manifest.unlink()
        await refused("no whole backup")
        manifest.write_bytes(whole.replace(b'"keys": "', b'"keys": "0'))
        await refused("of another installation")
        manifest.write_bytes(whole)
        file = next(path for path in (folder / "files").rglob("*") if path.is_file())
        content = file.read_bytes()
        file.write_bytes(content[:-1])
        await refused("is not what was written")
        file.unlink()
        await refused("is missing")
        file.write_bytes(content)
        (folder / "files/more").write_bytes(b"")
        await refused("is not listed")
