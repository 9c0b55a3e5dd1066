"""How questions do in interviews: figures over all answers, by one query, with nothing in them about a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Float, Numeric, Select, and_, case, cast, func, select

from evenhand.domains.evaluation.models import Score
from evenhand.domains.interviews.models import Answer, Interview, InterviewQuestion
from evenhand.kit.db import Session

DIMENSIONS = ("relevance", "completeness", "accuracy", "clarity", "overall")
_COUNTED = ("question_id", "edition", "asked", "answered", "declined", "graded", "discrimination", "seconds")


@dataclass(frozen=True)
class Figures:
    """One edition of a question. `means` and `spreads` are by dimension and overall; `seconds` is the median."""

    question_id: UUID
    edition: int
    asked: int
    answered: int
    declined: int
    graded: int
    discrimination: float | None
    seconds: float | None
    means: dict[str, float | None]
    spreads: dict[str, float | None]


async def statistics(session: Session, *, org_id: UUID, question_ids: Sequence[UUID]) -> list[Figures]:
    """The figures of several questions, each edition apart, in the interviews of this organisation that have begun.

    Answers that were declined take no part in means. The discrimination is the correlation of the overall figure with
    the mean of the other answers of the same interview.
    """
    rows = await session.execute(_figures(org_id, question_ids))
    return [_figures_of(row) for row in rows.mappings()]


def _figures_of(row: Mapping[Any, Any]) -> Figures:
    counted = {name: row[name] for name in _COUNTED}
    return Figures(
        **counted,
        means={name: row[f"mean_{name}"] for name in DIMENSIONS},
        spreads={name: row[f"spread_{name}"] for name in DIMENSIONS},
    )


def _figures(org_id: UUID, question_ids: Sequence[UUID]) -> Select[Any]:
    one = _answers(org_id, question_ids).subquery()
    figures: list[ColumnElement[Any]] = [func.avg(one.c[name]).label(f"mean_{name}") for name in DIMENSIONS]
    figures += [func.stddev_samp(one.c[name]).label(f"spread_{name}") for name in DIMENSIONS]
    return (
        select(
            one.c.question_id,
            one.c.edition,
            func.count().label("asked"),
            func.count().filter(one.c.is_answered).label("answered"),
            func.count().filter(one.c.is_declined).label("declined"),
            func.count(one.c.overall).label("graded"),
            func.corr(cast(one.c.overall, Float), cast(one.c.rest, Float)).label("discrimination"),
            func.percentile_cont(0.5).within_group(one.c.seconds).label("seconds"),
            *figures,
        )
        .where(one.c.question_id.in_(set(question_ids)))
        .group_by(one.c.question_id, one.c.edition)
    )


def _answers(org_id: UUID, question_ids: Sequence[UUID]) -> Select[Any]:
    """Every answer of the interviews in which one of the questions was asked, with how the others of them went."""
    with_them = select(InterviewQuestion.interview_id).where(
        InterviewQuestion.org_id == org_id, InterviewQuestion.question_id.in_(set(question_ids))
    )
    is_done = Answer.answered_at.is_not(None)
    # Declined answers are left out on both sides: they have a rate of their own.
    points = case((Answer.declined.is_(False), Score.overall))
    together, how_many = (figure(points).over(partition_by=InterviewQuestion.interview_id) for figure in _OVER_ALL)
    return (
        select(
            InterviewQuestion.question_id,
            InterviewQuestion.edition,
            and_(is_done, Answer.declined.is_(False)).label("is_answered"),
            and_(is_done, Answer.declined.is_(True)).label("is_declined"),
            case(
                (and_(is_done, InterviewQuestion.spent_ms > 0), cast(InterviewQuestion.spent_ms, Numeric) / 1000)
            ).label("seconds"),
            ((together - points) / func.nullif(how_many - 1, 0)).label("rest"),
            points.label("overall"),
            *(
                case((Answer.declined.is_(False), getattr(Score, name))).label(name)
                for name in DIMENSIONS
                if name != "overall"
            ),
        )
        .join(Interview, Interview.id == InterviewQuestion.interview_id)
        .outerjoin(Answer, Answer.question_id == InterviewQuestion.id)
        .outerjoin(Score, Score.subject_id == Answer.id)
        .where(
            InterviewQuestion.org_id == org_id,
            Interview.started_at.is_not(None),
            InterviewQuestion.interview_id.in_(with_them),
        )
    )


_OVER_ALL = (func.sum, func.count)
