"""Practice, always one person's own. No company's query reads these tables."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from evenhand.domains.identity.models import Person
from evenhand.domains.interviews.models import Practice, PracticeAnswer, PracticeQuestion
from evenhand.kit.db import Session, locked


async def own_practice(session: Session, *, person_id: UUID, practice_id: UUID, lock: bool = False) -> Practice | None:
    """One practice of this person."""
    query = select(Practice).where(Practice.id == practice_id, Practice.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def begun_alike(session: Session, *, person_id: UUID, title: str, since: datetime) -> Practice | None:
    """A practice of this title that was made a moment ago and that nobody went into.

    Others who ask the same for this person wait until the transaction ends: a form sent twice at once makes one.
    """
    await session.execute(locked(select(Person).where(Person.id == person_id)))
    query = select(Practice).where(
        Practice.person_id == person_id,
        Practice.title == title,
        Practice.status == "invited",
        Practice.created_at >= since,
    )
    return (await session.scalars(query.order_by(Practice.id.desc()).limit(1))).one_or_none()


async def own_practices(
    session: Session, *, person_id: UUID, before: UUID | None = None, limit: int
) -> Sequence[Practice]:
    """This person's practices, the newest first; `before` is the last one shown."""
    query = select(Practice).where(Practice.person_id == person_id)
    if before:
        query = query.where(Practice.id < before)
    return (await session.scalars(query.order_by(Practice.id.desc()).limit(limit))).all()


async def practised(session: Session, *, person_id: UUID, practice_id: UUID) -> Sequence[PracticeQuestion]:
    """The questions of a practice in the order they are asked."""
    query = select(PracticeQuestion).where(
        PracticeQuestion.practice_id == practice_id, PracticeQuestion.person_id == person_id
    )
    return (await session.scalars(query.order_by(PracticeQuestion.position))).all()


async def practised_in(
    session: Session, *, person_id: UUID
) -> dict[UUID, list[tuple[PracticeQuestion, PracticeAnswer]]]:
    """For each of this person's practices the questions that have an answer or a draft, in order, in one query."""
    query = (
        select(PracticeQuestion, PracticeAnswer)
        .join(PracticeAnswer, PracticeAnswer.question_id == PracticeQuestion.id)
        .where(PracticeQuestion.person_id == person_id, PracticeAnswer.person_id == person_id)
        .order_by(PracticeQuestion.practice_id, PracticeQuestion.position)
    )
    found: dict[UUID, list[tuple[PracticeQuestion, PracticeAnswer]]] = {}
    for question, answer in await session.execute(query):
        found.setdefault(question.practice_id, []).append((question, answer))
    return found


async def practice_answers(session: Session, *, person_id: UUID, practice_id: UUID) -> dict[UUID, PracticeAnswer]:
    """Answers and drafts by the id of their question."""
    query = select(PracticeAnswer).where(
        PracticeAnswer.practice_id == practice_id, PracticeAnswer.person_id == person_id
    )
    return {answer.question_id: answer for answer in await session.scalars(query)}
