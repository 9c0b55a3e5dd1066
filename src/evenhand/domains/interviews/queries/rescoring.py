"""Which scores there are to make once more, for the operator's command, which looks after every organisation."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from evenhand.domains.evaluation.models import Score
from evenhand.domains.interviews.models import Interview
from evenhand.kit.db import Session


async def scoring_organisations(session: Session) -> Sequence[UUID]:
    """The organisations that have scores; the one question that is asked across organisations."""
    return (await session.scalars(select(Score.org_id).distinct().order_by(Score.org_id))).all()


async def interview_of_score(session: Session, *, org_id: UUID, score_id: UUID) -> UUID | None:
    """The interview that a score belongs to."""
    query = select(Score.group_id).where(Score.id == score_id, Score.org_id == org_id)
    return (await session.scalars(query)).one_or_none()


async def graded_interviews(session: Session, *, org_id: UUID) -> Sequence[UUID]:
    """The interviews with at least one score, the oldest first."""
    scored = select(Score.group_id).where(Score.org_id == org_id)
    query = select(Interview.id).where(Interview.org_id == org_id, Interview.id.in_(scored)).order_by(Interview.id)
    return (await session.scalars(query)).all()
