"""Erasing interviews and practice, and whoever invited, rated and reviewed."""

from sqlalchemy import select

from evenhand.domains.interviews.models import (
    Answer,
    Contest,
    Interview,
    InterviewQuestion,
    Practice,
    PracticeAnswer,
    PracticeQuestion,
    Question,
    QuestionEdition,
    Rating,
)
from evenhand.kit.db import Session
from evenhand.kit.erasing import Erased, Whose, clear, delete_rows

MADE_BY = (
    Interview.invited_by,
    Interview.released_by,
    Rating.rater_id,
    Contest.answered_by,
    Question.reviewed_by,
    QuestionEdition.written_by,
    QuestionEdition.reviewed_by,
)
"""What members of an organisation did; it stays the organisation's without their name."""


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """A person's interviews at an organisation; or their practice, and their name on what they did as a member."""
    person_id = whose.person_id
    if not whose.own:
        mine = (Interview.person_id == person_id, Interview.org_id == whose.custodian)
        inside = select(Interview.id).where(*mine)
        return [
            *[
                await delete_rows(session, table, table.interview_id.in_(inside))
                for table in (Contest, Rating, Answer, InterviewQuestion)
            ],
            await delete_rows(session, Interview, *mine),
        ]
    found = []
    if whose.owns("practice"):
        for table in (PracticeAnswer, PracticeQuestion, Practice):
            found.append(await delete_rows(session, table, table.person_id == person_id))  # noqa: PERF401
    if whose.account:
        found += [await clear(session, column, person_id) for column in MADE_BY]
    return found
