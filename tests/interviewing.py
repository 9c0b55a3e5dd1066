"""Questions and interviews for tests: prepared, sent and taken through the services, as their people would."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.domains.applications.models import Application
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview, InterviewQuestion, Question
from evenhand.domains.interviews.schemas.questions import QuestionIn
from evenhand.domains.interviews.service import inviting, questions, taking
from evenhand.domains.jobs.models import Job
from evenhand.wiring import House
from tests.applicants import make_application
from tests.openings import make_job
from tests.people import NOW, Cast, Member

GOLD = "Restore the service first: roll back to the previous release. Then find the cause in the logs and add a test."
KEY_POINTS = [
    "Roll back to restore the service first",
    "Find the cause in the logs",
    "Add a test so that it cannot return",
]
GOOD = (
    "I roll back to the previous release to restore the service first. Then I find the cause in the logs, and I add a "
    "test so that it cannot return unnoticed."
)
WEAK = "I would ask a colleague what they think about the weather on that day and then wait for Monday."


def question_fields(**changes: Any) -> dict[str, Any]:
    """A whole question as the API takes it."""
    return {
        "text": "A release made every answer slow. What do you do first?",
        "kind": "situational",
        "skill_id": "postgresql",
        "difficulty": "medium",
        "gold": GOLD,
        "key_points": list(KEY_POINTS),
        "red_flags": ["Debug in production and leave the slow release running"],
        **changes,
    }


async def make_question(house: House, expert: Member, job: Job, *, approved: bool = True, **changes: Any) -> Question:
    """A question written by hand."""
    async with house.database.transaction() as session:
        new = QuestionIn.model_validate(question_fields(**changes))
        question = await questions.write(session, new, actor=expert.actor, job_id=job.id, now=NOW)
        if approved:
            await questions.approve(
                session, actor=expert.actor, question_id=question.id, version=question.version, now=NOW
            )
    return question


async def make_questions(house: House, expert: Member, job: Job, count: int) -> list[Question]:
    """Several approved ones."""
    return [
        await make_question(house, expert, job, text=f"A release made every answer slow, case {number}. What first?")
        for number in range(1, count + 1)
    ]


async def make_interview(
    house: House, cast: Cast, *, count: int = 3, now: datetime = NOW, application: Application | None = None
) -> Interview:
    """Mira is invited by Bob to an interview of so many questions (three at least)."""
    if application is None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
    async with house.database.transaction() as session:
        job = await session.get_one(Job, application.job_id)
    await make_questions(house, cast.erin, job, count)
    return await invite(house, cast.bob, application.id, now=now)


async def invite(house: House, recruiter: Member, application_id: UUID, *, now: datetime = NOW) -> Interview:
    """Send the invitation."""
    async with house.database.transaction() as session:
        return await inviting.invite(
            session, actor=recruiter.actor, application_id=application_id, vault=house.vault, now=now
        )


async def asked(house: House, interview: Interview) -> Sequence[InterviewQuestion]:
    """The questions of an interview in their order."""
    async with house.database.transaction() as session:
        return await queries.asked(session, org_id=interview.org_id, interview_id=interview.id)


async def take(
    house: House, candidate: Member, interview: Interview, answers: Sequence[str | None], *, now: datetime = NOW
) -> None:
    """Answer the questions in order; None declines."""
    for question, text in zip(await asked(house, interview), answers, strict=False):
        async with house.database.transaction() as session:
            about: dict[str, Any] = {
                "actor": candidate.actor,
                "interview_id": interview.id,
                "question_id": question.id,
                "vault": house.vault,
                "now": now,
            }
            if text is None:
                await taking.decline(session, **about)
            else:
                await taking.answer(session, text=text, **about)
