"""Grades laid out for reading: dimensions with their weights, key points with the number beside their words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from evenhand.domains.evaluation.rules import Graded, Overall, weight, words
from evenhand.domains.evaluation.rules.engine_words import said
from evenhand.domains.evaluation.rules.figures import DIMENSION_WORDS
from evenhand.domains.interviews.schemas.scorecard import DimensionOut, GradedAnswer, PointOut, TrialOut
from evenhand.engines.grading import DIMENSIONS, Dimension, Grade, PointResult
from evenhand.kit.words import say


def trial(grade: Grade) -> TrialOut:
    """One grade."""
    return TrialOut(
        label=grade.label,
        overall=grade.overall,
        dimensions=[_dimension(name, part.score, part.reason) for name, part in _ordered(grade)],
        points=_points(grade.points),
        flags=list(grade.flags),
        remarks=[words.FLAG_WORDS[flag] for flag in grade.flags if flag in words.FLAG_WORDS],
        seal=grade.seal,
    )


def graded_answer(
    graded: Graded,
    *,
    answer_id: UUID,
    question: str,
    kind: str,
    difficulty: str,
    answer: str,
    declined: bool,
    gold: str | None,
) -> GradedAnswer:
    """The grade of an answer of an interview, with the question and the words."""
    return GradedAnswer(
        **trial(graded.grade).model_dump(),
        answer_id=answer_id,
        number=graded.number,
        question=question,
        kind=kind,
        topic=graded.topic,
        difficulty=difficulty,
        answer=answer,
        declined=declined,
        gold=gold,
    )


def overall_dimensions(overall: Overall) -> list[DimensionOut]:
    """The four dimensions of an interview, each saying on how many answers it rests where that is not all."""
    return [
        _dimension(name, overall.dimensions[name], _rests_on(overall.known[name], overall.answers))
        for name in DIMENSIONS
    ]


def stored_dimensions(figures: Mapping[str, tuple[Decimal | None, int, int]] | None) -> list[DimensionOut]:
    """The same from the stored figures alone, for lists: no key is needed and nothing is opened."""
    return [
        _dimension(name, value, _rests_on(known, answers)) for name, (value, known, answers) in (figures or {}).items()
    ]


def decided_dimensions(figures: Mapping[str, Decimal | None]) -> list[DimensionOut]:
    """The four as a person gave them."""
    return [_dimension(name, figures[name], "") for name in DIMENSIONS]


def _rests_on(known: int, answers: int) -> str:
    if known == answers:
        return ""
    if not known:
        return words.NO_EVIDENCE
    return say("Rests on %(known)s of %(answers)s answers.", known=known, answers=answers)


def _ordered(grade: Grade) -> list[tuple[str, Dimension]]:
    return [(name, grade.dimensions[name]) for name in DIMENSIONS]


def _dimension(name: str, score: float | Decimal | None, reason: str) -> DimensionOut:
    return DimensionOut(
        name=name,
        label=DIMENSION_WORDS[name],
        weight=words.percent(weight(name)),
        score=None if score is None else float(score),
        reason=said(reason),
    )


def _points(points: Sequence[PointResult]) -> list[PointOut]:
    """Those with words behind them in the order of the words, numbered; then the missing ones."""
    said = sorted((one for one in points if one.start is not None), key=lambda one: (one.start or 0, one.end or 0))
    rest = [one for one in points if one.start is None]
    return [_point(one, number) for number, one in enumerate(said, 1)] + [_point(one, None) for one in rest]


def _point(one: PointResult, number: int | None) -> PointOut:
    return PointOut(
        number=number,
        point=one.point,
        kind=one.kind,
        status=one.status,
        strength=one.strength,
        start=one.start,
        end=one.end,
        text=one.text or "",
        effect=dict(one.effect),
        why=said(one.why),
        words=words.effect(one.status, one.strength, one.effect, said(one.why)),
    )
