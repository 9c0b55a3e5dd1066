"""A thousand random edits of an exported log: each is found, and named by number and id."""

import hashlib
import json
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from evenhand.engines.auditing import Finding, Glance, Head, Report, check, read_line

ROWS = 60
EDITS = 1000
SEED = 20261121
Row = dict[str, Any]


def sealed(row: Row) -> Row:
    """As docs/decisions/0013-audit.md says, once more and by hand."""
    content = {name: value for name, value in row.items() if name not in {"prev", "hash"}}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return {**row, "hash": hashlib.sha256(bytes.fromhex(row["prev"]) + text).hexdigest()}


def log() -> list[Row]:
    chance = random.Random(SEED)  # noqa: S311 - chance that repeats
    prev = "0" * 64
    rows = []
    for seq in range(1, ROWS + 1):
        row = sealed(
            {
                "seq": seq,
                "id": str(UUID(int=chance.getrandbits(128))),
                "org": str(UUID(int=7)),
                "person": str(UUID(int=chance.getrandbits(128))) if seq % 5 else None,
                "role": chance.choice(["recruiter", "admin", ""]),
                "act": chance.choice(["application.read", "application.moved", "job.closed"]),
                "object": "application",
                "object_id": str(UUID(int=chance.getrandbits(128))),
                "reason": chance.choice(["", "file"]),
                "before": {"stage": "applied"} if seq % 3 else None,
                "after": {"stage": "review", "version": seq},
                "network": "192.0.2.0/24",
                "request": f"{chance.getrandbits(64):016x}",
                "at": f"2026-11-21T09:{seq:02}:00.000000+00:00",
                "prev": prev,
            }
        )
        prev = row["hash"]
        rows.append(row)
    return rows


LOG = log()
HEAD = Head(str(UUID(int=7)), ROWS, LOG[-1]["hash"])


def checked(rows: list[Row]) -> Report:
    lines = [read_line(place, json.dumps(row).encode()) for place, row in enumerate(rows, 1)]
    report = check(HEAD, lines)
    glance = Glance(HEAD)
    for line in lines:
        glance.see(line)
    assert glance.is_whole is (report.findings == [])
    return report


def named(found: list[Finding], kind: str) -> set[tuple[int, str]]:
    assert {one.kind for one in found} == {kind}, found
    return {(one.seq, one.id) for one in found}


def another(chance: random.Random, value: Any) -> Any:
    """Not the same value, often of the same kind."""
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 7, 1000])
    if isinstance(value, dict):
        return chance.choice([None, {}, {**value, "stage": "offer"}])
    if not value:
        return "x"
    at = chance.randrange(len(value))
    return value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]


def edit(chance: random.Random, rows: list[Row]) -> None:
    """A field is changed; half the time its own hash is made to fit."""
    at = chance.randrange(ROWS)
    field = chance.choice(sorted(rows[at]))
    changed = {**rows[at], field: another(chance, rows[at][field])}
    if field != "hash" and chance.random() < 0.5:
        changed = sealed(changed)
    rows[at] = changed
    found = checked(rows).findings
    assert [(one.kind, one.seq, one.id) for one in found] == [("edited", at + 1, changed["id"])], field


def drop_field(chance: random.Random, rows: list[Row]) -> None:
    at = chance.randrange(ROWS)
    field = chance.choice(sorted(set(rows[at]) - {"seq", "id"}))
    rows[at] = {name: value for name, value in rows[at].items() if name != field}
    assert named(checked(rows).findings, "edited") == {(at + 1, rows[at]["id"])}


def remove(chance: random.Random, rows: list[Row]) -> None:
    del rows[(at := chance.randrange(ROWS))]
    assert named(checked(rows).findings, "removed") == {(at + 1, "")}


def insert(chance: random.Random, rows: list[Row]) -> None:
    """A row that nobody wrote, with a hash that fits and the number of its neighbour; or one that is there twice."""
    at = chance.randrange(ROWS)
    forged = rows[at]
    if chance.random() < 0.7:
        forged = sealed({**forged, "id": str(UUID(int=chance.getrandbits(128))), "act": "role.given"})
    rows.insert(chance.randrange(ROWS + 1), forged)
    assert named(checked(rows).findings, "inserted") == {(at + 1, forged["id"])}


def swap(chance: random.Random, rows: list[Row]) -> None:
    one, two = sorted(chance.sample(range(ROWS), 2))
    rows[one], rows[two] = rows[two], rows[one]
    found = named(checked(rows).findings, "moved")
    both = {(one + 1, rows[two]["id"]), (two + 1, rows[one]["id"])}
    assert found == both if two - one > 2 else found and found < both | {(one + 2, rows[one + 1]["id"])}


def move(chance: random.Random, rows: list[Row]) -> None:
    at = chance.randrange(ROWS)
    row = rows.pop(at)
    to = chance.choice([place for place in range(ROWS) if abs(place - at) > 1])
    rows.insert(to, row)
    assert named(checked(rows).findings, "moved") == {(at + 1, row["id"])}


def truncate(chance: random.Random, rows: list[Row]) -> None:
    left = chance.randrange(ROWS)
    del rows[left:]
    assert named(checked(rows).findings, "removed") == {(seq, "") for seq in range(left + 1, ROWS + 1)}


KINDS: list[Callable[[random.Random, list[Row]], None]] = [
    edit, edit, drop_field, remove, insert, swap, move, truncate
]  # fmt: skip


class TestCheck:
    def test_finds_nothing_in_a_log_that_nobody_touched(self) -> None:
        assert checked(LOG).findings == []

    def test_finds_and_names_each_of_a_thousand_random_edits(self) -> None:
        chance = random.Random(SEED)  # noqa: S311 - chance that repeats
        for turn in range(EDITS):
            KINDS[turn % len(KINDS)](chance, [dict(row) for row in LOG])

    def test_names_several_at_once(self) -> None:
        rows = [dict(row) for row in LOG]
        rows[9]["role"] = "admin-not"
        rows[29]["act"] = "role.given"
        del rows[49]
        found = [(one.kind, one.seq) for one in checked(rows).findings]
        assert found == [("edited", 10), ("edited", 30), ("removed", 50)]

    def test_finds_a_chain_made_anew_from_a_changed_row_on(self) -> None:
        """Everything from there on is another row than the head and the rows before it say."""
        rows = [dict(row) for row in LOG]
        rows[40]["act"] = "role.given"
        for at in range(40, ROWS):
            rows[at] = sealed({**rows[at], "prev": rows[at - 1]["hash"]})
        assert [(one.kind, one.seq) for one in checked(rows).findings][-1] == ("edited", ROWS)

    @pytest.mark.parametrize("text", [b"{", b"[]", b"null", b'{"seq": 1e999}', b"\xff", b'{"seq": 3, "seq": 4}'])
    def test_names_a_line_that_is_no_row(self, text: bytes) -> None:
        lines = [read_line(place, json.dumps(row).encode()) for place, row in enumerate(LOG, 1)]
        lines[9] = read_line(10, text)
        assert [(one.kind, one.seq, one.place) for one in check(HEAD, lines).findings] == [("edited", 10, 10)]
