"""EmbeddedPostgres: starting, attaching, stopping, its address, and staying up through every kind of death."""

import asyncio
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from evenhand.kit.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from evenhand.kit.embedded_postgres.account import Account, account_for_root

from .conftest import AS_ROOT, Program, servers_below, until

Make = Callable[..., EmbeddedPostgres]
Run = Callable[..., Program]

only_root = pytest.mark.skipif(not AS_ROOT, reason="only root becomes another account")
pytestmark = pytest.mark.process


async def ask(url: str, query: str) -> Any:
    """One value from the database."""
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def address(postgres: EmbeddedPostgres) -> str:
    """The address in asyncpg's words."""
    return postgres.url(driver="postgresql")


def server_pid(folder: Path) -> int:
    """The server's pid, from its pid file."""
    return int((folder / "cluster" / "postmaster.pid").read_text().split()[0])


async def keep_row(url: str) -> None:
    """Commit something that has to be found again."""
    await ask(url, "create table kept as select 'still here' as word")


def move(folder: Path, parent: Path) -> Path:
    """Put a cluster that does not run into another folder."""
    parent.mkdir(parents=True)
    return folder.rename(parent / "postgres")


class TestStart:
    async def test_makes_a_cluster_that_answers_over_its_socket(self, make: Make) -> None:
        postgres = make(settings={})
        begun = time.monotonic()
        postgres.start()
        cold = time.monotonic() - begun
        postgres.stop()
        begun = time.monotonic()
        postgres.start()
        print(f"\ncold start {cold:.2f} s, warm start {time.monotonic() - begun:.2f} s")  # noqa: T201
        assert (postgres.owner, postgres.alive()) == (True, True)
        assert [
            await ask(address(postgres), f"select current_setting('{name}')")
            for name in ("data_checksums", "listen_addresses", "fsync", "synchronous_commit", "TimeZone", "jit")
        ] == ["on", "", "on", "on", "UTC", "off"]

    async def test_orders_and_folds_the_same_on_every_machine(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        assert await ask(address(postgres), "select lower('ПРИВЕТ, STRASSE Ё')") == "привет, strasse ё"
        ordered = await ask(
            address(postgres), "select string_agg(n, '' order by n) from unnest('{ё,a,я,Z,е}'::text[]) n"
        )
        assert ordered == "Zaеяё"
        await ask(address(postgres), "create extension pg_trgm")
        assert await ask(address(postgres), "select similarity('Разработчик', 'разработчики')") > 0.7

    async def test_keeps_what_was_committed(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        await keep_row(address(postgres))
        postgres.stop()
        postgres.start()
        assert await ask(address(postgres), "select word from kept") == "still here"

    def test_says_how_fast_an_ordinary_user_starts(self, run: Run, place: Path, somebody: Account) -> None:
        home = place / "home"
        home.mkdir(0o700)
        os.chown(home, somebody.uid, somebody.gid)
        cold = run(home / "postgres", "--settings", "{}", account=somebody)
        assert cold.first["owner"]
        files = [path for path in (home / "postgres").iterdir() if path.stat().st_uid != somebody.uid]
        assert not files
        assert cold.ask("stop") == {"owner": False, "alive": False}
        warm = run(home / "postgres", "--settings", "{}", account=somebody)
        print(f"\nas {somebody.name}: cold {cold.first['seconds']:.2f} s, warm {warm.first['seconds']:.2f} s")  # noqa: T201

    async def test_attaches_to_the_server_of_another_process(self, make: Make, run: Run, folder: Path) -> None:
        first = run(folder)
        (postgres := make(folder)).start()
        assert (first.first["owner"], postgres.owner, postgres.alive()) == (True, False, True)
        assert address(postgres) == first.first["url"]
        postgres.stop()
        assert first.ask()["alive"]

    def test_lets_two_that_begin_at_once_share_one_server(self, run: Run, place: Path) -> None:
        both = [run(place / "postgres", wait=False) for _ in range(2)]
        said = [one.hear() for one in both]
        assert sorted(one["owner"] for one in said) == [False, True]
        assert said[0]["url"] == said[1]["url"]

    def test_is_not_stopped_by_a_pid_file_whose_number_is_in_use_again(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        as_account = ["setpriv", "--reuid", account_for_root().name, "--clear-groups"] if AS_ROOT else []
        with subprocess.Popen([*as_account, "sleep", "60"]) as stranger:
            lines = (folder / "cluster" / "postmaster.pid").read_text().splitlines()
            postgres.stop()
            (folder / "cluster" / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
            postgres.start()
            assert postgres.alive()
            assert stranger.poll() is None
            stranger.kill()

    async def test_starts_after_everything_was_killed_at_once(self, make: Make, run: Run, folder: Path) -> None:
        program = run(folder, "--settings", "{}")
        await keep_row(program.first["url"])
        everything = [psutil.Process(program.running.pid), *servers_below(folder)]
        for one in everything:
            one.suspend()
        for one in everything:
            one.kill()
        program.running.wait()
        assert (folder / "cluster" / "postmaster.pid").exists()
        (postgres := make(folder)).start()
        assert await ask(address(postgres), "select word from kept") == "still here"

    def test_stops_a_server_that_outlived_its_owner(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        command = psutil.Process(server_pid(folder)).cmdline()
        postgres.stop()
        as_account = ["setpriv", "--reuid", account_for_root().name, "--clear-groups"] if AS_ROOT else []
        with subprocess.Popen([*as_account, *command], stderr=subprocess.DEVNULL, cwd="/") as orphan:
            until((folder / "socket" / ".s.PGSQL.5432").exists)
            postgres.start()
            assert orphan.wait(1) == 0
        assert server_pid(folder) != orphan.pid

    async def test_recovers_from_a_kill_while_the_cluster_was_made(self, make: Make, run: Run, place: Path) -> None:
        program = run(place / "postgres", wait=False)
        until((place / "postgres" / "cluster.new" / "base").exists)
        program.kill()
        until(lambda: not servers_below(place), 2.0)
        assert not (place / "postgres" / "cluster").exists()
        (postgres := make()).start()
        assert await ask(address(postgres), "select current_database()") == "evenhand"

    async def test_keeps_rows_out_of_the_log(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        connection = await asyncpg.connect(address(postgres))
        await connection.execute("create table people (email text unique)")
        await connection.execute("insert into people values ($1)", "alice@example.org")
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.execute("insert into people values ($1)", "alice@example.org")
        await connection.close()
        log = (folder / "postgres.log").read_text()
        assert "people_email_key" in log
        assert "alice@" not in log


class TestStartRefuses:
    def refusal(self, postgres: EmbeddedPostgres) -> str:
        with pytest.raises(EmbeddedPostgresError) as refused:
            postgres.start()
        assert not postgres.owner
        return str(refused.value)

    def test_a_folder_it_cannot_write(self, run: Run, place: Path, somebody: Account) -> None:
        (place / "closed").mkdir(0o555)
        if AS_ROOT:
            os.chown(place / "closed", somebody.uid, somebody.gid)
        said = run(place / "closed" / "postgres", account=somebody).first["error"]
        assert said.startswith(f"The database cannot write to {place}/closed/postgres: this user may not;")

    def test_a_file_in_its_place(self, make: Make, place: Path) -> None:
        (place / "postgres").write_text("not a folder")
        assert "a file is in the way" in self.refusal(make())

    def test_a_cluster_of_another_major_version(self, make: Make, folder: Path) -> None:
        (folder / "cluster" / "PG_VERSION").write_text("15\n")
        assert "was made by PostgreSQL 15 and this Evenhand brings 18" in self.refusal(make(folder))

    def test_a_lost_password(self, make: Make, folder: Path) -> None:
        (folder / "password").unlink()
        assert "password is missing" in self.refusal(make(folder))

    def test_a_server_that_stays_silent_and_quotes_it(self, make: Make, folder: Path) -> None:
        said = self.refusal(make(folder, patience=-1.0))
        assert "silent for" in said

    def test_settings_that_postgresql_does_not_know(self, make: Make, folder: Path) -> None:
        assert 'unrecognized configuration parameter "colour"' in self.refusal(make(folder, settings={"colour": "red"}))

    def test_a_platform_without_the_wheel(self, run: Run, place: Path) -> None:
        said = run(place / "postgres", wheel=False).first["error"]
        assert said.startswith("No PostgreSQL comes with Evenhand for this platform")

    @only_root
    def test_a_full_disk(self, make: Make, place: Path) -> None:
        (place / "small").mkdir()
        if subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", place / "small"]).returncode:
            pytest.skip("this container may not mount")
        try:
            assert f"The disk that holds {place}/small/postgres is full" in self.refusal(
                make(place / "small" / "postgres")
            )
        finally:
            subprocess.run(["/bin/umount", place / "small"], check=True)

    def test_a_damaged_cluster_and_asks_for_the_backup(self, make: Make, folder: Path) -> None:
        for segment in (folder / "cluster" / "pg_wal").glob("0*"):
            segment.write_bytes(bytes(segment.stat().st_size))
        assert "are damaged: put a backup in their place" in self.refusal(make(folder))


class TestStop:
    def test_can_be_called_twice_and_before_start(self, make: Make, folder: Path) -> None:
        postgres = make(folder)
        postgres.stop()
        postgres.start()
        postgres.stop()
        postgres.stop()
        assert (postgres.owner, postgres.alive(), servers_below(folder)) == (False, False, [])

    async def test_ends_sessions_that_are_busy(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        connection = await asyncpg.connect(address(postgres))
        sleeping = asyncio.create_task(connection.execute("select pg_sleep(60)"))
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        await asyncio.to_thread(postgres.stop)
        assert time.monotonic() - begun < 15
        with pytest.raises(asyncpg.PostgresError):
            await sleeping
        connection.terminate()

    async def test_ends_a_start_that_is_still_waiting(self, make: Make, run: Run, folder: Path) -> None:
        owner = run(folder)
        server = psutil.Process(server_pid(folder))
        server.suspend()
        postgres = make(folder)
        starting = asyncio.create_task(asyncio.to_thread(postgres.start))
        await asyncio.sleep(0.2)
        stopping = asyncio.create_task(asyncio.to_thread(postgres.stop))
        with pytest.raises(EmbeddedPostgresError, match="was stopped while it was starting"):
            await starting
        await stopping
        server.resume()
        assert owner.ask()["alive"]


class TestUrl:
    def test_refuses_before_start(self, make: Make) -> None:
        with pytest.raises(EmbeddedPostgresError, match="has not been started"):
            make().url()

    async def test_leads_sqlalchemy_to_any_database(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        await ask(address(postgres), 'create database "odd name & ü/?"')
        engine = create_async_engine(postgres.url("odd name & ü/?"))
        async with engine.connect() as connection:
            assert await connection.scalar(text("select current_database()")) == "odd name & ü/?"
        await engine.dispose()

    async def test_asks_for_the_password(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        password = (folder / "password").read_text()
        assert (folder / "password").stat().st_mode & 0o777 == 0o600
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(address(postgres).replace(password, "wrong"), "select 1")

    @pytest.mark.parametrize("below", ["a-folder-with-a-long-name/" * 5, "comma,and:colon", "имя"])
    async def test_is_short_and_plain_wherever_the_folder_is(
        self, make: Make, folder: Path, place: Path, below: str
    ) -> None:
        (postgres := make(move(folder, place / below))).start()
        socket_folder = postgres._socket_folder
        assert socket_folder is not None
        assert socket_folder.parent == Path("/tmp")  # noqa: S108
        assert await ask(address(postgres), "select 1") == 1
        postgres.stop()
        socket_folder.rmdir()


class TestKeepRunning:
    async def test_brings_a_killed_server_back_with_its_data(self, make: Make, folder: Path) -> None:
        (postgres := make(folder, settings={})).start()
        await keep_row(address(postgres))
        keeping = asyncio.create_task(postgres.keep_running())
        psutil.Process(server_pid(folder)).kill()
        await asyncio.sleep(0.05)
        took = await asyncio.to_thread(until, postgres.alive)
        print(f"\nback after {took + 0.05:.2f} s")  # noqa: T201
        assert await ask(address(postgres), "select word from kept") == "still here"
        keeping.cancel()

    async def test_ends_a_busy_session_that_a_killed_server_left(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        keeping = asyncio.create_task(postgres.keep_running())
        connection = await asyncpg.connect(address(postgres))
        busy = asyncio.create_task(connection.execute("do $$ begin for i in 1..2000000000 loop null; end loop; end $$"))
        await asyncio.sleep(0.2)
        psutil.Process(server_pid(folder)).kill()
        await asyncio.sleep(0.05)
        await asyncio.to_thread(until, postgres.alive)
        with pytest.raises((asyncpg.PostgresError, OSError)):
            await busy
        keeping.cancel()

    async def test_takes_over_from_an_owner_that_was_killed(self, make: Make, run: Run, folder: Path) -> None:
        owner = run(folder, "--settings", "{}")
        (postgres := make(folder)).start()
        await keep_row(address(postgres))
        keeping = asyncio.create_task(postgres.keep_running())
        owner.kill()
        await asyncio.to_thread(until, lambda: postgres.owner and postgres.alive())
        assert address(postgres) == owner.first["url"]
        assert await ask(address(postgres), "select word from kept") == "still here"
        keeping.cancel()

    async def test_takes_over_from_an_owner_that_stopped(self, run: Run, folder: Path) -> None:
        owner, other = run(folder), run(folder)
        assert not other.first["owner"]
        owner.ask("stop")
        await asyncio.to_thread(until, lambda: other.ask()["alive"])
        assert other.ask()["owner"]

    async def test_tries_again_when_a_restart_fails(
        self, make: Make, folder: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (postgres := make(folder)).start()
        keeping = asyncio.create_task(postgres.keep_running())
        (folder / "cluster" / "PG_VERSION").rename(folder / "hidden")
        psutil.Process(server_pid(folder)).kill()
        await asyncio.to_thread(until, lambda: "The database is down" in caplog.text)
        (folder / "hidden").rename(folder / "cluster" / "PG_VERSION")
        await asyncio.to_thread(until, postgres.alive)
        keeping.cancel()

    async def test_leaves_a_stopped_database_alone(self, make: Make, folder: Path) -> None:
        (postgres := make(folder)).start()
        keeping = asyncio.create_task(postgres.keep_running())
        await asyncio.to_thread(postgres.stop)
        await asyncio.sleep(0.7)
        assert not postgres.alive()
        keeping.cancel()


class TestOwner:
    async def test_takes_everything_along_when_it_is_killed(self, run: Run, folder: Path) -> None:
        owner = run(folder, "--settings", "{}")
        connection = await asyncpg.connect(owner.first["url"])
        sleeping = asyncio.create_task(connection.execute("select pg_sleep(60)"))
        await asyncio.sleep(0.1)
        owner.kill()
        took = await asyncio.to_thread(until, lambda: not servers_below(folder), 2.0)
        print(f"\nnothing left after {took:.2f} s")  # noqa: T201
        with pytest.raises((asyncpg.PostgresError, OSError)):
            await sleeping
        connection.terminate()

    def test_keeps_a_server_whose_starting_thread_has_ended(self, run: Run, folder: Path) -> None:
        owner = run(folder, "--short-thread")
        time.sleep(0.3)
        assert owner.ask()["alive"]

    async def test_is_not_a_forked_child(self, make: Make, run: Run, folder: Path) -> None:
        owner = run(folder)
        child = psutil.Process(owner.ask("fork")["child"])
        await asyncio.sleep(0.2)
        assert owner.ask()["alive"]
        owner.kill()
        (postgres := make(folder)).start()
        assert postgres.owner
        assert child.is_running()
        child.kill()
