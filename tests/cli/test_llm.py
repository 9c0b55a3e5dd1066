"""`evenhand llm status`: what is configured and how it did, never a key."""

import asyncio
import json
from pathlib import Path

from tests.cli.command import environment, evenhand
from tests.external.llm import fault_server as does
from tests.external.llm.fault_server import FaultServer


class TestStatus:
    async def test_lists_endpoints_asks_them_and_shows_no_key(self, own_database: str, tmp_path: Path) -> None:
        async with (
            FaultServer([does.text("ready")]).running() as well,
            FaultServer([does.status(401)]).running() as ill,
        ):
            endpoints = [
                {"key": "house", "url": well.url, "model": "small", "own": True},
                {"key": "away", "url": ill.url, "model": "big", "api_key": "very-secret"},
            ]
            env = environment(
                DATABASE_URL=own_database,
                EVENHAND_DATA_DIR=str(tmp_path),
                EVENHAND_ENVIRONMENT="development",
                EVENHAND_LLM_ENDPOINTS=json.dumps(endpoints),
            )
            done = await asyncio.to_thread(evenhand, "llm", "status", "--ask", env=env)
        told = done.stdout.decode()
        assert done.returncode == 1, done.stderr
        assert f"1. house: small at {well.url}, without a key, your own" in told
        assert f"2. away: big at {ill.url}, with a key, outside" in told
        assert "ok    house: answers as fault-1, 110 tokens" in told
        assert "MEND  away: away answered with 401." in told
        assert "very-secret" not in told + done.stderr.decode()
