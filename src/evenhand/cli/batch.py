"""Batch work on files and streams: needs no server, no database and no settings."""

import json
import os
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenhand.engines.documents import MEGABYTE, DocumentRefused, Limits, read_document

if TYPE_CHECKING:  # both load what `parse` alone must not wait for
    from evenhand.engines.grading import Grade

DIMENSIONS = ("relevance", "completeness", "accuracy", "clarity")
OUR_MISTAKE = "A mistake in Evenhand stopped this one ({}). Please report it; the others are not affected."


class LineUnusable(Exception):
    """A line of standard input is not a question with its answer; the text says why."""


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
    name = os.fsencode(path).decode(errors="replace")
    result: dict[str, Any] = {"file": name, "resume": None, "evidence": {}, "text_chars": 0}
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
        error = f"The file cannot be opened: {trouble.strerror or trouble}."
    except Exception as mistake:  # noqa: BLE001 - an edge: one file must not end the batch
        traceback.print_exc()
        error = OUR_MISTAKE.format(type(mistake).__name__)
    return {**result, "seconds": round(time.perf_counter() - started, 3), "error": error}


def _bytes(path: Path) -> bytes:
    """The file, of which no more is read than is needed to see that it is too large. Raises DocumentRefused."""
    most = Limits().bytes
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise DocumentRefused("too_large", f"The file is larger than {most // MEGABYTE} MB. Choose a smaller one.")
    return content


def grade() -> None:
    """JSON Lines in, JSON Lines out. A line that cannot be used gets an `error`, and the next one is read."""
    failed = False
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        result = grade_line(line)
        failed = failed or "error" in result
        _print(result)
    raise SystemExit(1 if failed else 0)


def grade_line(line: bytes) -> dict[str, Any]:
    """The grade of one line's answer. A dimension without evidence is 0 here: a line has no room to say why."""
    from evenhand.engines.grading import GradingRefused  # loads the embedding model's library
    from evenhand.engines.grading import grade as grade_answer

    request: Mapping[str, Any] = {}
    try:
        request = _read(line)
        question, gold, answer = _fields(request)
        graded = grade_answer(question=question, gold=gold, answer=answer)
    except LineUnusable as trouble:
        return {"id": request.get("id"), "error": f"This line cannot be used: {trouble}."}
    except GradingRefused as refusal:
        return {"id": request.get("id"), "error": refusal.message}
    except Exception as mistake:  # noqa: BLE001 - an edge: one line must not end the batch
        traceback.print_exc()
        return {"id": request.get("id"), "error": OUR_MISTAKE.format(type(mistake).__name__)}
    return {
        "id": request.get("id"),
        **{name: float(graded.dimensions[name].score or 0) for name in DIMENSIONS},
        "overall": float(graded.overall or 0),
        "label": graded.label,
        "evidence": list(_evidence(graded)),
        "manifest": graded.seal,
    }


def _read(line: bytes) -> Mapping[str, Any]:
    try:
        request = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LineUnusable(f"byte {error.start + 1} is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise LineUnusable("it is not JSON") from error
    if not isinstance(request, dict):
        raise LineUnusable("it is not a JSON object")
    return request


def _fields(request: Mapping[str, Any]) -> tuple[str, list[str], str]:
    for name in ("question", "gold", "answer"):
        if name not in request:
            raise LineUnusable(f"“{name}” is missing")
    question, gold, answer = request["question"], request["gold"], request["answer"]
    golds = [gold] if isinstance(gold, str) else gold
    if not isinstance(question, str) or not isinstance(answer, str):
        raise LineUnusable("“question” and “answer” are texts")
    if not isinstance(golds, list) or not golds or not all(isinstance(text, str) for text in golds):
        raise LineUnusable("“gold” is a text or a list of texts")
    return question, golds, answer


def _evidence(graded: "Grade") -> Iterator[dict[str, Any]]:
    """Every span of the answer that a score rests on; what is missing has none."""
    for point in graded.points:
        if point.start is not None:
            yield {
                "dimensions": list(point.effect),
                "point": point.point,
                "status": point.status,
                "start": point.start,
                "end": point.end,
                "text": point.text,
                "effect": dict(point.effect),
            }
    for name in DIMENSIONS:
        for span in graded.dimensions[name].evidence:
            yield {"dimensions": [name], "point": None, "status": None, **span.to_dict(), "effect": {}}


def _print(value: Mapping[str, Any]) -> None:
    """One line of UTF-8, whatever the terminal speaks."""
    try:
        line = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a character, which JSON can hold and UTF-8 cannot
        line = json.dumps(value).encode()
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
