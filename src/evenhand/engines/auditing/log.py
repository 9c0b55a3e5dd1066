"""A log as it was exported: a head, then one sealed row a line. Of a row only its claims are kept, not its content."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMAT = "evenhand.audit"
VERSION = 1
START = "0" * 64
SIGNED = frozenset(
    "act after at before id network object object_id org person reason request role seq".split()  # noqa: SIM905
)
SEALS = frozenset(("hash", "prev"))


class LogUnusable(Exception):
    """This is no exported log; the text says why."""


@dataclass(frozen=True)
class Head:
    """How long the chain is, the hash of its last row, and whose it is."""

    org: str
    length: int
    hash: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a row claims to be, and the hash that its content has (empty where it is no row at all)."""

    place: int
    seq: int
    id: str
    prev: str
    hash: str
    real: str

    @property
    def is_whole(self) -> bool:
        """Whether its content has the hash it claims."""
        return self.real != "" and self.real == self.hash


def read_head(value: Mapping[str, Any]) -> Head:
    """The first line. Raises LogUnusable."""
    if value.get("format") != FORMAT:
        raise LogUnusable("Its first line is not the head of an exported audit log.")
    if value.get("version") != VERSION:
        raise LogUnusable("It was exported in another format. Use the version of Evenhand that wrote it.")
    org, length, last = value.get("org"), value.get("length"), value.get("head")
    if not isinstance(org, str) or not _is_count(length) or not isinstance(last, str):
        raise LogUnusable("The head in its first line is not complete.")
    return Head(org, int(length or 0), last)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def read_line(place: int, text: bytes) -> Line:
    """A row of an exported file. What cannot be read, or says something twice, is a row without any claim."""
    try:
        return line_of(place, json.loads(text, object_pairs_hook=_once))
    except (ValueError, RecursionError):
        return line_of(place, None)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def line_of(place: int, value: Any) -> Line:
    """A row, whatever has become of it."""
    if not isinstance(value, dict):
        return Line(place, 0, "", "", "", "")
    seq, row_id, prev, claimed = (value.get(name) for name in ("seq", "id", "prev", "hash"))
    return Line(
        place,
        int(seq or 0) if _is_count(seq) else 0,
        row_id if isinstance(row_id, str) else "",
        prev if isinstance(prev, str) else "",
        claimed if isinstance(claimed, str) else "",
        _real_hash(value, prev),
    )


def _real_hash(value: Mapping[str, Any], prev: Any) -> str:
    if set(value) != SIGNED | SEALS or not isinstance(prev, str):
        return ""
    content = {name: value[name] for name in SIGNED}
    try:
        before = bytes.fromhex(prev)
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return ""
    return hashlib.sha256(before + text).hexdigest() if len(before) == 32 and before.hex() == prev else ""
