"""`evenhand audit export` and `verify`: write the audit log to files, and look for changed rows in it or in a file.

Nothing here comes from the domain that writes the log (an import contract holds that): a mistake there must not be able
to hide itself.
"""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenhand.cli.lines import LineUnusable, batch, lines_of, named, opened, read_object, refuse, tell
from evenhand.engines.auditing import (
    FORMAT,
    VERSION,
    Finding,
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

Read = tuple[list[tuple[Head, list[dict[str, Any]]]], int]

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
            reports, waiting = _of_database()
        else:
            reports, waiting = [_of_file(file)], 0
        for report in reports:
            _print(report)
        _tell_waiting(waiting)
    raise SystemExit(CHANGED if any(report.findings for report in reports) else 0)


def export(folder: Path) -> None:
    """Write every chain to a file of its own, `audit-<organisation>.jsonl`, which `verify` reads; whole or not at all.

    The installation's own chain is that of the organisation of zeros.
    """
    with batch():
        folder.mkdir(parents=True, exist_ok=True)
        chains, waiting = _from_database()
        for head, rows in chains:
            first = {"format": FORMAT, "version": VERSION, "org": head.org, "length": head.length, "head": head.hash}
            half = folder / f".audit-{head.org}.half"
            with half.open("w", encoding="utf-8") as stream:
                stream.writelines(f"{json.dumps(one, ensure_ascii=False)}\n" for one in (first, *rows))
            written = half.rename(folder / f"audit-{head.org}.jsonl")
            print(f"{named(written)}: {len(rows):,} rows.")
        _tell_waiting(waiting)


def _tell_waiting(waiting: int) -> None:
    if waiting:
        tell(f"{waiting:,} not sealed yet, which takes a second or two while a worker runs.")


def _of_file(file: Path) -> Report:
    with opened(file) as stream:
        lines = lines_of(stream)
        try:
            head = read_head(read_object(next(lines, b"{}")))
        except (LogUnusable, LineUnusable) as error:
            refuse(f"{named(file)} cannot be checked. {error}")
        return check(head, (read_line(place, text) for place, text in enumerate(lines, 1)))


def _of_database() -> tuple[list[Report], int]:
    chains, waiting = _from_database()
    return [_checked(head, rows) for head, rows in chains], waiting


def _checked(head: Head, rows: list[dict[str, Any]]) -> Report:
    return check(head, (line_of(place, row) for place, row in enumerate(rows, 1)))


def _from_database() -> Read:
    from evenhand.cli.database import open_database, read_settings, saying_why

    try:
        with saying_why(), open_database(read_settings()) as database:
            return asyncio.run(_read(database.url))
    except SystemExit as end:
        raise SystemExit(2 if end.code == 1 else end.code) from end  # 1 says that something was changed


async def _read(url: str) -> Read:
    """Every chain, its head with its rows, and how many rows wait to be sealed."""
    import asyncpg
    from sqlalchemy.engine import make_url

    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):  # heads and rows of one moment
            chains = await connection.fetch(CHAINS)
            read = [await _chain(connection, chain) for chain in chains]
            return read, await connection.fetchval(WAITING)
    finally:
        await connection.close()


async def _chain(connection: "asyncpg.Connection[Any]", chain: Any) -> tuple[Head, list[dict[str, Any]]]:
    head = Head(str(chain["org_id"]), chain["length"], chain["head"])
    return head, [_row(record) async for record in connection.cursor(ROWS, chain["org_id"], prefetch=500)]


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
