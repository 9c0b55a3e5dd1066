"""Strengths and gaps: the key points of an interview, found or not, with the words of the answer behind each."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evenhand.engines.grading import Grade


@dataclass(frozen=True)
class Graded:
    """The grade of one answer, and which question it answers."""

    number: int
    topic: str
    grade: Grade


@dataclass(frozen=True)
class Finding:
    """A key point, or a red flag that was raised, and what became of it.

    `text` are the words of the answer, empty for a missing point; `why` says what a contradiction consists of.
    """

    number: int
    topic: str
    point: str
    kind: str
    status: str
    text: str
    strength: float
    why: str


@dataclass(frozen=True)
class TopicCount:
    """How many of the key points of a topic were found."""

    topic: str
    found: int
    total: int


def strengths(graded: Iterable[Graded]) -> list[Finding]:
    """The key points found: the surest of each question, then the second of each, and so on."""
    found = sorted((one for one in _findings(graded) if one.status == "found"), key=lambda one: -one.strength)
    turns: Counter[int] = Counter()
    ranked = []
    for one in found:
        ranked.append((turns[one.number], one))
        turns[one.number] += 1
    return [one for _, one in sorted(ranked, key=lambda place: place[0])]


def gaps(graded: Iterable[Graded]) -> list[Finding]:
    """The key points contradicted, then those not mentioned, in the order of the questions.

    An answer without evidence has no gaps: nothing is known about it.
    """
    found = [one for one in _findings(graded) if one.status != "found"]
    return sorted(found, key=lambda one: (one.status != "contradicted", one.number))


def topics(graded: Iterable[Graded]) -> list[TopicCount]:
    """The key points found by topic, in the order the topics came up; without answers that have no evidence."""
    counts: dict[str, list[int]] = {}
    for one in graded:
        if one.grade.overall is None:
            continue
        count = counts.setdefault(one.topic, [0, 0])
        count[0] += sum(1 for point in one.grade.points if point.status == "found")
        count[1] += len(one.grade.manifest.inputs["key_points"])  # also where the answer was not worth matching
    return [TopicCount(topic, found, total) for topic, (found, total) in counts.items()]


def _findings(graded: Iterable[Graded]) -> Iterator[Finding]:
    for one in graded:
        if one.grade.overall is None:
            continue
        for point in one.grade.points:
            yield Finding(
                number=one.number,
                topic=one.topic,
                point=point.point,
                kind=point.kind,
                status=point.status,
                text=point.text or "",
                strength=point.strength,
                why=point.why,
            )
