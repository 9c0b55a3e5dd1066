"""Figures of one kind of measurement: percentiles, and what the load generator found."""

import json
import math
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.installation import ROOT

LONGEST_SECONDS = 300


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def figures(milliseconds: Sequence[float]) -> dict[str, float]:
    """How many there were, their median, 99th percentile and worst, in milliseconds."""
    return {
        "count": len(milliseconds),
        "p50_ms": round(percentile(milliseconds, 0.5), 1),
        "p99_ms": round(percentile(milliseconds, 0.99), 1),
        "worst_ms": round(max(milliseconds, default=math.nan), 1),
    }


def run_load(plan: dict[str, Any]) -> dict[str, Any]:
    """What `benchmarks.load` measures for a plan, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.load"]
    done = subprocess.run(
        command, cwd=ROOT, input=json.dumps(plan), capture_output=True, text=True, timeout=LONGEST_SECONDS, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
