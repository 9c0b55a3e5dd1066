"""How right the reading of a folder of resumes is, field by field, and what it costs beside plain text.

    python -m benchmarks.reading [FOLDER]     every FILE with a FILE.toml or FILE.json beside it that says what is in it

The truth is JSON Resume under the key `resume`. A folder of PDFs made by anybody will do; ours is the default. Case,
spaces and the kind of apostrophe are not compared, because a page may print a name in capitals. What `make bench` says
of time and memory is `benchmarks.parsing`, which is also run here, over the same folder.
"""

import argparse
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from benchmarks import parsing
from evenhand.engines.documents import DocumentRefused, read_document
from evenhand.engines.resume_parser import parse_resume

# The fields of the promise ("no wrong name, e-mail, phone, employer, title, date or school"), and those told besides.
PROMISED = ("name", "email", "phone", "employer", "title", "date", "school")
_WORK = {"employer": "name", "title": "position", "place of work": "location"}
_EDUCATION = {"school": "institution", "degree": "studyType", "subject": "area"}
_SUFFIXES = frozenset({".pdf", ".docx", ".txt"})

Field = tuple[str, str | None, str | None]  # which, what was read, what is true


def measure(folder: Path = parsing.FOLDER, *, costs: bool = True) -> dict[str, Any]:
    """Files without a wrong promised field, right and all of each field, what is wrong where, and (costs) parsing's."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    files = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and _truth(path) is not None)
    for path in files:
        for field, got, expected in _fields(_read(path), _truth(path) or {}):
            every[field] += 1
            right[field] += _same(got, expected)
            if field in PROMISED and not _same(got, expected):
                wrong.setdefault(path.name, []).append(f"{field}: read {got!r}, is {expected!r}")
    return {
        "files": len(files),
        "files_without_a_wrong_field": len(files) - len(wrong),
        "fields": {field: {"right": right[field], "of": every[field]} for field in every},
        "wrong": wrong,
        **({"cost": parsing.measure(folder)} if costs else {}),
    }


def _truth(path: Path) -> dict[str, Any] | None:
    for suffix, load in ((".toml", tomllib.loads), (".json", json.loads)):
        beside = path.with_suffix(suffix)
        if beside.exists():
            resume: dict[str, Any] = load(beside.read_text("utf-8"))["resume"]
            return resume
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        return parse_resume(read_document(path.read_bytes(), filename=path.name)).resume
    except DocumentRefused:
        return {}  # nothing of it was read


def _fields(read: Mapping[str, Any], true: Mapping[str, Any]) -> Iterator[Field]:
    """Every field that either has. Entries are compared in their order: one too many makes the rest wrong, as it is."""
    got, expected = read.get("basics", {}), true.get("basics", {})
    for key in ("name", "email", "phone", "label", "summary"):
        if key in got or key in expected:
            yield key, got.get(key), expected.get(key)
    city = expected.get("location", {}).get("city")
    if city is not None:
        yield "city", got.get("location", {}).get("city"), city
    nothing: dict[str, Any] = {}
    for section, keys in (("work", _WORK), ("education", _EDUCATION)):
        for one, other in zip_longest(read.get(section, ()), true.get(section, ()), fillvalue=nothing):
            for field, key in keys.items():
                if field in PROMISED or key in other:
                    yield field, one.get(key), other.get(key)
            for key in ("startDate", "endDate"):
                yield "date", one.get(key), other.get(key)


def _same(got: str | None, expected: str | None) -> bool:
    return _spelled(got) == _spelled(expected)


def _spelled(value: str | None) -> str | None:
    return re.sub(r"\s+", " ", value.replace("’", "'")).casefold() if value else None


def main() -> None:
    """Print what was measured: the promise, each field, what is wrong, and the cost beside plain text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=parsing.FOLDER)
    found = measure(parser.parse_args().folder)
    print(f"{found['files_without_a_wrong_field']} of {found['files']} files without a wrong field of the promised")
    for field, counted in found["fields"].items():
        print(f"  {field:<15}{counted['right']:>5} of {counted['of']:<5}{'' if field in PROMISED else '(besides)'}")
    for name, said in found["wrong"].items():
        print("\n    ".join([name, *said]))
    cost = found["cost"]
    for way in parsing.WAYS:
        if way in cost:
            one = cost[way]
            print(f"{way:<12}p50 {one['p50_ms']} ms, p99 {one['p99_ms']} ms, peak {one['peak_mb']} MB")
    print(f"{cost['cpu_times_plain_text']} times the processor seconds of pypdfium2's plain text")


if __name__ == "__main__":
    main()
