"""What members of an organisation write about an application, for one another; an "@" with a name calls a colleague."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.events import ColleagueMentioned
from evenhand.domains.applications.models import Application, Mention, Note
from evenhand.domains.applications.service.access import SOMEONE, custody, open_summary, received_application
from evenhand.domains.applications.service.looks import note_read
from evenhand.domains.applications.service.names import Veil, called, names_hidden, veil_for
from evenhand.domains.identity import service as identity
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.cursor import cut, from_cursor
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict, Invalid, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import ROLE_PERMISSIONS, Actor, Permission
from evenhand.kit.words import Sentence, say


class NoteNotFound(NotFound):
    """No such note of this person about this application."""

    code, message = "note_not_found", say("This note is not here. It may have been deleted.")


class NoteSettled(Conflict):
    """Too late to change what colleagues have read."""

    code = "note_settled"
    message = say("A note can be changed for 15 minutes. Write a further one instead.")


class TooManyNotes(Conflict):
    """There are as many notes about one application as there may be."""

    code, message = (
        "too_many_notes",
        say("There are 500 notes about this application already. Delete one of yours first."),
    )


class MentionUnclear(Invalid):
    """A name after an "@" that calls nobody, or several."""

    code, message = "mention_unclear", say("Write the whole name after the @.")


@dataclass(frozen=True)
class Remark:
    """A note, opened, with its author's name. `named` are the places where it names colleagues."""

    id: UUID
    author: str
    text: str
    at: datetime
    edited_at: datetime | None
    editable: bool
    mentions_me: bool
    named: tuple[rules.Naming, ...]


@dataclass(frozen=True)
class Called:
    """A note that names the reader, who has not looked yet."""

    application_id: UUID
    applicant: str
    job_title: str
    author: str
    text: str
    at: datetime


async def add_note(
    session: Session, *, actor: Actor, application_id: UUID, text: str, vault: Vault, now: datetime
) -> Note:
    """Write a note about an application that the actor's organisation received, and call whom it names.

    The same words by the same author within a minute are one note. Raises MentionUnclear and TooManyNotes.
    """
    application = await received_application(
        session, org_id=actor.organisation, application_id=application_id, lock=True
    )
    key = await custody(application, vault=vault)
    repeated = await _just_written(session, application, actor=actor, text=text, key=key, now=now)
    if repeated:
        return repeated
    if await queries.count_notes(session, org_id=application.org_id, application_id=application.id) >= rules.MOST_NOTES:
        raise TooManyNotes
    people = await _called_in(session, text, actor=actor, vault=vault)
    note_id = new_id()
    note = Note(
        id=note_id,
        org_id=application.org_id,
        application_id=application.id,
        author_id=actor.person,
        text_sealed=key.seal_text(text, place(Note.text_sealed, note_id)),
        at=now,
    )
    session.add(note)
    await session.flush()
    await _call(session, note, people, now=now)
    return note


async def edit_note(
    session: Session, *, actor: Actor, application_id: UUID, note_id: UUID, text: str, vault: Vault, now: datetime
) -> Note:
    """Change one's own note within a quarter of an hour; whoever is named anew is called.

    Raises NoteNotFound, NoteSettled and MentionUnclear.
    """
    note, key = await _own_note(
        session, actor=actor, application_id=application_id, note_id=note_id, vault=vault, now=now
    )
    if open_note(note, key) == text:
        return note
    people = await _called_in(session, text, actor=actor, vault=vault)
    note.text_sealed, note.edited_at = key.seal_text(text, place(Note.text_sealed, note.id)), now
    known = await queries.mentions(session, org_id=note.org_id, note_ids=[note.id])
    for one in known:
        if one.person_id not in people:
            await session.delete(one)
    await session.flush()
    await _call(session, note, people - {one.person_id for one in known}, now=now)
    return note


async def delete_note(
    session: Session, *, actor: Actor, application_id: UUID, note_id: UUID, vault: Vault, now: datetime
) -> None:
    """Take one's own note back within a quarter of an hour. Raises NoteNotFound and NoteSettled."""
    note, _ = await _own_note(
        session, actor=actor, application_id=application_id, note_id=note_id, vault=vault, now=now
    )
    await session.delete(note)
    await session.flush()


async def own_note(
    session: Session, *, actor: Actor, application_id: UUID, note_id: UUID, vault: Vault, now: datetime
) -> str:
    """The words of a note its author may still change. Raises NoteNotFound and NoteSettled."""
    note, key = await _own_note(
        session, actor=actor, application_id=application_id, note_id=note_id, vault=vault, now=now
    )
    return open_note(note, key)


def open_note(note: Note, key: DataKey) -> str:
    """The words of a note."""
    return key.open_text(note.text_sealed, place(Note.text_sealed, note.id))


async def _own_note(
    session: Session, *, actor: Actor, application_id: UUID, note_id: UUID, vault: Vault, now: datetime
) -> tuple[Note, DataKey]:
    application = await received_application(session, org_id=actor.organisation, application_id=application_id)
    note = await queries.note(session, org_id=actor.organisation, note_id=note_id)
    if note is None or note.application_id != application.id or note.author_id != actor.person:
        raise NoteNotFound
    if now - note.at > rules.EDITABLE_FOR:
        raise NoteSettled
    return note, await custody(application, vault=vault)


async def _just_written(
    session: Session, application: Application, *, actor: Actor, text: str, key: DataKey, now: datetime
) -> Note | None:
    latest = await queries.notes(session, org_id=application.org_id, application_id=application.id, limit=1)
    for note in latest:
        young = now - note.at <= rules.SAME_NOTE
        if young and note.author_id == actor.person and open_note(note, key) == text:
            return note
    return None


