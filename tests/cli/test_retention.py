"""`evenhand retention run`: says what would go, then has it go."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.applicants import make_application
from tests.cli.command import environment, evenhand
from tests.openings import make_job
from tests.people import make_cast

from evenhand.domains.applications.models import Application
from evenhand.kit.clock import utc_now
from evenhand.kit.settings import Settings
from evenhand.wiring import House

pytestmark = pytest.mark.process


class TestRun:
    async def test_says_what_would_go_and_then_has_it_erased(self, own_database: str, tmp_path: Path) -> None:
        house = House.build(
            Settings(data_dir=tmp_path, environment="development", _env_file=None), database_url=own_database
        )
        cast = await make_cast(house)
        sent = await make_application(house, cast.mira, await make_job(house, cast.bob))
        async with house.database.transaction() as session:
            row = await session.get_one(Application, sent.id)
            row.stage, row.moved_at = "rejected", utc_now() - timedelta(days=2000)
        env = environment(EVENHAND_DATA_DIR=str(tmp_path), DATABASE_URL=own_database)

        async def said(*arguments: str) -> str:
            done = await asyncio.to_thread(
                evenhand, "retention", "run", *arguments, env=env, from_nothing=bool(arguments)
            )
            assert done.returncode == 0, done.stderr
            return done.stdout.decode()

        assert "Harbour Test, rejected: applicants whose data would go: 1." in await said("--dry-run")
        async with house.database.transaction() as session:
            assert await session.scalar(text("SELECT count(*) FROM erasure")) == 0
        assert "Harbour Test, rejected: applicants whose data go: 1." in await said()
        assert "Nothing has been kept too long." in await said()
        async with house.database.transaction() as session:
            assert await session.scalar(text("SELECT cause FROM erasure")) == "retention"
        await house.database.close()
