"""Grading one answer with the built-in engine: answers of every kind to questions of the library.

python -m benchmarks.answers    the milliseconds of each answer, as JSON

The first answer to a question costs more: the question, its gold answer and its key points are read with it, and kept.
"""

import json
import os
import subprocess
import sys
import time
from typing import Any

from benchmarks.installation import ROOT
from benchmarks.timing import figures

QUESTIONS = 40
BUDGET_P99_MS = 50


def measure() -> dict[str, Any]:
    """Milliseconds an answer and peak memory, in a process of its own; the model is loaded beforehand."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.answers"], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout
    told = json.loads(process.stdout.read())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"grading ended with {process.returncode}"
    return {
        "budget_p99_ms": BUDGET_P99_MS,
        "first": figures(told["first"]),
        "later": figures(told["later"]),
        "peak_mb": round(used.ru_maxrss / 1024, 1),
    }


def _time_each() -> dict[str, list[float]]:
    from evenhand.engines.grading import grade
    from evenhand.engines.questions.library import library

    questions = library().questions[:QUESTIONS]
    taken: dict[str, list[float]] = {"first": [], "later": []}
    for number, question in enumerate(questions):
        other = questions[(number + 1) % len(questions)]
        half = question.gold[: len(question.gold) // 2]
        for turn, answer in enumerate((other.gold, question.gold, half, "I do not know.", question.text)):
            begun = time.perf_counter()
            grade(question=question.text, gold=[question.gold], key_points=question.key_points, answer=answer)
            if turn or number:  # the first loads the model
                taken["later" if turn else "first"].append((time.perf_counter() - begun) * 1000)
    return taken


if __name__ == "__main__":
    print(json.dumps(_time_each()))
