"""Pages and API reads while fifty people use them, each thinking for a second between two requests."""

from typing import Any

from benchmarks.installation import Installation
from benchmarks.timing import figures, run_load
from benchmarks.visits import users

THINK_SECONDS = 1.0
WARM_SECONDS = 8
SECONDS = 60
BUDGET_P99_MS = 100


def measure(made: Installation, *, seconds: float = SECONDS) -> dict[str, Any]:
    """Per address and over all: count, p50, p99, worst in milliseconds; requests a second; errors; bytes.

    `server_cpu_ms_a_request` is that of the whole process tree, the database included.
    """
    everybody = users(made)
    plan = {
        "url": made.url,
        "users": everybody,
        "think_seconds": THINK_SECONDS,
        "warm_seconds": WARM_SECONDS,
        "seconds": seconds,
    }
    before = made.cpu_seconds()
    found = run_load(plan)
    used = made.cpu_seconds() - before
    timings: dict[str, list[float]] = found["timings"]
    everything = [value for values in timings.values() for value in values]
    return {
        "users": len(everybody),
        "think_seconds": THINK_SECONDS,
        "budget_p99_ms": BUDGET_P99_MS,
        "all": figures(everything),
        "requests_a_second": round(len(everything) / seconds, 1),
        "server_cpu_ms_a_request": round(used * 1000 / (len(everything) * (seconds + WARM_SECONDS) / seconds), 2),
        "errors": sum(found["errors"].values()),
        "errors_by_address": found["errors"],
        "addresses": {
            name: {**figures(values), "bytes": found["bytes"].get(name, 0)} for name, values in sorted(timings.items())
        },
    }
