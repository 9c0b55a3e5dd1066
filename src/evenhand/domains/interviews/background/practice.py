"""Grades a completed practice, for its person alone."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from evenhand.domains.evaluation import service as evaluation
from evenhand.domains.interviews.events import PracticeCompleted
from evenhand.domains.interviews.service import practice
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()


async def give_up(
    fact: PracticeCompleted, *, database: Database, clock: Callable[[], datetime], **_rest: object
) -> None:
    """Say that no program tries any more; the person can ask again."""
    async with database.transaction() as session:
        await practice.stall(session, person_id=fact.person_id, practice_id=fact.practice_id, now=clock())


@followers.on(PracticeCompleted, gave_up=give_up)
async def grade_practice(
    fact: PracticeCompleted, *, database: Database, vault: Vault, clock: Callable[[], datetime]
) -> None:
    """Grade each answer with the engine that grades interviews and keep it at once; then add them up."""
    person_id, practice_id = fact.person_id, fact.practice_id
    async with database.transaction() as session:
        left = await practice.left_to_grade(session, person_id=person_id, practice_id=practice_id, vault=vault)
    for one in left:
        made = await asyncio.to_thread(evaluation.grade_answer, one.inputs)
        async with database.transaction() as session:
            await practice.keep_grade(
                session,
                person_id=person_id,
                practice_id=practice_id,
                answer_id=one.answer_id,
                made=made,
                vault=vault,
            )
    async with database.transaction() as session:
        await practice.conclude(session, person_id=person_id, practice_id=practice_id, vault=vault, now=clock())
