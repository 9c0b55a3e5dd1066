"""Writes the coach's answers: by a language model where one may be asked, else by looking up and quoting."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from datetime import datetime

from evenhand.domains.coaching.events import ChatAsked
from evenhand.domains.coaching.rules import chat as rules
from evenhand.domains.coaching.service import chat
from evenhand.domains.llm import service as llm
from evenhand.engines.answering import ENGINE, VERSION
from evenhand.external.llm import Tally
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database
from evenhand.kit.languages import Languages
from evenhand.kit.words import reading

followers = Followers()

KEEP_EVERY = 0.4
"""Seconds between two times an answer is kept while it grows."""


@followers.on(ChatAsked, retries=2)
async def answer_in_chat(
    fact: ChatAsked,
    *,
    database: Database,
    vault: Vault,
    asking: llm.Asking,
    languages: Languages,
    public_work: chat.PublicWork,
    clock: Callable[[], datetime],
) -> None:
    """Write one answer. Run again after a kill, it ends what had begun as it stands, with a remark that says so."""
    async with database.transaction() as session:
        work = await chat.begin(
            session,
            person_id=fact.person_id,
            message_id=fact.message_id,
            vault=vault,
            languages=languages,
            public_work=public_work,
            now=clock(),
        )
    if work is None:
        return
    tally = Tally()
    try:
        await _by_model(work, tally, database=database, vault=vault, asking=asking, clock=clock)
    except llm.Unanswered as refusal:
        if tally.pieces:
            await _keep(work, "".join(tally.pieces), "broken", database, vault, clock, why=refusal.why)
            return
        found = await asyncio.to_thread(chat.lookup, work)
        with reading(languages[work.language]):
            text, sources = rules.looked_up(found, chat.missing(work))
        async with database.transaction() as session:
            await chat.keep(
                session,
                work,
                text=text,
                state="done",
                vault=vault,
                now=clock(),
                engine=f"{ENGINE} {VERSION}",
                why=refusal.why,
                sources=sources,
            )


async def _by_model(
    work: chat.Work,
    tally: Tally,
    *,
    database: Database,
    vault: Vault,
    asking: llm.Asking,
    clock: Callable[[], datetime],
) -> None:
    """Let a language model write, and keep what has come a few times a second, also while nothing comes: that shows
    that somebody is at work, and sees whether it is to stop. Raises Unanswered."""

    async def write() -> None:
        async with aclosing(llm.stream(asking, chat.question(work), tally)) as pieces:
            async for _ in pieces:
                pass

    writing = asyncio.create_task(write())
    try:
        while not (await asyncio.wait({writing}, timeout=KEEP_EVERY))[0]:
            if not await _keep(work, "".join(tally.pieces), "writing", database, vault, clock):
                return
        writing.result()
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    engine = f"llm {tally.answer.endpoint}" if tally.answer else "llm"
    await _keep(work, "".join(tally.pieces), "done", database, vault, clock, engine=engine)


async def _keep(
    work: chat.Work,
    text: str,
    state: rules.State,
    database: Database,
    vault: Vault,
    clock: Callable[[], datetime],
    *,
    why: str = "",
    engine: str = "llm",
) -> bool:
    text = llm.unmarked(text, complete=state != "writing")
    async with database.transaction() as session:
        return await chat.keep(session, work, text=text, state=state, vault=vault, now=clock(), engine=engine, why=why)
