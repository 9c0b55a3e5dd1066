"""What an operator does at the command line is in the audit log, in the installation's chain."""

import json
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import make_url
from tests.cli.command import environment, evenhand

from evenhand.domains.audit.rules import INSTALLATION, WORDS, Act

pytestmark = pytest.mark.process

IMPORTED = {"email": "old@example.org", "name": "Old Account", "password_hash": "pbkdf2:sha256:1000$salt$" + "0" * 64}


async def told(url: str) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Act, reason and numbers of each entry of the installation's chain, in order."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    query = "SELECT act, reason, after FROM audit_entry WHERE org_id = $1 AND person_id IS NULL ORDER BY id"
    rows = await connection.fetch(query, INSTALLATION)
    await connection.close()
    return [(row["act"], row["reason"], json.loads(row["after"]) if row["after"] else None) for row in rows]


async def test_what_an_operator_does_is_told(own_database: str, tmp_path: Path) -> None:
    env = environment(EVENHAND_DATA_DIR=str(tmp_path / "data"), DATABASE_URL=own_database)
    assert evenhand("keys", "add", env=env).returncode == 0  # makes the first one
    accounts = tmp_path / "accounts.jsonl"
    accounts.write_text(json.dumps(IMPORTED) + "\n")
    done = [
        evenhand("keys", "add", env=env, from_nothing=True),
        evenhand("keys", "rotate", env=env),
        evenhand("user", "import", str(accounts), env=env, from_nothing=True),
        evenhand("audit", "export", tmp_path / "log", env=env, from_nothing=True),
        evenhand("backup", tmp_path / "kept", "--keys", tmp_path / "keys", env=env, from_nothing=True),
    ]
    assert [one.returncode for one in done] == [0] * len(done), [one.stderr for one in done]
    found = await told(own_database)
    assert [act for act, _, _ in found] == [
        Act.KEY_ADDED,
        Act.KEYS_ROTATED,
        Act.USERS_IMPORTED,
        Act.AUDIT_EXPORTED,
        Act.BACKUP_MADE,
    ]
    assert {reason for _, reason, _ in found} == {"command-line"}
    assert found[2][2] == {"made": 1, "known": 0, "refused": 0}
    restored = evenhand("restore", tmp_path / "kept", "--keys", tmp_path / "keys", "--yes", env=env, from_nothing=True)
    assert restored.returncode == 0, restored.stderr
    assert [act for act, _, _ in await told(own_database)][-2:] == [Act.AUDIT_EXPORTED, Act.BACKUP_RESTORED]


async def test_a_key_is_added_though_the_log_cannot_be_reached(tmp_path: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    env = environment(EVENHAND_DATA_DIR=str(tmp_path / "data"), DATABASE_URL=nowhere)
    evenhand("keys", "add", env=env)
    done = evenhand("keys", "add", env=env)
    assert done.returncode == 0
    assert b"is current" in done.stdout
    assert b"could not be written into the audit log" in done.stderr


def test_every_act_has_its_words() -> None:
    assert set(WORDS) == set(Act)
