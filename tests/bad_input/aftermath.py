"""What must be so after anything was sent: no row more or less, no trace in the answer or the log, the server up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from httpx2 import Response
from sqlalchemy import text
from structlog.testing import capture_logs

from evenhand import wiring
from evenhand.kit.db import Base, Database

TRACES = ("Traceback", 'File "', "sqlalchemy", "asyncpg", "pydantic", "object at 0x")
assert wiring.DOMAINS  # importing it makes every table known
TOLD = {"audit_entry", "audit_chain", "rate_window"}  # which hold that something was read or tried, too
TABLES: list[str] = sorted(set(Base.metadata.tables) - TOLD)


async def rows(database: Database) -> dict[str, int]:
    """How many rows each table and the queue hold, the sum of their versions, and how many bytes are sealed in them."""
    counts = [f"SELECT '{name}' AS name, count(*) AS many FROM \"{name}\"" for name in [*TABLES, "pgqueuer"]]  # noqa: S608
    counts += [
        f"SELECT '{name}.version', coalesce(sum(version), 0) FROM \"{name}\""  # noqa: S608 - our own names
        for name in TABLES
        if "version" in Base.metadata.tables[name].columns
        and Base.metadata.tables[name].columns["version"].type.python_type is int
    ]
    counts += [
        f'SELECT \'{name}.{column.name}\', coalesce(sum(octet_length("{column.name}")), 0) FROM "{name}"'  # noqa: S608
        for name in TABLES
        for column in Base.metadata.tables[name].columns
        if column.name.endswith("_sealed")
    ]
    async with database.transaction() as session:
        found = await session.execute(text(" UNION ALL ".join(counts)))
        return {name: int(many) for name, many in found}


def speaks_plainly(answer: Response) -> None:
    """A sentence for whoever sent it: problem JSON on the API, a page or a piece of one elsewhere, and no trace."""
    assert answer.status_code != 500, answer.text[:2000]
    shown = answer.text
    assert [trace for trace in TRACES if trace in shown] == []
    if answer.status_code >= 400:
        kind = answer.headers["content-type"]
        if answer.request.url.path.startswith("/api/"):
            assert kind == "application/problem+json"
            assert answer.json()["detail"].endswith((".", "?"))
        else:
            files = answer.request.url.path.startswith("/static/")  # of which the server refuses odd ranges shortly
            assert kind.startswith(("text/html", "text/plain") if files else "text/html")


@asynccontextmanager
async def nothing_left_behind(database: Database) -> AsyncIterator[None]:
    """Within the block nothing may be saved for good, and no error may be logged."""
    before = await rows(database)
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        yield
    assert [entry for entry in logged if entry["log_level"] in {"error", "critical"} or entry.get("exc_info")] == []
    after = await rows(database)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {}
