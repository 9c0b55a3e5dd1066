"""Reading a folder of PDF resumes to a parsed profile, and to plain text by pypdfium2, and by pypdf and pdfplumber.

python -m benchmarks.parsing ours|pypdfium2|pypdf|pdfplumber FOLDER    the milliseconds of each file, as JSON

pypdf and pdfplumber are tools of development for this comparison alone: the product reads with pypdfium2.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.installation import ROOT
from benchmarks.timing import figures

FOLDER = ROOT / "tests" / "engines" / "resume_parser" / "printed"
BUDGET_P99_MS, BUDGET_MB = 1000, 300
ROUNDS = 3
WAYS = ("ours", "pypdfium2", "pypdf", "pdfplumber")


def measure(folder: Path = FOLDER) -> dict[str, Any]:
    """For each way: milliseconds a file, by the clock and (`processor`) of one core, whatever else the machine does.

    Processor seconds and peak memory are those of the whole process, start-up included.
    """
    found = {way: _run(way, folder) for way in WAYS}
    ours = found["ours"]["cpu_seconds"]
    return {
        "files": len(list(folder.glob("*.pdf"))),
        "rounds": ROUNDS,
        "budget_p99_ms": BUDGET_P99_MS,
        "budget_mb": BUDGET_MB,
        **found,
        "cpu_times_plain_text": round(ours / found["pypdfium2"]["cpu_seconds"], 1),
    }


def _run(way: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.parsing", way, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout
    told = json.loads(process.stdout.read())
    _, status, used = os.wait4(process.pid, 0)  # peak memory: the largest single process of those it waited for
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{way} ended with {process.returncode}"
    return {
        **figures(told["clock"]),
        "processor": figures(told["processor"]),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_mb": round(used.ru_maxrss / 1024, 1),
    }


def _ways(way: str) -> Callable[[bytes], object]:
    if way == "ours":
        from evenhand.engines.documents import read_document
        from evenhand.engines.resume_parser import parse_resume

        return lambda content: parse_resume(read_document(content, filename="resume.pdf"))
    if way == "pypdf":
        import io

        import pypdf

        return lambda content: [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    if way == "pdfplumber":
        import io

        import pdfplumber

        return lambda content: [page.extract_text() for page in pdfplumber.open(io.BytesIO(content)).pages]
    import pypdfium2

    def plain(content: bytes) -> list[str]:
        with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
            return [page.get_textpage().get_text_range() for page in document]

    return plain


def _time_each(way: str, folder: Path) -> dict[str, list[float]]:
    read = _ways(way)
    contents = [path.read_bytes() for path in sorted(folder.glob("*.pdf"))]
    read(contents[0])  # word lists and libraries are loaded once
    taken: dict[str, list[float]] = {"clock": [], "processor": []}
    for content in contents * ROUNDS:
        begun, used = time.perf_counter(), _processor_seconds()
        read(content)
        taken["clock"].append((time.perf_counter() - begun) * 1000)
        taken["processor"].append((_processor_seconds() - used) * 1000)
    return taken


def _processor_seconds() -> float:
    """Of this process and of the reading processes it waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


if __name__ == "__main__":
    print(json.dumps(_time_each(sys.argv[1], Path(sys.argv[2]))))
