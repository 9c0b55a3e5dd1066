"""Scores in the database, made once more one interview at a time."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from uuid import UUID

from evenhand.cli.database import open_database, read_settings, saying_why
from evenhand.cli.lines import refuse
from evenhand.domains.identity import queries as identity
from evenhand.domains.interviews.service import rescoring
from evenhand.domains.interviews.service.rescoring import Found, Rescored
from evenhand.kit import logs
from evenhand.kit.db import Session
from evenhand.wiring import House


def replays(ids: Sequence[UUID], *, organisation: str) -> Iterator[tuple[str, Rescored | None]]:
    """A name for each score and what came of it; None where the person was erased. Without ids, all of an organisation.

    The command ends with a sentence where the database cannot be used or something is not there.
    """
    settings = read_settings()
    logs.configure(settings.log_format)
    with saying_why(), open_database(settings) as database, asyncio.Runner() as runner:
        house = House.build(settings, database_url=database.url)
        scores = _each(house, ids, organisation)
        try:
            while (one := runner.run(_next(scores))) is not None:
                yield one
        finally:
            runner.run(house.database.close())


async def _next(scores: AsyncIterator[tuple[str, Rescored | None]]) -> tuple[str, Rescored | None] | None:
    return await anext(scores, None)


async def _each(house: House, ids: Sequence[UUID], organisation: str) -> AsyncIterator[tuple[str, Rescored | None]]:
    async with house.database.transaction() as session:
        wanted = await _named(session, ids) if ids else await _all(session, organisation)
    for found in wanted:
        async with house.database.transaction() as session:
            made = await rescoring.rescore(session, found, vault=house.vault)
        name = f"interview {found.interview_id}"
        if made is None:
            yield f"{name} (the person was erased)", None
            continue
        for one in made:
            yield f"{name}, score {one.score_id}", one


async def _named(session: Session, ids: Sequence[UUID]) -> list[Found]:
    wanted = []
    for one in ids:
        found = await rescoring.find(session, some_id=one)
        if found is None:
            refuse(f"There is no interview and no score {one} that was graded.")
        wanted.append(found)
    return wanted


async def _all(session: Session, organisation: str) -> list[Found]:
    known = await identity.organisations(session, ids=await rescoring.organisations(session))
    fitting = [one for one in known.values() if organisation in {"", one.name, one.slug, str(one.id)}]
    if not fitting:
        refuse(f"No organisation called “{organisation}” has scores." if organisation else "There are no scores yet.")
    if len(fitting) > 1:
        names = ", ".join(sorted(one.name for one in fitting))
        refuse(f"Several organisations have scores: {names}. Choose one with --organisation NAME.")
    return await rescoring.interviews(session, org_id=fitting[0].id)
