"""Exports: asked for, made, had, deleted."""

import asyncio
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from evenhand.domains.identity import service as identity
from evenhand.domains.privacy import queries
from evenhand.domains.privacy.events import ExportAsked, ExportRanOut
from evenhand.domains.privacy.models import Export
from evenhand.domains.privacy.rules import archive, exporting
from evenhand.domains.privacy.service.collecting import collect
from evenhand.domains.resumes import service as resumes
from evenhand.external.storage import Files
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault, file_place
from evenhand.kit.db import IntegrityError, Session, violated
from evenhand.kit.errors import AppError, Conflict, NotFound, TooManyAttempts
from evenhand.kit.held import HeldFile, Holding
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import Language, say

SHOWN = 10
LATE = timedelta(minutes=1)  # so that the clock of the database and ours may differ a little


class ExportNotFound(NotFound):
    """No such export of the caller's."""

    code, message = "export_not_found", say("There is no export of yours under this address.")


class ExportNotReady(Conflict):
    """It is still being made."""

    code, message = "export_not_ready", say("Your export is still being made. It takes a minute at most.")


class ExportGone(AppError):
    """Its 48 hours are over, or it could not be made."""

    status, code, message = 410, "export_gone", say("This export is no longer there. Ask for a new one.")


@dataclass(frozen=True)
class Collected:
    """Everything an archive is made of."""

    name: str
    holdings: list[Holding]
    resume: dict[str, Any] | None

    @property
    def files(self) -> list[HeldFile]:
        """The files of all kinds."""
        return [file for holding in self.holdings for file in holding.files]


async def ask(session: Session, *, actor: Actor, now: datetime) -> Export:
    """Have an export made. Asking while one is being made is asking once. Raises TooManyAttempts."""
    known = await queries.being_made(session, person_id=actor.person)
    if known:
        return known
    if await queries.asked_since(session, person_id=actor.person, since=now - exporting.DAY) >= exporting.MOST_A_DAY:
        wait = math.ceil(exporting.DAY.total_seconds())
        raise TooManyAttempts(
            say("You have asked for %(most)s exports within a day. Ask again tomorrow.", most=exporting.MOST_A_DAY),
            headers={"Retry-After": str(wait)},
            seconds=wait,
        )
    row = Export(id=new_id(), person_id=actor.person, state="asked", asked_at=now)
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # two in the same moment
        known = await queries.being_made(session, person_id=actor.person)
        if known and violated(error, "uq_data_export_making"):
            return known
        raise
    await publish(session, ExportAsked(export_id=row.id, person_id=actor.person))
    return row


async def own(session: Session, *, actor: Actor, export_id: UUID) -> Export:
    """One of the caller's exports. Raises ExportNotFound."""
    row = await queries.export(session, person_id=actor.person, export_id=export_id)
    if row is None:
        raise ExportNotFound
    return row


async def step(session: Session, *, person_id: UUID, export_id: UUID, to: str) -> bool:
    """Note how far an export is, for whoever waits; False where it is not being made any more."""
    row = await queries.export(session, person_id=person_id, export_id=export_id, lock=True)
    if row is None or not exporting.is_being_made(row.state):
        return False
    row.state = to
    await session.flush()
    return True


async def gather(session: Session, *, person_id: UUID, vault: Vault) -> Collected:
    """Everything an archive is made of, but the content of files."""
    contact = (await identity.contacts(session, ids=[person_id], vault=vault))[person_id]
    return Collected(
        name=contact.name,
        holdings=await collect(session, person_id=person_id, vault=vault),
        resume=await resumes.portable(session, person_id=person_id, vault=vault),
    )


async def keep(
    collected: Collected,
    *,
    person_id: UUID,
    export_id: UUID,
    language: Language,
    vault: Vault,
    files: Files,
    now: datetime,
) -> int:
    """Make the archive and store it sealed under the person's own key; how many bytes it has."""
    found: list[archive.Packed] = []
    names = archive.file_names(one.name for one in collected.files)
    for name, one in zip(names, collected.files, strict=True):
        try:
            key = await vault.key(person_id, one.custodian)
            found.append(archive.Packed(name, key.open(await files.get(one.object_key), file_place(one.object_key))))
        except (FileNotFoundError, KeyDestroyed):  # deleted since it was listed
            continue
    content = archive.data(collected.holdings, person_id=person_id, made_at=now, language=language)
    readme = archive.readme(name=collected.name, made_at=now, language=language)
    packed = await asyncio.to_thread(archive.pack, content, found, resume=collected.resume, readme=readme, now=now)
    own_key = await vault.key(person_id, person_id)
    stored_at = object_key(person_id=person_id, export_id=export_id)
    await files.put(stored_at, own_key.seal(packed, file_place(stored_at)))
    return len(packed)


async def finish(
    session: Session, *, person_id: UUID, export_id: UUID, size_bytes: int, now: datetime
) -> Export | None:
    """The archive is stored: it can be downloaded from now on, until it is deleted. None where that is noted."""
    row = await queries.export(session, person_id=person_id, export_id=export_id, lock=True)
    if row is None or not exporting.is_being_made(row.state):
        return None
    row.state, row.size_bytes, row.ready_at, row.expires_at = "ready", size_bytes, now, now + exporting.KEPT
    await session.flush()
    await publish(session, ExportRanOut(export_id=export_id, person_id=person_id), after=exporting.KEPT + LATE)
    return row


async def fail(session: Session, *, person_id: UUID, export_id: UUID) -> None:
    """Making it was given up."""
    await step(session, person_id=person_id, export_id=export_id, to="failed")


async def download(
    session: Session, *, actor: Actor, export_id: UUID, vault: Vault, files: Files, now: datetime
) -> bytes:
    """The archive, for the person it is about; counted. Raises ExportNotFound, ExportNotReady and ExportGone."""
    row = await queries.export(session, person_id=actor.person, export_id=export_id, lock=True)
    if row is None:
        raise ExportNotFound
    if exporting.is_being_made(row.state):
        raise ExportNotReady
    if not exporting.can_be_had(row.state, row.expires_at, now):
        raise ExportGone
    key = await vault.key(actor.person, actor.person)
    stored_at = object_key(person_id=actor.person, export_id=export_id)
    try:
        content = key.open(await files.get(stored_at), file_place(stored_at))
    except FileNotFoundError as error:
        raise ExportGone from error
    row.downloads, row.downloaded_at = row.downloads + 1, now
    await session.flush()
    return content


async def run_out(session: Session, *, person_id: UUID, export_id: UUID, now: datetime) -> bool:
    """Whether an export's time is over; noted before its file is deleted, so that nobody finds half of it."""
    row = await queries.export(session, person_id=person_id, export_id=export_id, lock=True)
    if row is None or row.state == "gone":
        return True
    if exporting.can_be_had(row.state, row.expires_at, now) or exporting.is_being_made(row.state):
        return False
    row.state = "gone" if row.state == "ready" else row.state
    await session.flush()
    return True


def object_key(*, person_id: UUID, export_id: UUID) -> str:
    """Where the archive is kept."""
    return f"people/{person_id}/exports/{export_id}"
