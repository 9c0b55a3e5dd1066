"""Asking a language model for other wordings, where one may be asked: what it says is checked, and moves no score."""

from collections.abc import Sequence
from uuid import UUID

from evenhand.domains.coaching.rules.refining import (
    MOST_STATEMENTS,
    Refined,
    Rewordings,
    Statement,
    accepted,
    numbered,
)
from evenhand.domains.llm import service as llm
from evenhand.engines.tailoring import Source

ADVERT_CHARS = 4_000
NAMES = {"en": "English", "ru": "Russian"}


async def refine(
    asking: llm.Asking,
    *,
    feature: str,
    person_id: UUID,
    statements: Sequence[Statement],
    sources: Sequence[Source],
    language: str,
    advert: str = "",
    most_tokens: int = 1_600,
) -> Refined:
    """Wordings that rest on the very statements they stand for. Call it where no transaction is open; raises nothing of
    a language model: what it could not do is said in `why`, and the built-in version stands."""
    asked_for = statements[:MOST_STATEMENTS]
    if not asked_for or language not in NAMES:
        return Refined()
    materials = [llm.Material("statements", numbered(asked_for))]
    if advert:
        materials.append(llm.Material("advert", advert[:ADVERT_CHARS]))
    try:
        asked = await llm.ask(
            asking,
            feature=feature,
            person_id=person_id,
            prompt="reword",
            shape=Rewordings,
            places={"language": NAMES[language]},
            materials=materials,
            most_tokens=most_tokens,
        )
    except llm.Unanswered as refusal:
        return Refined(why=refusal.why)
    wordings, refused = accepted(asked.value, asked_for, sources, language=language)
    return Refined(wordings, refused, "", asked.provenance)
