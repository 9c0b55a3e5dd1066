"""`evenhand parse` and `evenhand grade`: lines in order, whatever they are given, and nothing needed around them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF
from tests.browsers import ROOT
from tests.cli.command import environment, evenhand, lines

from evenhand.cli.batch import grade_line
from evenhand.cli.lines import NOBODY_READS
from evenhand.cli.parse import parse_file
from evenhand.engines.documents import Limits, read_document

RESUMES = sorted((ROOT / "src/evenhand/demo/resumes").glob("*.*"))
KEYS = ["file", "resume", "evidence", "text_chars", "seconds", "error"]
HEAVY = ["fastapi", "starlette", "sqlalchemy", "socketio", "granian", "structlog", "obstore", "jinja2"]
WATCHED = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "os.mkdir") or (event == "open" and writes(arguments)):
        print("TOUCHED", event, arguments, file=sys.stderr)
def writes(arguments):
    path, mode = arguments[:2]  # a number is a pipe to the reading process
    return isinstance(path, str) and path != "/dev/null" and any(letter in str(mode) for letter in "wax+")
sys.addaudithook(watch)
from evenhand.cli import app
app()
"""


RESUMES_PDF = [path for path in RESUMES if path.suffix == ".pdf"]
RESUMES_DOCX = [path for path in RESUMES if path.suffix == ".docx"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good and bad files side by side."""
    made = tmp_path_factory.mktemp("files")
    (made / "good.txt").write_text(
        "Mira Sandoval\nmira@example.org\n\nExperience\nEngineer, Harbour Ltd, 2019 - 2023\n"
    )
    (made / "empty.pdf").write_bytes(b"")
    (made / "liar.pdf").write_bytes(b"PK\x03\x04 not a pdf")
    (made / "truncated.pdf").write_bytes(RESUMES_PDF[0].read_bytes()[:2000])
    (made / "huge.txt").write_bytes(b"x" * (Limits().bytes + 1))
    locked = FPDF()
    locked.set_encryption("owner", "user")
    locked.add_page()
    locked.output(str(made / "locked.pdf"))
    return made


class TestParse:
    def test_prints_one_line_for_each_file_in_the_order_given(self, folder: Path) -> None:
        names = ["locked.pdf", "good.txt", "empty.pdf", "missing.pdf", "liar.pdf", "truncated.pdf", "huge.txt"]
        files = [folder / name for name in names]
        files.insert(3, RESUMES_DOCX[0])
        done = evenhand("parse", *files)
        assert done.returncode == 1
        results = lines(done)
        assert [result["file"] for result in results] == [str(file) for file in files]
        assert [list(result) for result in results] == [KEYS] * len(files)
        read = [Path(result["file"]).name for result in results if result["error"] is None]
        assert read == ["good.txt", RESUMES_DOCX[0].name]
        for result in results:
            assert result["seconds"] >= 0
            if result["error"]:
                assert result["resume"] is None
                assert result["evidence"] == {}
                assert result["text_chars"] == 0
                assert re.match(r'["A-Z].*\.$', result["error"]), result["error"]
                assert "Traceback" not in result["error"]
        assert done.stderr == b""

    def test_is_content_when_every_file_was_read(self) -> None:
        done = evenhand("parse", RESUMES_PDF[0])
        assert done.returncode == 0, done.stderr
        [result] = lines(done)
        assert result["error"] is None
        assert result["resume"]["basics"]["name"]

    @pytest.mark.parametrize("path", [RESUMES_PDF[0], RESUMES_DOCX[0]], ids=lambda path: path.suffix)
    def test_quotes_each_value_from_the_text_a_person_sees(self, path: Path) -> None:
        result = parse_file(path)
        text = read_document(path.read_bytes(), filename=path.name).text
        assert result["text_chars"] == len(text)
        assert len(result["evidence"]) > 10
        for pointer, span in result["evidence"].items():
            assert list(span) == ["page", "start", "end", "text", "confidence"]
            assert 0 < span["confidence"] <= 1
            assert text[span["start"] : span["end"]] == span["text"] != ""
            assert span["page"] >= 1
            assert at(result["resume"], pointer) is not None

    def test_needs_no_home_no_settings_no_place_to_write_and_no_network(self) -> None:
        """The settings are nonsense, so that reading any of them would show."""
        bare = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": "nonsense",
            "EVENHAND_PORT": "eighty",
            "EVENHAND_DATA_DIR": "/proc/nowhere",
        }
        done = evenhand("parse", RESUMES_PDF[0], env=bare, cwd=Path("/proc"), program=("-B", "-c", WATCHED))
        assert done.returncode == 0, done.stderr
        assert b"TOUCHED" not in done.stderr
        assert lines(done)[0]["error"] is None

    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are Unicode")
    def test_reads_a_file_whose_name_is_no_unicode_in_a_terminal_that_speaks_only_ascii(self, tmp_path: Path) -> None:
        odd = tmp_path / os.fsdecode(b"r\xe9sum\xe9 \xd0\x9c.txt")
        odd.write_text("Мира Сандовал\nmira@example.org\n")
        done = evenhand("parse", odd, env=environment(LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0"))
        assert done.returncode == 0, done.stderr
        [result] = lines(done)
        assert result["resume"]["basics"]["name"] == "Мира Сандовал"
        assert result["file"].endswith(".txt")

    def test_stops_quietly_when_nobody_reads_on(self) -> None:
        command = [sys.executable, "-m", "evenhand.cli", "parse", *([str(RESUMES_PDF[0])] * 3)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait() == NOBODY_READS

    def test_asks_for_a_file(self) -> None:
        done = evenhand("parse")
        assert done.returncode == 2
        assert b"Missing argument" in done.stderr


def at(value: Any, pointer: str) -> Any:
    """What a JSON Pointer (RFC 6901) points at."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


QUESTION = "What does an index cost?"
GOLD = "An index slows down writes because it must be updated, and it takes disk space."
GOOD = "Writes get slower because every index has to be updated as well. It also takes space on the disk."


def line(**parts: Any) -> str:
    return json.dumps({"id": "a", "question": QUESTION, "gold": GOLD, "answer": GOOD, **parts}) + "\n"


class TestGrade:
    def test_prints_one_line_for_each_answer_in_order(self) -> None:
        wrong = "An index makes writes faster."
        given = (
            "\ufeff"
            + line(id=7)
            + "\n   \n"
            + line(id="b", gold=[GOLD, "Slower writes, more disk."], answer=wrong)
            + "not json\n"
            + line(id=None, answer="")
            + line(id="last", answer="Индексы занимают место.").rstrip("\n")
        )
        done = evenhand("grade", given=given, cwd=Path("/proc"), env={"PATH": os.environ["PATH"]})
        assert done.returncode == 1, done.stderr
        results = lines(done)
        assert [result["id"] for result in results] == [7, "b", None, None, "last"]
        assert list(results[2]) == ["id", "error"]
        assert done.stderr == b""
        for result in [*results[:2], *results[3:]]:
            self.check(result)
        assert results[0]["overall"] > results[1]["overall"] > results[3]["overall"] == 0
        assert results[0]["label"] == "correct"
        assert results[1]["label"] == "contradictory"

    def check(self, result: dict[str, Any]) -> None:
        scores = ["relevance", "completeness", "accuracy", "clarity", "overall"]
        assert list(result) == ["id", *scores, "label", "evidence", "manifest"]
        for name in scores:
            assert isinstance(result[name], float)
            assert 0 <= result[name] <= 10
        assert result["label"] in {"correct", "incorrect", "contradictory"}
        assert re.fullmatch(r"[0-9a-f]{64}", result["manifest"])

    def test_has_nothing_to_say_about_nothing(self) -> None:
        done = evenhand("grade", given=b"\n")
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


class TestGradeLine:
    def test_shows_the_words_of_the_answer_that_each_point_rests_on(self) -> None:
        result = grade_line(line().encode())
        assert len([one for one in result["evidence"] if one["point"]]) == 2
        for one in result["evidence"]:
            assert GOOD[one["start"] : one["end"]] == one["text"] != ""
            assert one["dimensions"]

    def test_grades_the_same_line_to_the_same_bytes(self) -> None:
        assert grade_line(line().encode()) == grade_line(line().encode())
        other = grade_line(line(answer=GOOD + " ").encode())
        assert other["manifest"] != grade_line(line().encode())["manifest"]

    @pytest.mark.parametrize(
        ("given", "words", "number"),
        [
            ("", "not JSON", None),
            ("{", "not JSON", None),
            ("[" * 100_000, "not JSON", None),
            ("5", "not a JSON object", None),
            ("[]", "not a JSON object", None),
            ('{"id": 3}', "“question” is missing", 3),
            (line(id=4, gold=[]), "“gold” is a text or a list of texts", 4),
            (line(id=4, gold=[1]), "“gold” is a text or a list of texts", 4),
            (line(id=4, gold=None), "“gold” is a text or a list of texts", 4),
            (line(id=4, gold={"a": 1}), "“gold” is a text or a list of texts", 4),
            (line(id=4, answer=5), "“question” and “answer” are texts", 4),
            (line(id=4, question=None), "“question” and “answer” are texts", 4),
            (line(id=4, gold=["x"] * 10_000), "takes up to", 4),
            (line(id=4, gold="x" * 1_000_000), "characters", 4),
        ],
    )
    def test_says_what_is_wrong_with_a_line(self, given: str, words: str, number: int | None) -> None:
        result = grade_line(given.encode())
        assert list(result) == ["id", "error"]
        assert result["id"] == number
        assert words in result["error"], result["error"]
        assert result["error"].endswith(".")

    def test_says_which_byte_is_no_text(self) -> None:
        assert grade_line(b'{"id": "\xff"}')["error"] == "This line cannot be used: byte 9 is not UTF-8."

    @pytest.mark.parametrize(
        "answer", ["", " ", "\x00", "\ud83c", "🎉" * 1000, "x" * 200_000, "?" * 5000, "\u202e abc"]
    )
    def test_grades_whatever_is_written(self, answer: str) -> None:
        result = grade_line(line(answer=answer).encode())
        assert "error" not in result
        assert 0 <= result["overall"] <= 10

    def test_ignores_what_it_does_not_know(self) -> None:
        result = grade_line(line(more="x", relevance=10).encode())
        assert result["relevance"] <= 10
        assert "more" not in result


class TestStartUp:
    @pytest.mark.parametrize("arguments", [["--help"], ["parse", "--help"], ["parse", str(RESUMES_PDF[0])]])
    def test_waits_for_no_web_framework_and_no_database_driver(self, arguments: list[str]) -> None:
        done = evenhand(*arguments, program=("-X", "importtime", "-m", "evenhand.cli"))
        assert done.returncode == 0
        loaded = {row.rpartition("|")[2].strip().partition(".")[0] for row in done.stderr.decode().splitlines()}
        assert {"typer", "evenhand"} <= loaded
        assert loaded.isdisjoint({*HEAVY, "asyncpg", "alembic", "numpy", "onnxruntime", "cryptography"})

    def test_grading_waits_for_no_web_framework_and_no_database_driver(self) -> None:
        done = evenhand("grade", given=line(), program=("-X", "importtime", "-m", "evenhand.cli"))
        loaded = {row.rpartition("|")[2].strip().partition(".")[0] for row in done.stderr.decode().splitlines()}
        assert "onnxruntime" in loaded
        assert loaded.isdisjoint({*HEAVY, "asyncpg", "alembic", "cryptography"})
