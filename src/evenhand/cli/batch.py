"""Batch work on lines: grading answers and finding skills. Needs no server, no database and no settings."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenhand.cli.lines import FAILED_SOME, OUR_MISTAKE, LineUnusable, batch, lines_of, opened, read_object, write

if TYPE_CHECKING:  # loads what finding skills must not wait for
    from evenhand.engines.grading import Grade

DIMENSIONS = ("relevance", "completeness", "accuracy", "clarity")


def grade(file: Path | None = None, *, sealed: bool = False) -> None:
    """JSON Lines in, JSON Lines out. A line that cannot be used gets an `error`, and the next one is read."""
    _each_line(file, lambda line: grade_line(line, sealed=sealed))


def skills(file: Path | None = None) -> None:
    """The same for the skills that texts name."""
    _each_line(file, skills_line)


def _each_line(file: Path | None, answer: Callable[[bytes], Mapping[str, Any]]) -> None:
    failed = False
    with batch(), opened(file) as stream:
        for line in lines_of(stream):
            result = answer(line)
            failed = failed or "error" in result
            write(result)
    raise SystemExit(FAILED_SOME if failed else 0)


def skills_line(line: bytes) -> dict[str, Any]:
    """The skills of one line's text; offsets are characters (code points) of the text as it was given."""
    from evenhand.engines.skills import find_skills  # reads the taxonomy, which grading does not need

    request: Mapping[str, Any] = {}
    try:
        request = read_object(line)
        found = find_skills(_text(request))
    except LineUnusable as trouble:
        return {"id": request.get("id"), "error": f"This line cannot be used: {trouble}."}
    except Exception as mistake:  # noqa: BLE001 - an edge: one line must not end the batch
        return _our_mistake(request, mistake)
    mentions = [
        {"id": m.skill_id, "name": m.name, "category": m.category, "start": m.start, "end": m.end, "text": m.text}
        for m in found
    ]
    return {"id": request.get("id"), "skills": mentions}


def _text(request: Mapping[str, Any]) -> str:
    if "text" not in request:
        raise LineUnusable("“text” is missing")
    if not isinstance(request["text"], str):
        raise LineUnusable("“text” has to be a text")
    return request["text"]


def _our_mistake(request: Mapping[str, Any], mistake: Exception) -> dict[str, Any]:
    traceback.print_exc()  # whoever reports it needs to know where
    return {"id": request.get("id"), "error": OUR_MISTAKE.format(type(mistake).__name__)}


def grade_line(line: bytes, *, sealed: bool = False) -> dict[str, Any]:
    """The grade of one line's answer. A dimension without evidence is 0 here: a line has no room to say why.

    With `sealed` the whole sealed grade and the texts it rests on come too: `evenhand rescore --manifest` reads them.
    """
    from evenhand.engines.grading import GradingRefused  # loads the embedding model's library
    from evenhand.engines.grading import grade as grade_answer

    request: Mapping[str, Any] = {}
    try:
        request = read_object(line)
        texts = _fields(request)
        graded = grade_answer(**texts)
    except LineUnusable as trouble:
        return {"id": request.get("id"), "error": f"This line cannot be used: {trouble}."}
    except GradingRefused as refusal:
        return {"id": request.get("id"), "error": refusal.message}
    except Exception as mistake:  # noqa: BLE001 - an edge: one line must not end the batch
        return _our_mistake(request, mistake)
    result = {
        "id": request.get("id"),
        **{name: float(graded.dimensions[name].score or 0) for name in DIMENSIONS},
        "overall": float(graded.overall or 0),
        "label": graded.label,
        "evidence": list(_evidence(graded)),
        "manifest": graded.seal,
    }
    return {**result, "grade": graded.to_dict(), "texts": texts} if sealed else result


def _fields(request: Mapping[str, Any]) -> dict[str, Any]:
    for name in ("question", "gold", "answer"):
        if name not in request:
            raise LineUnusable(f"“{name}” is missing")
    question, gold, answer = request["question"], request["gold"], request["answer"]
    golds = [gold] if isinstance(gold, str) else gold
    if not isinstance(question, str) or not isinstance(answer, str):
        raise LineUnusable("“question” and “answer” are texts")
    if not isinstance(golds, list) or not golds or not all(isinstance(text, str) for text in golds):
        raise LineUnusable("“gold” is a text or a list of texts")
    lists = {name: _texts(request, name) for name in ("key_points", "red_flags")}
    return {"question": question, "gold": golds, "answer": answer, **lists}


def _texts(request: Mapping[str, Any], name: str) -> list[str]:
    """A list that may be left out."""
    given = request.get(name)
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        raise LineUnusable(f"“{name}” is a list of texts")
    return given


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
