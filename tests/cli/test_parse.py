"""`evenhand parse` over folders: in order with any number of jobs, going on where it stopped, quiet off a terminal."""

import errno
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.browsers import ROOT
from tests.cli.command import ENOUGH_SECONDS, environment, evenhand, lines
from tests.engines.documents.drawing import Page, as_shapes

from evenhand.cli.output import open_output
from evenhand.cli.parse import entries_of
from evenhand.engines.documents.formats import NAMES as FORMATS

TEXT = "{name}\n{mail}\n\nExperience\nEngineer, Harbour Ltd, 2019 - 2023\n"
NAMES = ["Mira Sandoval", "Noor Haddad", "Piotr Zając", "Elif Demir"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four resumes, one of them a level down, beside files that are none."""
    made = tmp_path / "resumes"
    (made / "b").mkdir(parents=True)
    for place, name in zip(["a.txt", "b/deep.TXT", "c.txt", "d.txt"], NAMES, strict=True):
        (made / place).write_text(TEXT.format(name=name, mail=f"{name.split()[0].lower()}@example.org"))
    (made / "notes.html").write_text("not a resume")
    (made / ".hidden.txt").write_text("not a resume")
    (made / "b" / "loop").symlink_to(made)
    return made


def people(path: Path) -> list[str]:
    return [json.loads(line)["resume"]["basics"]["name"] for line in path.read_bytes().splitlines()]


def stamped(path: Path) -> list[float]:
    """The seconds each line took: a line that was written again has others."""
    return [json.loads(line)["seconds"] for line in path.read_bytes().splitlines()]


class TestEntriesOf:
    def test_finds_the_resumes_of_a_folder_in_order(self, folder: Path) -> None:
        found = [str(entry.path.relative_to(folder)) for entry in entries_of([folder])]
        assert found == ["a.txt", "b/deep.TXT", "c.txt", "d.txt"]

    def test_keeps_the_order_in_which_files_and_folders_were_named(self, folder: Path) -> None:
        found = [entry.path for entry in entries_of([folder / "d.txt", folder / "b", folder / "notes.html"])]
        assert found == [folder / "d.txt", folder / "b" / "deep.TXT", folder / "notes.html"]

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
    def test_names_a_folder_that_cannot_be_opened(self, folder: Path) -> None:
        (folder / "b").chmod(0)
        [trouble] = [entry.trouble for entry in entries_of([folder]) if entry.trouble]
        (folder / "b").chmod(0o755)
        assert trouble == "The folder cannot be opened: Permission denied."


class TestParse:
    @pytest.mark.parametrize("jobs", ["1", "3"])
    def test_writes_lines_in_the_order_of_the_input(self, folder: Path, jobs: str) -> None:
        done = evenhand("parse", "--jobs", jobs, folder)
        assert done.returncode == 0, done.stderr
        assert [result["resume"]["basics"]["name"] for result in lines(done)] == NAMES
        assert done.stderr == b""

    def test_says_that_a_folder_holds_nothing_to_read(self, tmp_path: Path) -> None:
        done = evenhand("parse", tmp_path)
        assert (done.returncode, done.stdout) == (0, b"")
        assert done.stderr.decode() == f"evenhand: {tmp_path} holds no file of these: {FORMATS}.\n"

    @pytest.mark.parametrize("jobs", ["0", "65", "many"])
    def test_refuses_a_number_of_jobs_that_is_none(self, jobs: str) -> None:
        done = evenhand("parse", "--jobs", jobs, "x.txt")
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr

    def test_shows_progress_on_a_terminal_only(self, folder: Path) -> None:
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "evenhand.cli", "parse", str(folder)],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=theirs,
        ) as running:
            os.close(theirs)
            out, _ = running.communicate(timeout=ENOUGH_SECONDS)
        assert len(out.splitlines()) == len(NAMES)
        shown = terminal(ours)
        assert b"1 of 4  " in shown
        assert b"a.txt" in shown
        assert shown.endswith(b"\r\x1b[K")

    def test_says_in_one_line_that_the_output_cannot_be_written(self, folder: Path) -> None:
        for place in [folder, folder / "no" / "such.jsonl", Path("/dev/full")]:
            done = evenhand("parse", folder, "--output", place)
            assert done.returncode == 2
            assert done.stderr.startswith(b"evenhand: ")
            assert done.stderr.count(b"\n") == 1


def terminal(handle: int) -> bytes:
    """Everything that was shown; the other end is closed."""
    shown = b""
    while True:
        try:
            block = os.read(handle, 4096)
        except OSError as end:  # Linux says so where other systems give nothing
            if end.errno != errno.EIO:
                raise
            block = b""
        if not block:
            os.close(handle)
            return shown
        shown += block


class TestOutput:
    def run(self, folder: Path, output: Path, *more: str | Path) -> list[str]:
        done = evenhand("parse", *(more or [folder]), "--output", output)
        assert done.stdout == b""
        assert done.returncode == 0, done.stderr
        return people(output)

    def test_reads_nothing_twice(self, folder: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.jsonl"
        assert self.run(folder, output) == NAMES
        before = output.read_bytes()
        assert self.run(folder, output) == NAMES
        assert output.read_bytes() == before

    def test_goes_back_to_pictures_once_words_in_them_are_recognised(self, tmp_path: Path) -> None:
        page = Page()
        page.lines(72, 100, "Alice Example", "alice@example.org", "Engineer at Harbour Works since May 2019")
        scan, output = tmp_path / "scan.pdf", tmp_path / "out.jsonl"
        scan.write_bytes(as_shapes(page))
        assert evenhand("parse", scan, "--output", output).returncode == 1
        assert "pictures of text" in json.loads(output.read_bytes())["error"]
        assert self.run(tmp_path, output, "--ocr", scan) == ["Alice Example"]
        before = output.read_bytes()
        assert self.run(tmp_path, output, "--ocr", scan) == ["Alice Example"]
        assert output.read_bytes() == before

    @pytest.mark.parametrize("cut", [1, 30, 300])
    def test_repairs_a_line_that_was_half_written_and_goes_on(self, folder: Path, tmp_path: Path, cut: int) -> None:
        output = tmp_path / "out.jsonl"
        self.run(folder, output)
        whole, kept = output.read_bytes(), stamped(output)
        output.write_bytes(whole[:-cut])
        assert self.run(folder, output) == NAMES
        assert stamped(output)[:3] == kept[:3]

    def test_reads_again_what_has_changed_and_what_is_new(self, folder: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.jsonl"
        self.run(folder, output)
        kept = dict(zip(people(output), stamped(output), strict=True))
        (folder / "b" / "deep.TXT").write_text(TEXT.format(name="Amara Eze", mail="amara@example.org"))
        (folder / "aa.txt").write_text(TEXT.format(name="Lucia Ferrer", mail="lucia@example.org"))
        names = self.run(folder, output)
        assert names == ["Mira Sandoval", "Lucia Ferrer", "Amara Eze", "Piotr Zając", "Elif Demir"]
        again = dict(zip(names, stamped(output), strict=True))
        assert {name: again[name] for name in NAMES if name != "Noor Haddad"} == {
            name: kept[name] for name in NAMES if name != "Noor Haddad"
        }
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []

    def test_leaves_out_what_was_not_asked_for_this_time(self, folder: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.jsonl"
        self.run(folder, output)
        assert self.run(folder, output, folder / "c.txt", folder / "a.txt") == [NAMES[2], NAMES[0]]

    def test_gets_over_lines_it_did_not_write(self, folder: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.jsonl"
        output.write_bytes(b'\xff\n[]\n{"file": 5}\n\n{"file": "a.txt", "sha256": "0", "error": null}\n')
        assert self.run(folder, output) == NAMES

    def test_goes_on_after_it_was_stopped(self, folder: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.jsonl"
        for number in range(60):
            shutil.copy(folder / "a.txt", folder / f"e{number:02}.txt")
        command = [sys.executable, "-m", "evenhand.cli", "parse", str(folder), "--output", str(output)]
        with subprocess.Popen(command, cwd=ROOT, env=environment(), stderr=subprocess.PIPE) as running:
            while not (output.exists() and output.read_bytes().count(b"\n") > 1):
                assert running.poll() is None
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=ENOUGH_SECONDS)
        assert running.returncode == 130
        assert said == b"evenhand: Stopped. What was written so far is complete lines.\n"
        kept = stamped(output)
        assert 2 <= len(kept) < 64
        done = evenhand("parse", "--jobs", "4", folder, "--output", output)
        assert done.returncode == 0, done.stderr
        assert stamped(output)[: len(kept)] == kept
        assert len(stamped(output)) == 64

    def test_still_fails_where_a_line_that_is_there_tells_of_an_error(self, folder: Path, tmp_path: Path) -> None:
        (folder / "zero.pdf").write_bytes(b"")
        for _ in range(2):
            done = evenhand("parse", folder, "--output", tmp_path / "out.jsonl")
            assert done.returncode == 1

    def test_lets_one_command_write_at_a_time(self, folder: Path, tmp_path: Path) -> None:
        output = tmp_path / "out.jsonl"
        with open_output(output):
            done = evenhand("parse", folder, "--output", output)
        assert done.returncode == 2
        assert b"Another command is writing" in done.stderr

    def test_does_not_take_its_own_output_for_a_resume(self, folder: Path) -> None:
        output = folder / "out.txt"
        assert self.run(folder, output) == NAMES
        assert self.run(folder, output) == NAMES
