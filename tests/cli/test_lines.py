"""`evenhand skills`, and what all commands over lines do with odd input, no reader, a full disk and Ctrl-C."""

import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.browsers import ROOT
from tests.cli.command import ENOUGH_SECONDS, environment, evenhand, lines

from evenhand.cli import lines as edge
from evenhand.cli.batch import skills_line

MEGABYTE_OF_WORDS = "Python, сварка 🎉 and SQL. " * 40_000


class TestSkills:
    def test_prints_one_line_for_each_text_in_order(self) -> None:
        given = (
            '{"id": 7, "text": "Python\\u0000and SQL"}\n\nnot json\n{"id": "b"}\n'
            '{"id": {"x": 1}, "text": ""}\n{"id": null, "text": "\\ud83c Docker"}'
        )
        done = evenhand("skills", given=given)
        assert done.returncode == 1
        assert done.stderr == b""
        results = lines(done)
        assert [result["id"] for result in results] == [7, None, "b", {"x": 1}, None]
        assert [list(result) for result in results[:3]] == [["id", "skills"], ["id", "error"], ["id", "error"]]
        assert [one["id"] for one in results[0]["skills"]] == ["python", "sql"]
        assert results[3]["skills"] == []
        assert results[4]["skills"][0]["id"] == "docker"

    def test_reads_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "texts.jsonl"
        file.write_text('{"id": 1, "text": "I weld and program in Python"}\n')
        done = evenhand("skills", file)
        assert done.returncode == 0
        assert lines(done)[0]["id"] == 1

    @pytest.mark.parametrize("place", ["/no/such/file", "/tmp"])  # noqa: S108 - a folder, which is not written to
    def test_says_in_one_line_that_a_file_cannot_be_opened(self, place: str) -> None:
        done = evenhand("skills", place)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode().startswith(f"evenhand: {place} cannot be opened: ")
        assert done.stderr.count(b"\n") == 1

    def test_waits_for_no_embedding_model(self) -> None:
        done = evenhand("skills", given='{"text": "SQL"}', program=("-X", "importtime", "-m", "evenhand.cli"))
        loaded = {row.rpartition("|")[2].strip().partition(".")[0] for row in done.stderr.decode().splitlines()}
        assert loaded.isdisjoint({"numpy", "onnxruntime", "sqlalchemy", "fastapi"})


class TestSkillsLine:
    def test_counts_characters_of_the_text_as_it_was_given(self) -> None:
        text = "🎉 Ich schweiße; e\u0301 Python, и ещё SQL\r\n"
        result = skills_line(json.dumps({"id": 1, "text": text}).encode())
        assert [one["id"] for one in result["skills"]] == ["python", "sql"]
        for one in result["skills"]:
            assert list(one) == ["id", "name", "category", "start", "end", "text"]
            assert text[one["start"] : one["end"]] == one["text"]

    def test_reads_a_megabyte(self) -> None:
        result = skills_line(json.dumps({"id": 1, "text": MEGABYTE_OF_WORDS}).encode())
        assert len([one for one in result["skills"] if one["id"] == "sql"]) == 40_000

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            (b'{"id": 1, "text": 5}', "“text” has to be a text"),
            (b'{"id": 1}', "“text” is missing"),
            (b'{"id": NaN, "text": "a"}', "not JSON"),
            (b"[1]", "not a JSON object"),
            (b'{"text": "\xff"}', "byte 11 is not UTF-8"),
            (b"x" * (edge.MAX_LINE_BYTES + 1), "longer than 16 MB"),
        ],
    )
    def test_says_what_is_wrong_with_a_line(self, given: bytes, words: str) -> None:
        assert words in skills_line(given)["error"]


class TestLinesOf:
    def test_skips_the_rest_of_a_line_that_is_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(edge, "MAX_LINE_BYTES", 10)
        found = list(edge.lines_of(io.BytesIO(b"a" * 35 + b"\nshort\n" + b"b" * 10 + b"\n")))
        assert found == [b"a" * 11, b"short\n", b"b" * 10 + b"\n"]


@pytest.mark.parametrize("command", ["skills", "grade"])
class TestBatch:
    def start(self, command: str) -> "subprocess.Popen[bytes]":
        """The command, having answered one line."""
        running = subprocess.Popen(
            [sys.executable, "-m", "evenhand.cli", command],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert running.stdin
        assert running.stdout
        running.stdin.write(b"{}\n")
        running.stdin.flush()
        assert b"cannot be used" in running.stdout.readline()
        return running

    def test_ends_quietly_when_nobody_reads(self, command: str) -> None:
        with self.start(command) as running:
            assert running.stdin
            assert running.stdout
            assert running.stderr
            running.stdout.close()
            running.stdin.write(b"{}\n")
            running.stdin.flush()
            assert running.wait(timeout=ENOUGH_SECONDS) == edge.NOBODY_READS
            assert running.stderr.read() == b""

    def test_ends_with_a_sentence_when_it_is_stopped(self, command: str) -> None:
        with self.start(command) as running:
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=ENOUGH_SECONDS)
            assert running.returncode == edge.STOPPED
            assert said == b"evenhand: Stopped. What was written so far is complete lines.\n"

    def test_ends_with_a_sentence_when_the_disk_is_full(self, command: str) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "evenhand.cli", command],
                cwd=ROOT,
                env=environment(),
                input=b"{}\n",
                stdout=full,
                stderr=subprocess.PIPE,
                timeout=ENOUGH_SECONDS,
                check=False,
            )
        assert done.returncode == edge.UNUSABLE
        assert done.stderr == b"evenhand: Reading or writing failed: No space left on device.\n"
