"""The demo's interview: an expert writes and approves the questions, a recruiter invites, a candidate answers."""

from datetime import datetime, timedelta
from uuid import UUID

from evenhand.demo.shapes import DemoContent, Turn
from evenhand.domains.applications import queries as application_queries
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.background.grading import grade_answers
from evenhand.domains.interviews.events import InterviewCompleted
from evenhand.domains.interviews.schemas.questions import QuestionIn
from evenhand.domains.interviews.schemas.taking import RoomState
from evenhand.domains.interviews.service import inviting, questions, taking
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.wiring import House

PREPARED_BEFORE = timedelta(days=6)
INVITED_BEFORE = timedelta(days=3)
NEXT_TO_REVIEW = "site-reliability-engineer"


async def interview_was_held(
    session: Session, what: DemoContent, people: dict[str, Actor], jobs: dict[str, UUID]
) -> bool:
    """Whether it is there; it is made whole or not at all, and graded by the worker if not at once."""
    script = what.interview
    application = await application_queries.own_application_for(
        session, person_id=people[script.candidate].person, job_id=jobs[script.opening]
    )
    return application is not None and bool(
        await queries.interview_of_application(session, org_id=application.org_id, application_id=application.id)
    )


async def hold_interview(house: House, what: DemoContent, people: dict[str, Actor], jobs: dict[str, UUID]) -> None:
    """Everything up to the scorecard, unless it is there. The scorecard is not released: that is a recruiter's act."""
    script = what.interview
    candidate = people[script.candidate]
    async with house.database.transaction() as session:
        application = await application_queries.own_application_for(
            session, person_id=candidate.person, job_id=jobs[script.opening]
        )
        if application is None:
            return
        recruiter, expert = _staff(what, people, application.org_id)
        if await queries.interview_of_application(session, org_id=application.org_id, application_id=application.id):
            return
        prepared = script.started - PREPARED_BEFORE
        for turn in script.turns:
            await _approve(session, turn, actor=expert, job_id=application.job_id, now=prepared)
        if NEXT_TO_REVIEW in jobs:
            await questions.generate(session, actor=recruiter, job_id=jobs[NEXT_TO_REVIEW], now=prepared)
        invited = script.started - INVITED_BEFORE
        interview = await inviting.invite(
            session, actor=recruiter, application_id=application.id, vault=house.vault, now=invited
        )
        await _answer(house, session, script.turns, actor=candidate, interview_id=interview.id, now=script.started)
    fact = InterviewCompleted(**inviting.about(interview))
    await grade_answers(fact, database=house.database, vault=house.vault, clock=utc_now)


def _staff(what: DemoContent, people: dict[str, Actor], org_id: UUID) -> tuple[Actor, Actor]:
    members = {
        member.role: people[member.slug]
        for company in what.organisations
        for member in reversed(company.members)
        if people[member.slug].org_id == org_id
    }
    return members["recruiter"], members["expert"]


async def _approve(session: Session, turn: Turn, *, actor: Actor, job_id: UUID, now: datetime) -> None:
    new = QuestionIn(
        text=turn.text,
        kind=turn.kind,
        skill_id=turn.skill_id,
        difficulty=turn.difficulty,
        gold=turn.gold,
        key_points=list(turn.key_points),
        red_flags=list(turn.red_flags),
    )
    question = await questions.write(session, new, actor=actor, job_id=job_id, now=now)
    await questions.approve(session, actor=actor, question_id=question.id, version=question.version, now=now)


async def _answer(
    house: House, session: Session, turns: tuple[Turn, ...], *, actor: Actor, interview_id: UUID, now: datetime
) -> None:
    by_text = {turn.text: turn for turn in turns}
    room: RoomState = await taking.state_for(session, actor=actor, interview_id=interview_id, vault=house.vault)
    while asked := room.question:
        turn = by_text[asked.text]
        now += timedelta(seconds=turn.seconds)
        if turn.quality == "declined":
            room = await taking.decline(
                session, actor=actor, interview_id=interview_id, question_id=asked.id, vault=house.vault, now=now
            )
        else:
            room = await taking.answer(
                session,
                actor=actor,
                interview_id=interview_id,
                question_id=asked.id,
                text=turn.answer,
                vault=house.vault,
                now=now,
            )
