"""What the product is built on tells nobody that it runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOADING = ("evenhand.engines.embeddings.minilm", "evenhand.engines.grading.manifest", "evenhand.wiring")


def traces(home: Path, code: str) -> list[str]:
    """The files that loading leaves in a new home. A library that reports to its maker keeps its number there."""
    kept = {"PATH": os.environ["PATH"], "HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=kept, check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return [str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()]


@pytest.mark.parametrize("module", LOADING)
def test_leaves_no_trace_of_a_reporter_in_the_home_of_whoever_runs_it(module: str, tmp_path: Path) -> None:
    assert traces(tmp_path, f"import {module}") == []
