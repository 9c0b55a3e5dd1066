"""Batch work on files and streams: needs no server, no database and no settings."""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evenhand.engines.documents import DocumentRefused, Limits, read_document

DIMENSIONS = ("relevance", "completeness", "accuracy", "clarity")


def parse(files: list[Path]) -> None:
    """One JSON object a line for each file, in order. The exit status is 1 when any could not be read."""
    failed = False
    for path in files:
        result = parse_file(path)
        failed = failed or result["error"] is not None
        _print(result)
    raise SystemExit(1 if failed else 0)


def parse_file(path: Path) -> dict[str, Any]:
    """What was read from one file; `error` says in a sentence why nothing was."""
    from evenhand.engines.resume_parser import parse_resume  # with its lexicons, only where something is parsed

    started = time.perf_counter()
    result: dict[str, Any] = {"file": str(path), "resume": None, "evidence": {}, "text_chars": 0}
    error = None
    try:
        document = read_document(_bytes(path), filename=path.name)
        parsed = parse_resume(document)
        result["resume"] = parsed.resume
        result["text_chars"] = len(document.text)
        result["evidence"] = {
            pointer: {"page": span.page, "start": span.start, "end": span.end, "text": span.text}
            for pointer, span in parsed.evidence.items()
        }
    except DocumentRefused as refusal:
        error = refusal.message
    except OSError as trouble:
        error = f"The file cannot be opened: {trouble.strerror}."
    return {**result, "seconds": round(time.perf_counter() - started, 3), "error": error}


def _bytes(path: Path) -> bytes:
    """At most one byte more than is accepted, so that a huge file is refused without being read."""
    with path.open("rb") as file:
        return file.read(Limits().bytes + 1)


def grade() -> None:
    """JSON Lines in, JSON Lines out. A line that cannot be used gets an `error`, and the next one is read."""
    failed = False
    for line in sys.stdin:
        if not line.strip():
            continue
        result = grade_line(line)
        failed = failed or "error" in result
        _print(result)
    raise SystemExit(1 if failed else 0)


def grade_line(line: str) -> dict[str, Any]:
    """The grade of one line's answer. A dimension without evidence is 0 here: a line has no room to say why."""
    from evenhand.engines.grading import grade as grade_answer  # loads the embedding model

    try:
        request = json.loads(line)
        question, gold, answer = _fields(request)
    except (ValueError, KeyError, TypeError) as error:
        return {"id": None, "error": f"This line cannot be used: {error}"}
    graded = grade_answer(question=question, gold=gold, answer=answer)
    scores = {name: graded.dimensions[name].score for name in DIMENSIONS}
    return {
        "id": request.get("id"),
        **{name: score if score is not None else 0.0 for name, score in scores.items()},
        "overall": graded.overall if graded.overall is not None else 0.0,
        "label": graded.label,
        "evidence": list(_evidence(graded.points)),
        "manifest": graded.seal,
    }


def _fields(request: Mapping[str, Any]) -> tuple[str, list[str], str]:
    gold = request["gold"]
    golds = [gold] if isinstance(gold, str) else list(gold)
    question, answer = request["question"], request["answer"]
    if not all(isinstance(text, str) for text in (question, answer, *golds)) or not golds:
        raise TypeError("question and answer are texts, gold is a text or a list of texts")
    return question, golds, answer


def _evidence(points: Any) -> Iterator[dict[str, Any]]:
    for point in points:
        yield {
            "point": point.point,
            "status": point.status,
            "start": point.start,
            "end": point.end,
            "text": point.text,
            "effect": dict(point.effect),
        }


def _print(value: Mapping[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)
