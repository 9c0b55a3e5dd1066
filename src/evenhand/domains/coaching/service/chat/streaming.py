"""An answer as server-sent events (WHATWG HTML §9.2), read from where it is kept, so that any server can go on with it.

id: 12                  how many characters have come with this event; sent back as Last-Event-ID after a lost line
data: "Hello,\\nMira"    JSON, so that no line end of the answer ends the event

event: over
data: {"state": "done", "remark": "…"}

data: [DONE]
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from uuid import UUID

from evenhand.domains.coaching.queries import chat as queries
from evenhand.domains.coaching.rules import chat as rules
from evenhand.domains.coaching.schemas.chat import MessageOut
from evenhand.domains.coaching.service.chat.reading import message
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Database
from evenhand.kit.words import tell

LOOK_EVERY = 0.25
STILL_HERE = 40
"""Looks without news after which a comment keeps the line open."""
LONGEST = 1_200
"""Looks of one line, five minutes: whoever still reads comes back by themselves."""
DONE = "data: [DONE]\n\n"


async def events(
    database: Database,
    *,
    person_id: UUID,
    message_id: UUID,
    vault: Vault,
    after: int,
    clock: Callable[[], datetime],
) -> AsyncGenerator[str, None]:
    """The answer from this character on, as it is written. Each look is a transaction of its own.

    Whether the message is the reader's was asked before; one that is deleted meanwhile ends the stream.
    """
    sent, quiet = after, 0
    for _ in range(LONGEST):
        found = await _look(database, person_id=person_id, message_id=message_id, vault=vault, now=clock())
        if found is None:
            yield _over("gone", "")
            yield DONE
            return
        if len(found.text) > sent:
            piece, sent, quiet = found.text[sent:], len(found.text), 0
            yield f"id: {sent}\ndata: {json.dumps(piece)}\n\n"
        if found.state not in rules.OPEN:
            yield _over(found.state, tell(found.remark) if found.remark else "")
            yield DONE
            return
        quiet += 1
        if quiet % STILL_HERE == 0:
            yield ": still here\n\n"
        await asyncio.sleep(LOOK_EVERY)


def _over(state: str, remark: str) -> str:
    return f"event: over\ndata: {json.dumps({'state': state, 'remark': remark})}\n\n"


async def _look(
    database: Database, *, person_id: UUID, message_id: UUID, vault: Vault, now: datetime
) -> MessageOut | None:
    async with database.transaction() as session:
        row = await queries.message(session, person_id=person_id, message_id=message_id)
        if row is None:
            return None
        try:
            return message(row, await vault.key(person_id, person_id), now)
        except KeyDestroyed:
            return None
