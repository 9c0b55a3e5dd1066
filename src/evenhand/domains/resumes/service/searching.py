"""Looking for words in one's own resumes. They are sealed, so each is opened and read; there are at most twenty."""

from collections.abc import Mapping
from uuid import UUID

from evenhand.domains.resumes import queries, rules
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.rules import Excerpt
from evenhand.domains.resumes.service.profiles import open_resume
from evenhand.domains.resumes.service.storing import file_name
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor


async def search(
    session: Session, *, actor: Actor, query: str, vault: Vault
) -> tuple[list[Resume], Mapping[UUID, tuple[Excerpt, ...]]]:
    """The caller's resumes that hold every word, the newest first, and where. All of them when no word is given."""
    rows = await queries.resumes(session, person_id=actor.person)
    words = rules.query_words(query)
    if not words:
        return list(rows), {}
    found: dict[UUID, tuple[Excerpt, ...]] = {}
    for row in rows:
        excerpts = rules.find(words, await _passages(row, vault=vault))
        if excerpts is not None:
            found[row.id] = excerpts
    return [row for row in rows if row.id in found], found


async def _passages(row: Resume, *, vault: Vault) -> list[str]:
    """What one resume says. Of one that has not been read there is only the name."""
    name = await file_name(row, vault=vault)
    if row.state != "ready":
        return [name]
    opened = await open_resume(row, vault=vault)
    skills = [skill.name for skill in opened.corrected.own_skills]
    return rules.passages(opened.corrected.resume, opened.document.text, name=name, skills=skills)
