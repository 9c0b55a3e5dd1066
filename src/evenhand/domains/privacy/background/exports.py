"""Makes exports, tells the person, and deletes them when their time is over."""

from collections.abc import Callable
from datetime import datetime

from evenhand.domains.identity import service as identity
from evenhand.domains.notifications import service as notifications
from evenhand.domains.notifications.rules import Letter, Link
from evenhand.domains.privacy import service
from evenhand.domains.privacy.events import ExportAsked, ExportRanOut
from evenhand.domains.privacy.models import Export
from evenhand.external.storage import Files
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database, Session
from evenhand.kit.languages import Languages
from evenhand.kit.settings import Settings
from evenhand.kit.words import reading, say

followers = Followers()


async def give_up(fact: ExportAsked, *, database: Database, **_others: object) -> None:
    """Tell the person who waits that it did not work."""
    async with database.transaction() as session:
        await service.fail(session, **fact.model_dump())


@followers.on(ExportAsked, retries=3, gave_up=give_up)
async def make(
    fact: ExportAsked,
    *,
    database: Database,
    vault: Vault,
    files: Files,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Make one export. Each step is noted; a worker that was killed leaves it to the next, which begins anew."""
    about = fact.model_dump()
    async with database.transaction() as session:
        if not await service.step(session, **about, to="collecting"):
            return
    async with database.transaction() as session:
        contact = (await identity.contacts(session, ids=[fact.person_id], vault=vault)).get(fact.person_id)
        if contact is None:
            return
        language = languages[contact.language]
        with reading(language):
            collected = await service.gather(session, person_id=fact.person_id, vault=vault)
    async with database.transaction() as session:
        if not await service.step(session, **about, to="packing"):
            return
    size = await service.keep(collected, **about, language=language, vault=vault, files=files, now=clock())
    async with database.transaction() as session:
        row = await service.finish(session, **about, size_bytes=size, now=clock())
        if row:
            await _tell(session, row, contact, vault=vault, settings=settings, languages=languages, now=clock())


async def _tell(
    session: Session,
    row: Export,
    contact: identity.Contact,
    *,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    now: datetime,
) -> None:
    letter = Letter(
        contact.name,
        say("Your data is ready to download"),
        (
            say(
                "Everything that is held about you is packed into one archive. It can be downloaded until %(until)s.",
                until=row.expires_at or now,
            ),
            say("Only you can open it: sign in first. After that time it is deleted, and you can ask for a new one."),
            say("If you did not ask for it, change your password."),
            Link(say("Your data"), f"{settings.public_url}/account/data"),
        ),
    )
    await notifications.queue_mail(
        session,
        person_id=row.person_id,
        to=contact.email,
        letter=letter,
        kind="export-ready",
        tongue=languages[contact.language],
        settings=settings,
        vault=vault,
        now=now,
        cause=row.id,
    )


@followers.on(ExportRanOut)
async def delete(fact: ExportRanOut, *, database: Database, files: Files, clock: Callable[[], datetime]) -> None:
    """Delete the archive once its time is over."""
    async with database.transaction() as session:
        over = await service.run_out(session, **fact.model_dump(), now=clock())
    if over:
        await files.delete(service.object_key(**fact.model_dump()))
