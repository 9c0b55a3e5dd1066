"""The second start of an installation, and the memory of its process tree when idle with all engines loaded."""

import asyncio
from pathlib import Path
from typing import Any

from benchmarks.installation import Installation, until_quiet
from benchmarks.visits import CANDIDATE, sign_in

BUDGET_START_SECONDS, BUDGET_MB = 5.0, 600
STARTS = 3


def measure_starts(made: Installation) -> dict[str, Any]:
    """Seconds from the command to the first page, on a folder that is filled already."""
    seconds = []
    for _ in range(STARTS):
        made.stop()
        seconds.append(round(made.start(), 2))
    return {"budget_seconds": BUDGET_START_SECONDS, "seconds": seconds, "median": sorted(seconds)[len(seconds) // 2]}


def measure_memory(made: Installation) -> dict[str, Any]:
    """Proportional set size of every process, in MB: what is shared counts once.

    Beforehand the worker reads a resume and the server grades an answer, so that each holds the engines it uses.
    """
    _use_the_engines(made)
    asyncio.run(until_quiet(made))
    shares = [(_kind(one.cmdline()), _pss_mb(one.pid)) for one in made.tree()]
    by_kind: dict[str, float] = {}
    for kind, share in shares:
        by_kind[kind] = round(by_kind.get(kind, 0) + share, 1)
    return {"budget_mb": BUDGET_MB, "pss_mb": round(sum(share for _, share in shares), 1), "by_kind": by_kind}


def _use_the_engines(made: Installation) -> None:
    candidate = sign_in(made, CANDIDATE)
    content = b"Mira Sandoval\nmira.sandoval@post.example\n\nSkills\nPython, PostgreSQL, Docker\n"
    made.upload("/api/v1/resumes", "resume.txt", content, candidate.headers)
    expert = sign_in(made, "priya.nair@harbourline.example")
    found = made.json("/api/v1/question-sets", expert.headers)["items"]
    full = next(one for one in found if one["approved"])
    question = made.json(f"/api/v1/question-sets/{full['id']}", expert.headers)["questions"][0]
    made.post(
        f"/api/v1/question-sets/{full['id']}/questions/{question['id']}/try",
        {"answer": "I would look at the slowest queries first and add an index where one is missing."},
        expert.headers,
    )


def _kind(command: list[str]) -> str:
    words = " ".join(command)
    return "worker" if " worker" in words and "evenhand.cli" in words else "server" if "serve" in words else "database"


def _pss_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
