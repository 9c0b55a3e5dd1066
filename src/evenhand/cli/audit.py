"""`evenhand audit export` and `verify`: write the audit log to files, and look for changed rows in it or in a file.

Nothing here comes from the domain that writes the log (an import contract holds that): a mistake there must not be able
to hide itself.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from evenhand.cli.lines import LineUnusable, batch, lines_of, named, opened, read_object, refuse, tell
from evenhand.engines.auditing import (
    FORMAT,
    VERSION,
    Finding,
    Glance,
    Head,
    LogUnusable,
    Report,
    check,
    line_of,
    read_head,
    read_line,
)

if TYPE_CHECKING:
    import asyncpg

T = TypeVar("T")
Rows = Callable[[], AsyncIterator[dict[str, Any]]]
"""Reads the rows of a chain anew from its start, a few at a time."""
Look = Callable[[Head, Rows], Awaitable[T]]

CHANGED = 1
CHAINS = """
    SELECT coalesce(c.org_id, e.org_id) AS org_id, coalesce(c.length, 0) AS length,
        coalesce(encode(c.head, 'hex'), repeat('0', 64)) AS head
    FROM audit_chain c FULL JOIN (SELECT DISTINCT org_id FROM audit_entry WHERE seq IS NOT NULL) e USING (org_id)
    ORDER BY 1
"""
ROWS = """
    SELECT id::text, org_id::text AS org, person_id::text AS person, role, act, object_kind AS object,
        object_id::text, reason, before, after, network, request_id AS request, seq,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"') AS at,
        encode(prev, 'hex') AS prev, encode(hash, 'hex') AS hash
    FROM audit_entry WHERE org_id = $1 AND seq IS NOT NULL ORDER BY seq
"""
WAITING = "SELECT count(*) FROM audit_entry WHERE seq IS NULL"
WORDS = {"edited": "was edited", "removed": "was removed", "inserted": "was inserted", "moved": "stands elsewhere"}


def verify(file: Path | None) -> None:
    """Print what was changed. Exit codes: 0 nothing, 1 something, 2 it cannot be told."""
    with batch():
        if file is None:
            reports, waiting = _in_database(_checked)
        else:
            reports, waiting = [_of_file(file)], 0
        for report in reports:
            _print(report)
        _tell_waiting(waiting)
    raise SystemExit(CHANGED if any(report.findings for report in reports) else 0)


def export(folder: Path) -> None:
    """Write every chain to a file of its own, `audit-<organisation>.jsonl`, which `verify` reads; whole or not at all.

    The installation's own chain is that of the organisation of zeros. Rows are written as they are read.
    """
    with batch():
        folder.mkdir(parents=True, exist_ok=True)
        chains, waiting = _in_database(partial(_written, folder=folder))
        for written, rows in chains:
            print(f"{named(written)}: {rows:,} rows.")
        _tell_waiting(waiting)


async def _written(head: Head, rows: Rows, *, folder: Path) -> tuple[Path, int]:
    first = {"format": FORMAT, "version": VERSION, "org": head.org, "length": head.length, "head": head.hash}
    half = folder / f".audit-{head.org}.half"
    count = 0
    with half.open("w", encoding="utf-8") as stream:
        stream.write(f"{json.dumps(first)}\n")
        async for row in rows():
            stream.write(f"{json.dumps(row, ensure_ascii=False)}\n")
            count += 1
    return half.rename(folder / f"audit-{head.org}.jsonl"), count


def _tell_waiting(waiting: int) -> None:
    if waiting:
        tell(f"{waiting:,} not sealed yet, which takes a second or two while a worker runs.")


def _of_file(file: Path) -> Report:
    """Twice through a file that was changed, keeping its rows only then; a stream cannot be read twice."""
    with opened(file) as stream:
        start = stream.tell() if (again := stream.seekable()) else 0
        head, lines = _begun(stream, file)
        if again:
            glance = Glance(head)
            for place, text in enumerate(lines, 1):
                glance.see(read_line(place, text))
            if glance.is_whole:
                return Report(head, glance.rows)
            stream.seek(start)
            head, lines = _begun(stream, file)
        return check(head, (read_line(place, text) for place, text in enumerate(lines, 1)))


def _begun(stream: IO[bytes], file: Path) -> tuple[Head, Iterator[bytes]]:
    lines = lines_of(stream)
    try:
        return read_head(read_object(next(lines, b"{}"))), lines
    except (LogUnusable, LineUnusable) as error:
        refuse(f"{named(file)} cannot be checked. {error}")


async def _checked(head: Head, rows: Rows) -> Report:
    """As it is with a file: only of a chain that was changed are its rows' claims kept."""
    glance = Glance(head)
    async for row in rows():
        glance.see(line_of(glance.rows + 1, row))
    if glance.is_whole:
        return Report(head, glance.rows)
    place = 0
    return check(head, [line_of(place := place + 1, row) async for row in rows()])


def _in_database(look: Look[T]) -> tuple[list[T], int]:
    """What `look` makes of each chain, and how many rows wait to be sealed."""
    from evenhand.cli.database import open_database, read_settings, saying_why

    try:
        with saying_why(), open_database(read_settings()) as database:
            return asyncio.run(_each(database.url, look))
    except SystemExit as end:
        raise SystemExit(2 if end.code == 1 else end.code) from end  # 1 says that something was changed


async def _each(url: str, look: Look[T]) -> tuple[list[T], int]:
    import asyncpg
    from sqlalchemy.engine import make_url

    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):  # heads and rows of one moment
            chains = await connection.fetch(CHAINS)
            seen = [
                await look(
                    Head(str(chain["org_id"]), chain["length"], chain["head"]),
                    partial(_rows, connection, chain["org_id"]),
                )
                for chain in chains
            ]
            return seen, await connection.fetchval(WAITING)
    finally:
        await connection.close()


async def _rows(connection: "asyncpg.Connection[Any]", org_id: UUID) -> AsyncIterator[dict[str, Any]]:
    async for record in connection.cursor(ROWS, org_id, prefetch=500):
        yield _row(record)


def _row(record: Any) -> dict[str, Any]:
    found = dict(record)
    for name in ("before", "after"):
        found[name] = None if found[name] is None else json.loads(found[name])
    return found


def _print(report: Report) -> None:
    for line in _lines(report):
        print(line)


def _lines(report: Report) -> Iterator[str]:
    whose = f"Chain {report.head.org}"
    if not report.findings:
        yield f"{whose}: {report.rows:,} rows, none changed."
        return
    yield f"{whose}: {report.rows:,} rows of {report.head.length:,}, {len(report.findings):,} changes, the first first."
    yield from (_said(finding) for finding in report.findings)


def _said(finding: Finding) -> str:
    name = f"row {finding.seq}" if finding.seq else "a row without a number"
    about = f" ({finding.id})" if finding.id else ""
    where = f", line {finding.place + 1}" if finding.place else ""
    return f"  {name}{about}{where}: {WORDS[finding.kind]}"
