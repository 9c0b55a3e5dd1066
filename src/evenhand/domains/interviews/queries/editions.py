"""Editions of questions, always within one organisation."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, select

from evenhand.domains.interviews.models import Question, QuestionEdition
from evenhand.kit.db import Session


async def editions(session: Session, *, org_id: UUID, question_id: UUID) -> Sequence[QuestionEdition]:
    """The history of one question, the newest edition first."""
    query = select(QuestionEdition).where(QuestionEdition.question_id == question_id, QuestionEdition.org_id == org_id)
    return (await session.scalars(query.order_by(QuestionEdition.number.desc()))).all()


async def waiting_editions(session: Session, *, org_id: UUID, set_id: UUID) -> dict[UUID, QuestionEdition]:
    """The editions of a set that wait for a review, by question."""
    query = (
        select(QuestionEdition)
        .join(Question, and_(Question.id == QuestionEdition.question_id, Question.waiting == QuestionEdition.number))
        .where(Question.set_id == set_id, Question.org_id == org_id, QuestionEdition.org_id == org_id)
    )
    return {edition.question_id: edition for edition in await session.scalars(query)}
