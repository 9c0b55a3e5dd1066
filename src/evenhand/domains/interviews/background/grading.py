"""Completes an interview at the end of its days where everything is answered, and grades the answers."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from evenhand.domains.consents.events import ConsentGiven
from evenhand.domains.consents.rules import Purpose
from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.interviews.events import AboutInterview, AllAnswered, GradingAsked, InterviewCompleted
from evenhand.domains.interviews.service import pacing, scoring
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()
log = structlog.get_logger(__name__)


@followers.on(AllAnswered)
async def finish_at_the_end(
    fact: AllAnswered, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """What was answered counts, whether or not its candidate came back to finish."""
    async with database.transaction() as session:
        await pacing.finish_what_is_there(
            session, org_id=fact.org_id, interview_id=fact.interview_id, vault=vault, now=clock()
        )


async def give_up(fact: AboutInterview, *, database: Database, clock: Callable[[], datetime], **_rest: object) -> None:
    """Say that no program tries any more, so that people can."""
    async with database.transaction() as session:
        await scoring.stall(session, org_id=fact.org_id, interview_id=fact.interview_id, now=clock())


@followers.on(ConsentGiven)
async def grade_what_waited(fact: ConsentGiven, *, database: Database) -> None:
    """Go on grading where that had been stopped by whoever answered."""
    if fact.purpose == Purpose.INTERVIEW:
        async with database.transaction() as session:
            await scoring.go_on(session, person_id=fact.person_id)


@followers.on(InterviewCompleted, gave_up=give_up)
async def grade_answers(
    fact: InterviewCompleted, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Grade the answers as soon as all of them are there."""
    await _grade(fact, database=database, vault=vault, clock=clock)


@followers.on(GradingAsked, gave_up=give_up)
async def grade_answers_again(
    fact: GradingAsked, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Grade what is still to grade, because someone asked."""
    await _grade(fact, database=database, vault=vault, clock=clock)


async def _grade(fact: AboutInterview, *, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
    """Grade each answer and keep it at once, so that an interruption costs one answer; then add them up.

    The engine computes in a thread while no transaction is open. An answer it cannot grade keeps no other from it.
    """
    async with database.transaction() as session:
        left = await scoring.left_to_grade(session, org_id=fact.org_id, interview_id=fact.interview_id, vault=vault)
    failed: Exception | None = None
    for one in left:
        try:
            made = await asyncio.to_thread(evaluation.grade_answer, one.inputs)
        except Exception as error:  # whatever it is, it is told below, after the other answers
            log.exception("answer_not_graded", answer_id=str(one.answer.id))
            failed = error
            continue
        async with database.transaction() as session:
            if not await scoring.may_be_scored(session, fact.person_id):
                return  # taken back while the engine was computing
            await evaluation.keep(
                session,
                org_id=fact.org_id,
                person_id=fact.person_id,
                subject_id=one.answer.id,
                group_id=fact.interview_id,
                made=made,
                vault=vault,
                now=clock(),
            )
    if failed:
        raise failed
    async with database.transaction() as session:
        await scoring.conclude(session, org_id=fact.org_id, interview_id=fact.interview_id, vault=vault, now=clock())