async def readers(session: Session, *, org_id: UUID, vault: Vault) -> list[identity.Colleague]:
    """The colleagues who may read applications, and so can be called in a note."""
    everyone = await identity.colleagues(session, org_id=org_id, vault=vault)
    return [one for one in everyone if Permission.APPLICATIONS_REVIEW in ROLE_PERMISSIONS[one.role]]


async def _called_in(session: Session, text: str, *, actor: Actor, vault: Vault) -> set[UUID]:
    """Whom a note calls, its author apart. Raises MentionUnclear."""
    if "@" not in text:
        return set()
    everyone = {one.id: one for one in await identity.colleagues(session, org_id=actor.organisation, vault=vault)}
    found = rules.mentions(text, {one.id: one.name for one in everyone.values()})
    people = {one.person_id for one in found if one.person_id}
    for one in found:
        if one.person_id is None:
            name = text[one.start + 1 : one.end]
            raise _unclear(say("Several colleagues are called %(name)s. Write the whole name after the @.", name=name))
        if Permission.APPLICATIONS_REVIEW not in ROLE_PERMISSIONS[everyone[one.person_id].role]:
            name = everyone[one.person_id].name
            raise _unclear(
                say("%(name)s cannot read applications, and so would not see this note. Take the @ away.", name=name)
            )
    if len(people) > rules.MOST_MENTIONS:
        raise _unclear(say("Call at most %(most)s colleagues in one note.", most=rules.MOST_MENTIONS))
    return people - {actor.person}


def _unclear(sentence: Sentence) -> MentionUnclear:
    return MentionUnclear(sentence, errors=[{"field": "text", "message": sentence}])


async def _call(session: Session, note: Note, people: Iterable[UUID], *, now: datetime) -> None:
    for person_id in sorted(people):
        mention = Mention(
            id=new_id(),
            org_id=note.org_id,
            application_id=note.application_id,
            note_id=note.id,
            person_id=person_id,
            at=now,
        )
        session.add(mention)
        await session.flush()
        await publish(session, ColleagueMentioned(mention_id=mention.id, org_id=note.org_id))


async def list_notes(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    cursor: str = "",
    limit: int,
    vault: Vault,
    now: datetime,
) -> tuple[list[Remark], str | None]:
    """One page of the notes about an application, the newest first, and the cursor of the next. Raises BadCursor.

    Whoever reads them has seen where they are named.
    """
    application = await received_application(session, org_id=actor.organisation, application_id=application_id)
    key = await custody(application, vault=vault)
    after = from_cursor(cursor, UUID)
    rows = await queries.notes(
        session,
        org_id=actor.organisation,
        application_id=application_id,
        before=after[0] if after else None,
        limit=limit + 1,
    )
    note_read(session, actor=actor, application_id=application_id, part="notes", now=now)
    shown, following = cut(rows, limit, lambda note: (note.id,))
    named = await _named_in(session, shown, actor=actor, now=now)
    authors = [note.author_id for note in shown if note.author_id]
    people = {one for some in named.values() for one in some}
    contacts = await identity.contacts(session, ids=[*authors, *people], vault=vault)
    names = {person_id: contact.name for person_id, contact in contacts.items()}
    veil = await _veil(session, application, actor=actor, vault=vault)
    return [
        _remark(note, veil(open_note(note, key)), names, named.get(note.id, set()), actor=actor, now=now)
        for note in shown
    ], following


async def _named_in(session: Session, shown: Sequence[Note], *, actor: Actor, now: datetime) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for one in await queries.mentions(session, org_id=actor.organisation, note_ids=[note.id for note in shown]):
        found.setdefault(one.note_id, set()).add(one.person_id)
        if one.person_id == actor.person and one.seen_at is None:
            one.seen_at = now
    await session.flush()
    return found


def _remark(
    note: Note, text: str, names: Mapping[UUID, str], people: set[UUID], *, actor: Actor, now: datetime
) -> Remark:
    known = {person_id: name for person_id, name in names.items() if person_id in people}
    return Remark(
        id=note.id,
        author=names.get(note.author_id, SOMEONE) if note.author_id else SOMEONE,
        text=text,
        at=note.at,
        edited_at=note.edited_at,
        editable=note.author_id == actor.person and now - note.at <= rules.EDITABLE_FOR,
        mentions_me=actor.person in people,
        named=tuple(rules.mentions(text, known)),
    )


async def _veil(session: Session, application: Application, *, actor: Actor, vault: Vault) -> Veil:
    """Dots over the applicant's name where the reader wants none; a veil over nothing otherwise."""
    return await veil_for(session, application, actor=actor, vault=vault)


async def unread_calls(session: Session, *, actor: Actor, limit: int, vault: Vault) -> list[Called]:
    """The notes that name the actor and were not read yet, the latest first; those of erased people are left out."""
    rows = await queries.unseen_mentions(session, org_id=actor.organisation, person_id=actor.person, limit=limit)
    keys = await vault.keys([application.person_id for _, _, application, _ in rows], actor.organisation)
    authors = [note.author_id for _, note, _, _ in rows if note.author_id]
    names = await identity.contacts(session, ids=authors, vault=vault)
    hidden = await names_hidden(session, actor=actor)
    found = []
    for mention, note, application, title in rows:
        if application.person_id not in keys:
            continue
        key = keys[application.person_id]
        summary = await open_summary(application, vault=vault)
        text = open_note(note, key)
        found.append(
            Called(
                application_id=application.id,
                applicant=called(application.number) if hidden(application) else summary.name,
                job_title=title,
                author=names[note.author_id].name if note.author_id in names else SOMEONE,
                text=(await veil_for(session, application, actor=actor, vault=vault))(text),
                at=mention.at,
            )
        )
    return found
