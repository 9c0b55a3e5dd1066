"""Answers as HTML, the words that carry points marked and numbered."""

from collections.abc import Iterable
from uuid import UUID

from markupsafe import Markup

from evenhand.domains.interviews.schemas.scorecard import GradedAnswer, PointOut
from evenhand.web.marks import Span, mark_spans


def marked(text: str, points: Iterable[PointOut], *, prefix: str) -> Markup:
    """The words of an answer; each number opens the popover `prefix` and the number."""
    return mark_spans(
        text,
        [
            Span(
                point.start,
                point.end,
                number=point.number,
                kind="against" if point.status == "contradicted" else "",
                popover=f"{prefix}{point.number}",
            )
            for point in points
            if point.start is not None and point.end is not None
        ],
    )


def marked_answers(answers: Iterable[GradedAnswer]) -> dict[UUID, Markup]:
    """The words of each answer of a scorecard, by the answer's id."""
    return {one.answer_id: marked(one.answer, one.points, prefix=f"e{one.number}-") for one in answers}
