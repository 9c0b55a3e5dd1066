"""What was asked of language models about a person, for their own eyes."""

from typing import Any
from uuid import UUID

from evenhand.domains.llm import queries
from evenhand.domains.llm.models import LlmCall
from evenhand.domains.llm.rules import FEATURES, STATES
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.held import Holding, Item
from evenhand.kit.words import Sentence, say


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every call: by what, when, what it took, what was sent and what was said."""
    items = [
        Item(
            title=FEATURES.get(row.feature, Sentence(row.feature)),
            note=STATES[row.state],
            at=row.asked_at,
            source=say("You, by asking for it"),
            values={
                "feature": row.feature,
                "prompt": row.prompt,
                "prompt_digest": row.prompt_digest,
                "state": row.state,
                "outside": row.outside,
                "endpoint": row.endpoint,
                "model": row.model,
                "tokens_in": row.tokens_in,
                "tokens_out": row.tokens_out,
                "cost": str(row.cost),
                "asked_at": row.asked_at,
                "ended_at": row.ended_at,
                "sent": await _opened(row, row.sent_sealed, "sent_sealed", vault),
                "said": await _opened(row, row.said_sealed, "said_sealed", vault),
            },
        )
        for row in await queries.calls(session, person_id=person_id)
    ]
    return [Holding("language_models", "language_models", items)]


async def _opened(row: LlmCall, sealed: bytes | None, column: str, vault: Vault) -> Any:
    if sealed is None:
        return None
    try:
        key = await vault.key(row.person_id, row.org_id or row.person_id)
    except KeyDestroyed:
        return None
    return key.open_json(sealed, place(getattr(LlmCall, column), row.id))
