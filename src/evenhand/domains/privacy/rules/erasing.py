"""What can be erased, how far an erasure is, and its certificate: tables, counts and hashes, and nobody's data."""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal, get_args

from evenhand.kit.erasing import Erased
from evenhand.kit.words import Sentence, say

What = Literal["account", "copy", "practice", "resumes"]
WHATS: tuple[What, ...] = get_args(What)
OPEN = ("asked", "erasing", "held")
FORMAT = "evenhand-erasure-certificate-1"
REFERENCE_BYTES = 10

STATES: Mapping[str, Sentence] = {
    "asked": say("Waits until its day, and can be called off until then"),
    "erasing": say("Is being erased now"),
    "held": say("Erased, but for what a company has to keep"),
    "done": say("Erased"),
    "cancelled": say("Called off"),
    "stopped": say("Not done: you are the only administrator of a company. Give a colleague that role and ask again."),
}
TITLES: Mapping[str, Sentence] = {
    "account": say("Your whole account"),
    "copy": say("What a company holds about you"),
    "practice": say("Your practice"),
    "resumes": say("Your resumes"),
}
HOLD_REASONS: Mapping[str, Sentence] = {
    "claim": say("A dispute or a legal claim about it"),
    "authority": say("A court or an authority asked for it"),
    "audit": say("A check that the law requires"),
}
RESTORED = "restored"
"""Why something is erased, or held, that a backup brought back."""
FEWEST_DOUBTED = 3
HELD_FOR: Mapping[str, Sentence] = {
    **HOLD_REASONS,
    RESTORED: say("It was held when a backup was restored; the reason is not in the backup"),
}
"""What may stand on a hold; an organisation itself chooses from HOLD_REASONS."""
ERASE_REASONS: Mapping[str, Sentence] = {
    "request": say("They asked us to, by mail or by phone"),
    "mistake": say("It should not have reached us"),
    "needless": say("We do not need it any more"),
}
KEPT: tuple[tuple[str, Sentence], ...] = (
    ("audit_entry", say("The record of who did what and when: numbers and codes that lead nowhere any more.")),
    ("erasure", say("The certificate: how much was erased of what. It names nobody.")),
)


def doubtful(without: int, *, people: int) -> bool:
    """Whether it is rather keys that were lost than people who were erased."""
    return without > FEWEST_DOUBTED and without * 2 > people


def new_reference() -> str:
    """A number nobody guesses, made to be read out: four groups of four letters and digits."""
    text = base64.b32encode(secrets.token_bytes(REFERENCE_BYTES)).decode()
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))


def read_reference(text: str) -> str:
    """A reference as people write it down."""
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    return "-".join(plain[place : place + 4] for place in range(0, len(plain), 4))


def started(holder: str, org: str, *, keys: int, files: int) -> dict[str, Any]:
    """The part of a report about one copy, before anything is gone. `org` is empty for the person's own account."""
    return {"holder": holder, "org": org, "keys": keys, "files": files, "done": False, "erased": [], "unnamed": []}


def counted(erased: Iterable[Erased]) -> dict[str, Any]:
    """What was done to tables: how many rows, and a hash of their ids in order, by which they can be told apart."""
    lines = list(erased)
    return {
        "done": True,
        "erased": [_line(one) for one in lines if not one.column],
        "unnamed": [{**_line(one), "column": one.column} for one in lines if one.column],
    }


def _line(one: Erased) -> dict[str, Any]:
    return {"table": one.table, "rows": len(one.ids), "sha256": hash_of(one.ids)}


def hash_of(ids: Iterable[str]) -> str:
    """SHA-256 over the ids, sorted, a line each."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(ids)).encode()).hexdigest()


def part_of(report: Mapping[str, Any], org: str) -> dict[str, Any] | None:
    """The part about one copy."""
    return next((one for one in report.get("copies", []) if one["org"] == org), None)


def certificate(
    *,
    reference: str,
    what: str,
    cause: str,
    reason: str,
    state: str,
    asked_at: datetime,
    done_at: datetime | None,
    report: Mapping[str, Any],
) -> dict[str, Any]:
    """What whoever was erased can show, and everybody can read who was given its number."""
    return {
        "format": FORMAT,
        "reference": reference,
        "what": what,
        "cause": cause,
        "reason": reason,
        "state": state,
        "asked_at": asked_at.isoformat(timespec="seconds"),
        "done_at": done_at.isoformat(timespec="seconds") if done_at else None,
        "copies": [one for one in report.get("copies", []) if one["erased"]],
        "held_back": report.get("held", []),
        "stays": [table for table, _ in KEPT],
    }


def fingerprint(certificate: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON; its first 40 digits stand in the audit log."""
    text = json.dumps(certificate, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
