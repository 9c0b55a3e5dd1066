"""Grades an answer again and says what differs from the grade that was stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.engines.embeddings import TextEncoder
from evenhand.engines.grading.grader import grade
from evenhand.engines.grading.manifest import seal_of
from evenhand.engines.grading.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same: where (a JSON Pointer into the stored grade), what was stored, what came out."""

    where: str
    stored: Any
    fresh: Any


def replay(
    stored: Mapping[str, Any],
    *,
    question: str,
    gold: Sequence[str],
    answer: str,
    key_points: Sequence[str] = (),
    red_flags: Sequence[str] = (),
    embedder: TextEncoder | None = None,
) -> tuple[Difference, ...]:
    """Compare a stored grade (`Grade.to_dict()`, back from JSON) with a fresh one under the rubric it names.

    Where only its manifest and its seal were kept, those are compared: the seal is over the whole grade. Nothing comes
    back when all is the same. The runtime may differ and is not compared. A stored grade that was changed after it was
    sealed shows as a difference at `/seal`.

    Raises:
        GradingRefused: as `grade` does.
        KeyError, ValueError: the stored value is no grade.
    """
    rubric = Rubric.from_dict(stored["manifest"]["rubric"])
    fresh = grade(
        question=question,
        gold=gold,
        answer=answer,
        key_points=key_points,
        red_flags=red_flags,
        rubric=rubric,
        embedder=embedder,
    ).to_dict()
    whole = stored.keys() - {"manifest", "seal"}
    compared = fresh if whole else {name: fresh[name] for name in ("manifest", "seal")}
    found = [d for d in _differences("", stored, compared) if not d.where.startswith(("/manifest/runtime", "/seal"))]
    if (whole and seal_of(stored) != stored["seal"]) or stored["seal"] != fresh["seal"]:
        found.append(Difference("/seal", stored["seal"], fresh["seal"]))
    return tuple(found)


def _differences(where: str, stored: Any, fresh: Any) -> Iterator[Difference]:
    if isinstance(stored, Mapping) and isinstance(fresh, Mapping):
        for name in sorted({*stored, *fresh}):
            yield from _differences(f"{where}/{_escaped(name)}", stored.get(name), fresh.get(name))
    elif isinstance(stored, list) and isinstance(fresh, list) and len(stored) == len(fresh):
        for place, (one, other) in enumerate(zip(stored, fresh, strict=True)):
            yield from _differences(f"{where}/{place}", one, other)
    elif stored != fresh or isinstance(stored, bool) != isinstance(fresh, bool):
        yield Difference(where, stored, fresh)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
