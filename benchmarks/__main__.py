"""Measures everything and prints one table: `make bench`, or `python -m benchmarks [PART ...]` for some parts.

Parts: parsing, grading, sealing, pages, list, start, memory. The figures also go to benchmarks/results/<part>.json.
"""

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks import answers, list_endpoint, pages, parsing, process_tree, sealing
from benchmarks.installation import installation
from benchmarks.table import lines

RESULTS = Path(__file__).parent / "results"
ALONE = {"parsing": parsing.measure, "grading": answers.measure, "sealing": sealing.measure}
RUNNING = {  # in this order: memory is measured after a start, before the load has been there
    "start": process_tree.measure_starts,
    "memory": process_tree.measure_memory,
    "pages": pages.measure,
    "list": list_endpoint.measure,
}


def main(wanted: list[str]) -> None:
    """Run the parts, print what each found as soon as it is known, and keep it."""
    unknown = set(wanted) - set(ALONE) - set(RUNNING)
    if unknown:
        raise SystemExit(f"There is no part named {', '.join(sorted(unknown))}. {__doc__}")
    for name, measure in ALONE.items():
        if not wanted or name in wanted:
            _show(name, measure())
    chosen = [name for name in RUNNING if not wanted or name in wanted]
    if chosen:
        with installation() as made:
            for name in chosen:
                _show(name, RUNNING[name](made))


def _show(name: str, found: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print("\n".join(lines(name, found)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
