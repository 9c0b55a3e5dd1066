"""Reviews a resume after it was read or corrected, and when somebody asks."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from evenhand.domains.coaching.events import ReviewAsked
from evenhand.domains.coaching.rules.refining import Statement
from evenhand.domains.coaching.service import reviews as service
from evenhand.domains.coaching.service.refining import refine
from evenhand.domains.llm import service as llm
from evenhand.domains.resumes.events import ResumeCorrected, ResumeRead
from evenhand.engines.reviewing import review
from evenhand.engines.tailoring import sources_of
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()

Waited = ReviewAsked | ResumeRead | ResumeCorrected


async def give_up(fact: Waited, *, database: Database, **_rest: object) -> None:
    """Tell whoever waits that it did not work."""
    async with database.transaction() as session:
        await service.give_up(session, person_id=fact.person_id, resume_id=fact.resume_id)


@followers.on(ReviewAsked, retries=3, gave_up=give_up)
async def review_asked(
    fact: ReviewAsked, *, database: Database, vault: Vault, asking: llm.Asking, clock: Callable[[], datetime]
) -> None:
    """Somebody asked: for a review, and for wordings where a language model may be asked for them."""
    await make(fact, database=database, vault=vault, clock=clock)
    await _refine(fact, database=database, vault=vault, asking=asking, clock=clock)


@followers.on(ResumeRead, ResumeCorrected, retries=3, gave_up=give_up)
async def make(fact: Waited, *, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
    """Review a resume as it was read or corrected, unless that was done; no transaction waits for the engine."""
    person_id, resume_id = fact.person_id, fact.resume_id
    async with database.transaction() as session:
        facts = await service.to_make(session, person_id=person_id, resume_id=resume_id, vault=vault, now=clock())
    if facts is None:
        return
    made = await asyncio.to_thread(review, facts)
    async with database.transaction() as session:
        await service.keep(
            session, person_id=person_id, resume_id=resume_id, facts=facts, made=made, vault=vault, now=clock()
        )


async def _refine(
    fact: ReviewAsked, *, database: Database, vault: Vault, asking: llm.Asking, clock: Callable[[], datetime]
) -> None:
    """Ask a language model for wordings, unless it answered already. Only for somebody who asked: it takes long, costs,
    and would keep everybody's readings waiting."""
    async with database.transaction() as session:
        facts = await service.to_refine(
            session, person_id=fact.person_id, resume_id=fact.resume_id, vault=vault, now=clock()
        )
    if facts is None:
        return
    by = await refine(
        asking,
        feature="review",
        person_id=fact.person_id,
        statements=[Statement(one.pointer, one.text) for one in facts.statements],
        sources=sources_of(facts.resume),
        language=facts.language,
    )
    async with database.transaction() as session:
        await service.keep_refined(
            session, by, person_id=fact.person_id, resume_id=fact.resume_id, facts=facts, vault=vault
        )
