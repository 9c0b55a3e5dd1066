"""Makes a resume and a letter for a job."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from evenhand.domains.coaching.events import TailoringWanted
from evenhand.domains.coaching.rules.refining import refined, statements_of
from evenhand.domains.coaching.rules.tailoring import Made
from evenhand.domains.coaching.service import tailoring
from evenhand.domains.coaching.service.refining import refine
from evenhand.domains.llm import service as llm
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database

followers = Followers()

MOST_TRIES = 3


async def give_up(fact: TailoringWanted, *, database: Database, **_rest: object) -> None:
    """Say that it did not work."""
    async with database.transaction() as session:
        await tailoring.give_up(session, person_id=fact.person_id, tailoring_id=fact.tailoring_id)


@followers.on(TailoringWanted, retries=3, gave_up=give_up)
async def make_tailoring(
    fact: TailoringWanted, *, database: Database, vault: Vault, asking: llm.Asking, clock: Callable[[], datetime]
) -> None:
    """Make it; no transaction waits for that. Of a resume or job that changed meanwhile it is made anew.

    What the built-in engine made is kept first; then a language model is asked for wordings, where one may be.
    """
    about = {"person_id": fact.person_id, "tailoring_id": fact.tailoring_id}
    for _ in range(MOST_TRIES):
        async with database.transaction() as session:
            work = await tailoring.begin(session, vault=vault, **about)
        if work is None:
            return
        now = clock()
        made = await asyncio.to_thread(work.make, now.date())
        if await _kept(work, made, database=database, vault=vault, now=now, over=False):
            by = await refine(
                asking,
                feature="tailoring",
                person_id=work.person_id,
                statements=statements_of(made),
                sources=made.sources(),
                language=made.language,
                advert=f"{work.advert.title}\n{work.advert.text}",
            )
            if await _kept(work, refined(made, by), database=database, vault=vault, now=clock(), over=True):
                return
    raise NeverStill


async def _kept(
    work: tailoring.Work, made: Made, *, database: Database, vault: Vault, now: datetime, over: bool
) -> bool:
    async with database.transaction() as session:
        return await tailoring.keep(session, work, made, vault=vault, now=now, over=over)


class NeverStill(Exception):
    """Resume or job changed each time while it was made. It is tried again, and given up like any other failure."""
