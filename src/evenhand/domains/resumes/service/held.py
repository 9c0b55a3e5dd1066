"""A person's resumes as they take them away: what was read, what they corrected, the files, and the portable form."""

from typing import Any
from uuid import UUID

from evenhand.domains.resumes import queries
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.service.profiles import open_profile, open_resume
from evenhand.domains.resumes.service.storing import file_name
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.held import HeldFile, Holding, Item
from evenhand.kit.words import say

_PLAIN = (
    "id",
    "number",
    "kind",
    "size_bytes",
    "state",
    "refusal_code",
    "refusal",
    "page_count",
    "language",
    "skill_ids",
    "experience_months",
    "country_code",
    "unsure_count",
    "is_default",
    "read_with",
    "created_at",
    "read_at",
)


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every resume with what was read from it, and its file."""
    rows = await queries.resumes(session, person_id=person_id)
    names = {row.id: await file_name(row, vault=vault) for row in rows}
    items = [
        Item(
            title=names[row.id],
            at=row.created_at,
            href=f"/resumes/{row.id}",
            source=say("You uploaded the file; our reader took the fields from it, and you corrected them"),
            values=await _values(row, name=names[row.id], vault=vault),
        )
        for row in rows
    ]
    files = [HeldFile(names[row.id], row.object_key, person_id) for row in rows if row.state != "refused"]
    return [Holding("resumes", "resumes", items, files)]


async def _values(row: Resume, *, name: str, vault: Vault) -> dict[str, Any]:
    known: dict[str, Any] = {"file_name": name, **{field: getattr(row, field) for field in _PLAIN}}
    if row.document_sealed is None or row.profile_sealed is None:
        return known
    opened = await open_resume(row, vault=vault)
    return {
        **known,
        "text": opened.document.text,
        "document": opened.document.to_dict(),
        "read": {
            "resume": opened.reading.resume,
            "evidence": opened.reading.evidence,
            "skills": opened.reading.skills,
            "version": opened.version,
        },
        "corrections": [one.to_dict() for one in opened.corrections],
        "resume": opened.corrected.resume,
    }


async def portable(session: Session, *, person_id: UUID, vault: Vault) -> dict[str, Any] | None:
    """The default resume as JSON Resume 1.0 with the person's corrections in it; None without one that was read."""
    row = await queries.ready_resume(session, person_id=person_id)
    return (await open_profile(row, vault=vault)).resume if row else None
