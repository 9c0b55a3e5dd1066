import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from tests.engines.documents.drawing import Page, draw, multiplying_forms
from tests.engines.documents.packing import pack, paragraph

from evenhand.engines.documents import DocumentRefused, Limits
from evenhand.engines.documents.sandbox import read_in_child


class TestReadInChild:
    def test_leaves_no_process_behind(self) -> None:
        page = Page()
        page.text(72, 100, "Alice")
        before = set(psutil.Process().children())
        read_in_child(draw(page), "pdf", Limits())
        with pytest.raises(DocumentRefused):
            read_in_child(multiplying_forms(9), "pdf", Limits(seconds=0.3))
        assert set(psutil.Process().children()) <= before

    def test_answers_soon_after_its_time_is_up(self) -> None:
        started = time.monotonic()
        with pytest.raises(DocumentRefused) as caught:
            read_in_child(multiplying_forms(9), "pdf", Limits(seconds=0.3, memory_bytes=4 << 30))
        assert caught.value.code == "too_slow"
        assert time.monotonic() - started < 15  # reading it whole takes for ever; starting a child may take seconds

    def test_refuses_when_memory_runs_out(self) -> None:
        body = paragraph("word") * 20_000
        with pytest.raises(DocumentRefused) as caught:
            read_in_child(pack(body), "docx", Limits(memory_bytes=48 << 20))
        assert caught.value.code == "bomb"

    def test_takes_a_file_larger_than_a_pipe_holds(self) -> None:
        words = b"Alice " * 60_000
        assert len(read_in_child(words, "txt", Limits()).text) == len(words) - 1

    def test_takes_an_answer_larger_than_a_pipe_holds(self) -> None:
        lines = "\n".join(f"строка {index}" for index in range(20_000))
        assert len(read_in_child(lines.encode(), "txt", Limits()).lines) == 20_000

    def test_says_when_the_child_does_not_start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(RuntimeError, match="did not start"):
            read_in_child(b"Alice", "txt", Limits())


class TestParentDeath:
    def test_takes_the_child_along(self, tmp_path: Path) -> None:
        slow = tmp_path / "slow.pdf"
        slow.write_bytes(multiplying_forms(9))
        program = f"""
            from pathlib import Path
            from evenhand.engines.documents import Limits, read_document
            read_document(Path({str(slow)!r}).read_bytes(), limits=Limits(seconds=5, memory_bytes=4 << 30))
        """
        with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)]) as parent:
            child = _child_of(parent.pid)
            os.kill(parent.pid, signal.SIGKILL)
        _, alive = psutil.wait_procs([child], timeout=8)
        assert alive == []


def _child_of(pid: int) -> psutil.Process:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        children = psutil.Process(pid).children()
        # Before its first seconds of work, the child may not have tied itself to its parent yet.
        if children and children[0].cpu_times().user > 0.1:
            return children[0]
        time.sleep(0.02)
    raise AssertionError("the parent started no child")
