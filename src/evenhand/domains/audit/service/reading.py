"""Searching the log, and taking it away in files. Whoever reads it is in it too."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.domains.audit import queries, rules
from evenhand.domains.audit.models import Entry
from evenhand.domains.audit.rules import Act
from evenhand.domains.audit.schemas import EntryOut, Search
from evenhand.domains.audit.service.writing import AT_ONCE, record, told
from evenhand.kit.cursor import cut, from_cursor
from evenhand.kit.db import Database, Session
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.tables import line

FORMAT, VERSION = "evenhand.audit", 1
COLUMNS = (
    "at",
    "act",
    "person",
    "role",
    "object",
    "object_id",
    "reason",
    "before",
    "after",
    "network",
    "request",
    "id",
    "org",
    "seq",
)


async def look(
    session: Session, asked: Search, *, actor: Actor, cursor: str, limit: int, now: datetime
) -> tuple[list[EntryOut], str | None]:
    """Entries that the actor may read and that fit, the newest first, and the cursor of the next page.

    Having looked is an entry of its own, with what was looked for. Raises BadCursor.
    """
    after = from_cursor(cursor, UUID)
    rows = await queries.entries(
        session, org_id=scope(asked, actor=actor), limit=limit + 1, before=after[0] if after else None, **asked.scope()
    )
    record(session, Act.AUDIT_READ, actor=actor, after=asked.codes(), now=now)
    shown, following = cut(rows, limit, lambda row: (row.id,))
    return [_out(row) for row in shown], following


def scope(asked: Search, *, actor: Actor) -> UUID | None:
    """Whose chain the actor may read: their organisation's and no other; for platform administrators any, or all."""
    return asked.organisation if actor.role is Role.PLATFORM else actor.organisation


def _out(entry: Entry) -> EntryOut:
    kept = {name: getattr(entry, name) for name in EntryOut.model_fields if name not in {"label", "hash"}}
    label = rules.WORDS[Act(entry.act)] if entry.act in set(Act) else entry.act
    return EntryOut(**kept, label=label, hash=entry.hash.hex() if entry.hash else None)


def tell_export(session: Session, asked: Search, *, actor: Actor, now: datetime) -> None:
    """That somebody took the log away is in the log."""
    record(session, Act.AUDIT_EXPORTED, actor=actor, after=asked.codes(), now=now)


async def export_lines(database: Database, *, org_id: UUID) -> AsyncIterator[bytes]:
    """The head of an organisation's chain, then each sealed entry up to it, a JSON object a line.

    Written while it is read, in short transactions: what is sealed does not change between them.
    """
    async with database.transaction() as session:
        chain = await queries.chain(session, org_id=org_id)
    length, head = (chain.length, chain.head) if chain else (0, rules.START)
    yield _object({"format": FORMAT, "version": VERSION, "org": str(org_id), "length": length, "head": head.hex()})
    done = 0
    while done < length:
        async with database.transaction() as session:
            rows = await queries.sealed(session, org_id=org_id, after=done, upto=length, limit=AT_ONCE)
        if not rows:
            return  # somebody took rows away behind our back; the verifier will name them
        yield b"".join(
            _object({**told(row), "prev": (row.prev or b"").hex(), "hash": (row.hash or b"").hex()}) for row in rows
        )
        done = rows[-1].seq or length


def _object(value: dict[str, Any]) -> bytes:
    return rules.canonical(value) + b"\n"


async def export_table(database: Database, asked: Search, *, org_id: UUID | None) -> AsyncIterator[bytes]:
    """Entries that fit, the newest first, as CSV in which no cell is taken for a formula."""
    yield "\ufeff".encode() + line(COLUMNS)
    last: UUID | None = None
    while True:
        async with database.transaction() as session:
            rows = await queries.entries(session, org_id=org_id, limit=AT_ONCE, before=last, **asked.scope())
        yield b"".join(line(told(row)[name] for name in COLUMNS) for row in rows)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id
