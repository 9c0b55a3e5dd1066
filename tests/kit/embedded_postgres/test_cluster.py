"""trim_log and last_lines: the log stays bounded while the server writes to it."""

import os
from pathlib import Path

import pytest

from evenhand.kit.embedded_postgres.account import own_account
from evenhand.kit.embedded_postgres.cluster import last_lines, server_command, trim_log
from evenhand.kit.embedded_postgres.home import Home

pytestmark = pytest.mark.process


class TestTrimLog:
    def test_moves_a_long_log_away_and_lets_the_writer_go_on(self, place: Path) -> None:
        log = place / "postgres.log"
        writer = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(writer, b"early\n" * 100)
        trim_log(log, 1000)
        assert log.stat().st_size == 600
        trim_log(log, 599)
        os.write(writer, b"late\n")
        os.close(writer)
        assert log.read_text() == "late\n"
        assert (place / "postgres.log.1").read_text() == "early\n" * 100
        assert (place / "postgres.log.1").stat().st_mode & 0o777 == 0o600


class TestLastLines:
    def test_begins_where_this_start_began(self, place: Path) -> None:
        (place / "log").write_text("before\nnow\nthen\n")
        assert last_lines(place / "log", len("before\n")) == ["now", "then"]

    def test_reads_a_log_that_was_emptied_since(self, place: Path) -> None:
        (place / "log").write_text("new\n")
        assert last_lines(place / "log", 1000) == ["new"]


class TestServerCommand:
    def test_lets_callers_tune_but_never_listen_on_a_port(self, place: Path) -> None:
        home = Home(place, own_account())
        command = server_command(home, place, place / "s", {"shared_buffers": "1GB", "listen_addresses": "*"})
        assert "--shared_buffers=1GB" in command
        assert [part for part in command if "listen" in part] == ["--listen_addresses="]
