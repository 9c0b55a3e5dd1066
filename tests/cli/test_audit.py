"""`evenhand audit verify` on a database that somebody with all rights has changed, and on files."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.people import NOW

from evenhand.cli import audit
from evenhand.domains.audit import service
from evenhand.domains.audit.background import seal
from evenhand.domains.audit.service import Act, Object
from evenhand.kit.background import FollowerTable
from evenhand.kit.db import Database, make_engine
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor, Role

ORG = UUID(int=7)
CHANGES = {
    "UPDATE audit_entry SET person_id = NULL WHERE seq = 4": [("edited", 4)],
    'UPDATE audit_entry SET after = \'{"stage": "offer"}\' WHERE seq = 2': [("edited", 2)],
    "UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE seq = 9": [("edited", 9)],
    "DELETE FROM audit_entry WHERE seq = 5": [("removed", 5)],
    "DELETE FROM audit_entry WHERE seq > 8": [("removed", 9), ("removed", 10)],
    "UPDATE audit_entry SET seq = -seq WHERE seq IN (3, 6); UPDATE audit_entry SET seq = 9 + seq WHERE seq < 0": [
        ("edited", 3),
        ("edited", 6),
    ],
    "DELETE FROM audit_chain": [("inserted", seq) for seq in range(1, 11)],
}


@pytest.mark.parametrize("change", ["SELECT 1", *CHANGES])
async def test_names_what_was_changed_in_the_database(own_database: str, change: str) -> None:
    database = Database(make_engine(own_database), info={FollowerTable.INFO_KEY: FollowerTable([])})
    async with database.transaction() as session:
        for version in range(10):
            actor = Actor(new_id(), ORG, Role.RECRUITER)
            after: dict[str, Any] = {"stage": "review", "version": version}
            service.record(
                session, Act.APPLICATION_MOVED, actor=actor, now=NOW, about=(Object.APPLICATION, new_id()), after=after
            )
    await seal(database=database)
    async with database.transaction() as session:
        for table in ("audit_entry", "audit_chain"):
            await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in change.split("; "):
            await session.execute(text(statement.replace(": ", "\\: ")))
    await database.close()
    (report,), waiting = await audit._each(own_database, audit._checked)
    assert waiting == 0
    assert [(one.kind, one.seq) for one in report.findings] == CHANGES.get(change, [])


class TestExport:
    async def test_is_what_verify_reads_and_finds_a_change_in(
        self, own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        database = Database(make_engine(own_database), info={FollowerTable.INFO_KEY: FollowerTable([])})
        async with database.transaction() as session:
            for _ in range(3):
                actor = Actor(new_id(), ORG, Role.RECRUITER)
                service.record(
                    session, Act.APPLICATION_MOVED, actor=actor, now=NOW, about=(Object.APPLICATION, new_id())
                )
        await seal(database=database)
        await database.close()
        monkeypatch.setenv("DATABASE_URL", own_database)
        monkeypatch.setenv("EVENHAND_DATA_DIR", str(tmp_path / "data"))
        await asyncio.to_thread(audit.export, tmp_path / "kept")
        (file,) = (tmp_path / "kept").iterdir()
        assert file.name == f"audit-{ORG}.jsonl"
        with pytest.raises(SystemExit) as end:
            audit.verify(file)
        assert (end.value.code, "3 rows, none changed" in capsys.readouterr().out) == (0, True)
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join([*lines[:2], *lines[3:]]), encoding="utf-8")
        with pytest.raises(SystemExit) as end:
            audit.verify(file)
        assert (end.value.code, "row 2" in capsys.readouterr().out) == (1, True)


class TestAFile:
    def test_that_is_no_log_cannot_be_checked(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for content in ("", "{}", "[]", '{"format": "evenhand.audit", "version": 2}', "\x00"):
            (file := tmp_path / "export.jsonl").write_text(content)
            with pytest.raises(SystemExit) as end:
                audit.verify(file)
            assert end.value.code == 2
        assert "cannot be checked" in capsys.readouterr().err

    def test_with_nothing_but_its_head_says_what_is_gone(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        head = {"format": "evenhand.audit", "version": 1, "org": str(ORG), "length": 2, "head": "0" * 64}
        (file := tmp_path / "export.jsonl").write_text(json.dumps(head) + "\n")
        with pytest.raises(SystemExit) as end:
            audit.verify(file)
        assert end.value.code == 1
        assert capsys.readouterr().out.splitlines()[1:] == ["  row 1: was removed", "  row 2: was removed"]
