"""What the machine does to us: a disk that is full, a database that is away or loses a connection in mid-request."""

import asyncio
import resource
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from evenhand.kit.settings import Settings
from evenhand.main import create_api
from evenhand.wiring import House
from tests.applicants import make_application
from tests.bad_input.aftermath import nothing_left_behind, speaks_plainly
from tests.client import Client
from tests.conftest import QUICK_PASSWORDS
from tests.openings import make_job
from tests.people import PASSWORD, Cast, make_cast

Caller = Callable[..., Awaitable[Client]]
PATIENCE = 20  # seconds within which somebody waits for a lock
RESUME = b"Mira Candidate\nmira@example.org\n\nSkills\nPython\n" + b"And another line of a long life.\n" * 2_000


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """Within the block this process can write no file longer than `room` bytes; the database is another process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
async def real(own_database: str, tmp_path: Path) -> AsyncIterator[House]:
    """The product on a database of its own, with connections that can be lost."""
    settings = Settings(data_dir=tmp_path, environment="development", _env_file=None)
    house = House.build(settings, database_url=own_database, passwords=QUICK_PASSWORDS)
    yield house
    await house.database.close()


class TestFullDisk:
    @pytest.mark.parametrize("path", ["/resumes", "/api/v1/resumes"])
    async def test_refuses_an_upload_and_keeps_nothing_of_it(
        self, caller: Caller, house: House, cast: Cast, path: str
    ) -> None:
        client = await caller(cast.mira)
        folder = house.settings.data_dir / "files"
        before = sorted(folder.rglob("*"))
        async with nothing_left_behind(house.database):
            with full_disk(room=4096):
                answer = await client.submit(path, files={"file": ("resume.txt", RESUME)})
        speaks_plainly(answer)
        assert (answer.status_code, "try again" in answer.text) == (507, True)
        assert [one for one in sorted(folder.rglob("*")) if one not in before and one.is_file()] == []
        again = await client.submit(path, files={"file": ("resume.txt", RESUME)})
        assert again.status_code in {202, 303}

    async def test_makes_no_account_without_its_key(self, caller: Caller, house: House) -> None:
        client = await caller()
        fields = {"name": "New Person", "email": "new@example.org", "password": PASSWORD}
        assert (await client.get("/sign-up")).status_code == 200
        async with nothing_left_behind(house.database):
            with full_disk(room=16):
                answer = await client.submit("/sign-up", fields)
        speaks_plainly(answer)
        assert answer.status_code == 507
        assert (await client.submit("/sign-up", fields)).status_code == 303

    async def test_of_the_database_is_said_and_nothing_is_kept(self, caller: Caller, house: House, cast: Cast) -> None:
        """PostgreSQL's own refusal, raised where it would write."""
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        async with house.database.transaction() as session:
            await session.execute(text(_FULL))
            await session.execute(
                text("CREATE TRIGGER full_disk BEFORE INSERT ON application_note EXECUTE FUNCTION full()")
            )
        client = await caller(cast.bob)
        async with nothing_left_behind(house.database):
            for path, sent in (
                (f"/staff/applications/{application.id}/notes", {"data": {"csrf_token": client.csrf, "text": "Call."}}),
                (f"/api/v1/applications/{application.id}/notes", {"json": {"text": "Call."}}),
            ):
                answer = await client.post(path, **sent)  # type: ignore[arg-type]
                speaks_plainly(answer)
                assert (answer.status_code, "no room left" in answer.text) == (507, True)


_FULL = """CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"""
_WHERE_FULL = "CREATE TRIGGER full_disk BEFORE INSERT ON application_note EXECUTE FUNCTION full()"


class TestDatabaseThatIsAway:
    async def test_is_503_with_a_time_to_come_back(self, tmp_path: Path) -> None:
        settings = Settings(data_dir=tmp_path, environment="development", _env_file=None)
        nowhere = f"postgresql+asyncpg://nobody@/nothing?host={tmp_path}"
        house = House.build(settings, database_url=nowhere, passwords=QUICK_PASSWORDS)
        async with Client(create_api(house)) as client:
            for path in ("/jobs", "/api/v1/jobs", "/readyz"):
                answer = await client.get(path)
                speaks_plainly(answer)
                assert answer.status_code == 503, path
                assert int(answer.headers["retry-after"]) > 0
            assert (await client.get("/healthz")).status_code == 200
            assert "What was saved is safe" in (await client.get("/api/v1/jobs")).json()["detail"]
        await house.database.close()

    async def test_loses_nothing_but_the_request_that_was_under_way(self, real: House) -> None:
        cast = await make_cast(real)
        job = await make_job(real, cast.bob)
        application = await make_application(real, cast.mira, job)
        async with Client(create_api(real)) as client:
            await client.sign_in_as(cast.bob, real)
            address = f"/staff/applications/{application.id}/move"
            fields = {"csrf_token": client.csrf, "to": "review", "version": "1"}
            async with nothing_left_behind(real.database), real.database.transaction() as session:
                held = text("SELECT pg_backend_pid() FROM application WHERE id = :id FOR UPDATE")
                own = await session.scalar(held, {"id": application.id})
                moving = asyncio.create_task(client.post(address, data=fields))
                await self._somebody_waits(real)
                everybody = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                await session.execute(text(f"{everybody} AND pid NOT IN (pg_backend_pid(), :own)"), {"own": own})
                answer = await moving
            speaks_plainly(answer)
            assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
            assert (await client.post(address, data=fields)).status_code == 303
            assert (await client.get(f"/staff/applications/{application.id}")).status_code == 200

    async def _somebody_waits(self, house: House) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                async with house.database.transaction() as session:
                    if await session.scalar(text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")):
                        return
                await asyncio.sleep(0.02)
