"""What members of an organisation write about an application, for one another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.models import Application, Note
from evenhand.domains.applications.service.access import SOMEONE, custody, received_application
from evenhand.domains.identity import service as identity
from evenhand.kit.crypto import Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.cursor import cut, from_cursor
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor


@dataclass(frozen=True)
class Remark:
    """A note, opened, with its author's name."""

    id: UUID
    author: str
    text: str
    at: datetime


async def add_note(
    session: Session, *, actor: Actor, application_id: UUID, text: str, vault: Vault, now: datetime
) -> Note:
    """Write a note about an application that the actor's organisation received.

    The same words by the same author within a minute are one note.
    """
    application = await received_application(
        session, org_id=actor.organisation, application_id=application_id, lock=True
    )
    key = await custody(application, vault=vault)
    repeated = await _just_written(session, application, actor=actor, text=text, key=key, now=now)
    if repeated:
        return repeated
    note = Note(
        id=new_id(),
        org_id=application.org_id,
        application_id=application.id,
        author_id=actor.person,
        text_sealed=key.seal_text(text),
        at=now,
    )
    session.add(note)
    await session.flush()
    return note


async def _just_written(
    session: Session, application: Application, *, actor: Actor, text: str, key: DataKey, now: datetime
) -> Note | None:
    latest = await queries.notes(session, org_id=application.org_id, application_id=application.id, limit=1)
    for note in latest:
        young = now - note.at <= rules.SAME_NOTE
        if young and note.author_id == actor.person and key.open_text(note.text_sealed) == text:
            return note
    return None


async def list_notes(
    session: Session, *, org_id: UUID, application_id: UUID, cursor: str = "", limit: int, vault: Vault
) -> tuple[list[Remark], str | None]:
    """One page of the notes about an application, the newest first, and the cursor of the next. Raises BadCursor."""
    application = await received_application(session, org_id=org_id, application_id=application_id)
    key = await custody(application, vault=vault)
    after = from_cursor(cursor, UUID)
    rows = await queries.notes(
        session, org_id=org_id, application_id=application_id, before=after[0] if after else None, limit=limit + 1
    )
    shown, following = cut(rows, limit, lambda note: (note.id,))
    names = await identity.contacts(session, ids=[note.author_id for note in shown if note.author_id], vault=vault)
    return [
        Remark(
            id=note.id,
            author=names[note.author_id].name if note.author_id in names else SOMEONE,
            text=key.open_text(note.text_sealed),
            at=note.at,
        )
        for note in shown
    ], following
