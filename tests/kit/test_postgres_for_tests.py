"""start_for_tests and stop_for_tests: one fast server a run, and nothing left of it."""

import asyncpg
import pytest
from tests.kit import postgres_for_tests
from tests.kit.embedded_postgres.conftest import servers_below
from tests.kit.postgres_for_tests import PREFIX, start_for_tests, stop_for_tests, temporary_folder

pytestmark = pytest.mark.process


class TestStartForTests:
    async def test_gives_a_server_that_trades_durability_for_speed(self) -> None:
        postgres = start_for_tests()
        connection = await asyncpg.connect(postgres.url(driver="postgresql"))
        assert await connection.fetchval("select current_setting('fsync')") == "off"
        await connection.close()
        folder = postgres_for_tests._folders[postgres]
        stop_for_tests(postgres)
        stop_for_tests(postgres)
        assert not folder.exists()
        assert not servers_below(folder)

    def test_removes_what_a_killed_run_left_and_nothing_in_use(self) -> None:
        running = start_for_tests()
        left = temporary_folder(PREFIX)
        (left / "in-use.lock").touch()
        stop_for_tests(start_for_tests())
        assert not left.exists()
        assert running.alive()
        stop_for_tests(running)
