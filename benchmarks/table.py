"""The figures of a part as lines of a table: what, figure, budget."""

from collections.abc import Callable
from typing import Any

Found = dict[str, Any]
WIDTHS = (34, 62)


def lines(name: str, found: Found) -> list[str]:
    """The table's lines for one part."""
    return _PARTS[name](found)


def _row(what: str, figure: str, budget: str = "") -> str:
    return f"{what:<{WIDTHS[0]}}{figure:<{WIDTHS[1]}}{budget}".rstrip()


def _times(found: Found) -> str:
    return f"p50 {found['p50_ms']:>7} ms   p99 {found['p99_ms']:>7} ms   worst {found['worst_ms']:>7} ms"


def _budget(good: bool, text: str) -> str:
    return f"{text}: {'kept' if good else 'MISSED'}"


def _parsing(found: Found) -> list[str]:
    ours = found["ours"]
    good = ours["p99_ms"] < found["budget_p99_ms"] and ours["peak_mb"] < found["budget_mb"]
    rows = [_row("resume to profile", _times(ours), _budget(good, "< 1 s, < 300 MB")), _used("", ours)]
    rows.append(_row("  of one core", _times(ours["processor"])))
    for way in ("pypdfium2", "pypdf", "pdfplumber"):
        rows += [_row(f"plain text by {way}", _times(found[way])), _used("", found[way])]
    times = f"{found['cpu_times_plain_text']} times pypdfium2's plain text, processor seconds of the whole process"
    return [*rows, _row("", times)]


def _used(what: str, found: Found) -> str:
    return _row(what, f"{found['count']} files   {found['cpu_seconds']} s processor   peak {found['peak_mb']} MB")


def _grading(found: Found) -> list[str]:
    later = found["later"]
    return [
        _row("grading one answer", _times(later), _budget(later["p99_ms"] < found["budget_p99_ms"], "< 50 ms p99")),
        _row("  the first to a question", _times(found["first"])),
    ]


def _pages(found: Found) -> list[str]:
    every = found["all"]
    budget = _budget(every["p99_ms"] < found["budget_p99_ms"] and not found["errors"], "< 100 ms p99")
    rate = f"{every['count']} requests   {found['requests_a_second']} a second   {found['errors']} errors"
    cpu = f"   {found['server_cpu_ms_a_request']} ms processor each"
    return [
        _row(f"{found['users']} people, {found['think_seconds']} s thinking", _times(every), budget),
        _row("", rate + cpu),
        *(_row(f"  {name}", _times(one)) for name, one in found["addresses"].items()),
    ]


def _list(found: Found) -> list[str]:
    def speed(which: str) -> str:
        return f"{found[which]['requests_a_second']} a second   p99 {found[which]['p99_ms']} ms"

    figure = f"{found['ratio']:.0%} of the bare route ({found['ratio_lowest']:.0%} to {found['ratio_highest']:.0%})"
    return [
        _row("GET /api/v1/jobs", figure, _budget(found["ratio"] >= found["goal"], ">= 70 %")),
        _row("  evenhand", speed("evenhand")),
        _row("  bare FastAPI and one query", speed("bare")),
        _row("  processor of the server", f"{found['cpu_ratio']:.0%} of ours is spent by the bare route a request"),
    ]


def _start(found: Found) -> list[str]:
    budget = _budget(found["median"] < found["budget_seconds"], "< 5 s")
    return [_row("first page after a second start", f"{found['median']} s (of {found['seconds']})", budget)]


def _memory(found: Found) -> list[str]:
    shares = ", ".join(f"{kind} {share}" for kind, share in found["by_kind"].items())
    budget = _budget(found["pss_mb"] < found["budget_mb"], "< 600 MB")
    return [_row("memory of the tree (PSS)", f"{found['pss_mb']} MB: {shares}", budget)]


def _sealing(found: Found) -> list[str]:
    def row(one: Found, budget: float) -> str:
        ratio = one["ratio"]
        times = one["with_ms"]
        figure = f"p50 {times['p50']} ms, {ratio['p50']:.2f} times   p99 {times['p99']} ms, {ratio['p99']:.2f} times"
        return _row(f"  {one['name']}", figure, _budget(ratio["p50"] <= budget, f"<= {budget:.2f} times, p50"))

    return [
        _row("with sealing and audit", "beside the same without"),
        *(row(one, found["read_budget"]) for one in found["reads"]),
        row(found["uploads"], found["upload_budget"]),
    ]


_PARTS: dict[str, Callable[[Found], list[str]]] = {
    "parsing": _parsing,
    "sealing": _sealing,
    "grading": _grading,
    "pages": _pages,
    "list": _list,
    "start": _start,
    "memory": _memory,
}
