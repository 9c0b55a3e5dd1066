"""Grading an interview that was completed: what is left to grade, and what all grades come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.consents import service as consents
from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.evaluation.rules import Graded, Inputs, overall
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.events import GradingAsked, InterviewScored
from evenhand.domains.interviews.models import Answer, Interview, InterviewQuestion
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.rules.topics import topic
from evenhand.domains.interviews.service import writing
from evenhand.domains.interviews.service.inviting import about
from evenhand.domains.interviews.service.rooms import InterviewNotFound
from evenhand.engines.grading import Grade
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


class NotWaitingForGrades(Conflict):
    """There is nothing to grade yet."""

    code = "not_waiting_for_grades"
    message = say("This interview is still going on. Its answers are graded once all of them are there.")


class NotAgreed(Conflict):
    """The candidate took back that software may grade their answers."""

    code = "not_agreed"
    message = say("The candidate took back their agreement to having answers graded by software. People can read them.")


@dataclass(frozen=True)
class Said:
    """A question with the answer that was given, in words."""

    question: InterviewQuestion
    answer: Answer
    text: str

    @property
    def inputs(self) -> Inputs:
        """What its grade rests on."""
        question = self.question
        return Inputs(
            question=question.text,
            gold=question.gold,
            key_points=tuple(question.key_points),
            red_flags=tuple(question.red_flags),
            answer=self.text,
        )

    def graded(self, grade: Grade) -> Graded:
        """Its grade, and what it is about."""
        question = self.question
        return Graded(question.position, topic(question.kind, question.skill_id), grade)


async def said(session: Session, interview: Interview, *, vault: Vault) -> list[Said]:
    """Every question that was answered, with the words, in order. Raises KeyDestroyed once the person was erased."""
    key = await vault.key(interview.person_id, interview.org_id)
    questions = await queries.asked(session, org_id=interview.org_id, interview_id=interview.id)
    answers = await queries.answers(session, org_id=interview.org_id, interview_id=interview.id)
    return list(_paired(questions, answers, key))


def _paired(questions: Sequence[InterviewQuestion], answers: Mapping[UUID, Answer], key: DataKey) -> list[Said]:
    pairs = [(question, answers[question.id]) for question in questions if question.id in answers]
    return [Said(question, answer, writing.said(answer, key)) for question, answer in pairs if answer.answered_at]


async def left_to_grade(session: Session, *, org_id: UUID, interview_id: UUID, vault: Vault) -> list[Said]:
    """The answers of a completed interview without a score.

    Nothing for one that is scored, erased or still going, or whose candidate took back their agreement.
    """
    interview = await queries.interview(session, org_id=org_id, interview_id=interview_id)
    if interview is None or interview.status != "completed" or not await may_be_scored(session, interview.person_id):
        return []
    done = await evaluation.scores(session, org_id=org_id, group_id=interview_id)
    try:
        return [one for one in await said(session, interview, vault=vault) if one.answer.id not in done]
    except KeyDestroyed:
        return []


async def may_be_scored(session: Session, person_id: UUID) -> bool:
    """Whether this person agrees to having interviews scored, at this moment."""
    return await consents.allows(session, person_id=person_id, purpose=consents.Purpose.INTERVIEW)


async def conclude(
    session: Session, *, org_id: UUID, interview_id: UUID, vault: Vault, now: datetime
) -> Interview | None:
    """Keep the overall figure and the proposal once every answer has its score; nothing happens before, or twice."""
    interview = await queries.interview(session, org_id=org_id, interview_id=interview_id, lock=True)
    if interview is None or interview.status != "completed" or not await may_be_scored(session, interview.person_id):
        return None
    scores = await evaluation.scores(session, org_id=org_id, group_id=interview_id)
    questions = await queries.asked(session, org_id=org_id, interview_id=interview_id)
    if len(scores) < len(questions):
        return None
    try:
        grades = [await evaluation.open_grade(score, vault=vault) for score in scores.values()]
    except KeyDestroyed:
        return None
    together = overall(grades)
    interview.status = rules.following(interview.status, "scored")
    interview.overall, interview.proposal, interview.scored_at = together.overall, together.proposal, now
    interview.stalled_at = None
    await session.flush()
    await publish(session, InterviewScored(**about(interview)))
    return interview


async def stall(session: Session, *, org_id: UUID, interview_id: UUID, now: datetime) -> None:
    """Grading was given up: the page says so, and offers to try again."""
    interview = await queries.interview(session, org_id=org_id, interview_id=interview_id, lock=True)
    if interview and interview.status == "completed":
        interview.stalled_at = now
        await session.flush()


async def go_on(session: Session, *, person_id: UUID) -> None:
    """Somebody agrees anew: have those of their interviews graded that were waiting for it."""
    for interview in await queries.completed_of(session, person_id=person_id):
        await publish(session, GradingAsked(**about(interview)))


async def ask_again(session: Session, *, actor: Actor, interview_id: UUID, now: datetime) -> Interview:
    """Have the answers graded that have no score yet, where that was given up or takes too long.

    Asking twice grades nothing twice. Raises InterviewNotFound, NotWaitingForGrades and NotAgreed.
    """
    interview = await queries.interview(session, org_id=actor.organisation, interview_id=interview_id, lock=True)
    if interview is None:
        raise InterviewNotFound
    if not rules.is_taken(interview.status):
        raise NotWaitingForGrades
    if interview.status == "completed" and not await may_be_scored(session, interview.person_id):
        raise NotAgreed
    if interview.status == "completed" and rules.may_grade_again(interview.stalled_at, interview.completed_at, now):
        interview.stalled_at = None
        await session.flush()
        await publish(session, GradingAsked(**about(interview)))
    return interview
