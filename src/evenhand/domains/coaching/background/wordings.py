"""Asks a language model to word a career report, for somebody who asked: it takes long, and may cost."""

from collections.abc import Callable
from datetime import datetime

from evenhand.domains.coaching.events import WordingWanted
from evenhand.domains.coaching.service.refining import refine
from evenhand.domains.coaching.service.reports import wording
from evenhand.domains.llm import service as llm
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database
from evenhand.kit.languages import Languages

followers = Followers()


async def give_up(fact: WordingWanted, *, database: Database, **_rest: object) -> None:
    """Tell whoever waits that it did not work."""
    async with database.transaction() as session:
        await wording.give_up(session, person_id=fact.person_id, resume_id=fact.resume_id)


@followers.on(WordingWanted, retries=2, gave_up=give_up)
async def word_report(
    fact: WordingWanted,
    *,
    database: Database,
    vault: Vault,
    asking: llm.Asking,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Ask, check what comes, and keep what passes; no transaction waits for the model."""
    async with database.transaction() as session:
        work = await wording.begin(
            session, person_id=fact.person_id, resume_id=fact.resume_id, vault=vault, languages=languages
        )
    if work is None:
        return
    by = await refine(
        asking,
        feature="career",
        person_id=work.person_id,
        statements=work.statements,
        sources=work.sources,
        language=work.language,
        most_tokens=2_400,
    )
    async with database.transaction() as session:
        await wording.keep(session, work, by, vault=vault, now=clock())
