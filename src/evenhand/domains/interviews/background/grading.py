"""Grades the answers of a completed interview."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.interviews.events import InterviewCompleted
from evenhand.domains.interviews.service import scoring
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()


@followers.on(InterviewCompleted)
async def grade_answers(
    fact: InterviewCompleted, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Grade each answer and keep it at once, so that an interruption costs one answer; then add them up.

    The engine computes in a thread while no transaction is open.
    """
    async with database.transaction() as session:
        left = await scoring.left_to_grade(session, org_id=fact.org_id, interview_id=fact.interview_id, vault=vault)
    for one in left:
        made = await asyncio.to_thread(evaluation.grade_answer, one.inputs)
        async with database.transaction() as session:
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
    async with database.transaction() as session:
        await scoring.conclude(session, org_id=fact.org_id, interview_id=fact.interview_id, vault=vault, now=clock())
