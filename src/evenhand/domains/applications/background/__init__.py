"""Writes to candidates when something happens to their applications."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries
from evenhand.domains.applications.background import letters
from evenhand.domains.applications.background.letters import About
from evenhand.domains.applications.events import ApplicationMoved, ApplicationReceived, ColleagueMentioned
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.service import ApplicationErased, Step, history, is_untold, open_received
from evenhand.domains.identity import service as identity
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.notifications import service as notifications
from evenhand.domains.notifications.rules import Letter
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database, Session
from evenhand.kit.languages import Languages
from evenhand.kit.settings import Settings

followers = Followers()


@followers.on(ApplicationReceived)
async def confirm(
    fact: ApplicationReceived,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Tell the candidate that their application has arrived."""
    async with database.transaction() as session:
        application = await queries.application(session, org_id=fact.org_id, application_id=fact.application_id)
        if application is None:
            return
        try:
            sent = await open_received(application, vault=vault)
        except ApplicationErased:
            return
        await _write(
            session,
            application,
            lambda about: letters.received(about, file_name=sent.file_name, with_letter=bool(sent.letter)),
            kind="application-received",
            cause=application.id,
            vault=vault,
            settings=settings,
            languages=languages,
            now=clock(),
        )


@followers.on(ApplicationMoved)
async def tell_of_move(
    fact: ApplicationMoved,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Tell the candidate who moved their application where, in that person's words."""
    async with database.transaction() as session:
        application = await queries.application(session, org_id=fact.org_id, application_id=fact.application_id)
        if application is None:
            return
        if await is_untold(session, org_id=fact.org_id, move_id=fact.move_id):
            return
        steps = await history(session, application, vault=vault)
        step = next((step for step in steps if step.id == fact.move_id), None)
        if step is None:
            return
        await _write(
            session,
            application,
            lambda about: _about_step(about, step),
            kind="application-moved",
            cause=step.id,
            vault=vault,
            settings=settings,
            languages=languages,
            now=clock(),
        )


@followers.on(ColleagueMentioned)
async def tell_of_mention(
    fact: ColleagueMentioned,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Tell a colleague that a note names them; not once they have read it, or it was taken back."""
    async with database.transaction() as session:
        mention = await queries.mention(session, org_id=fact.org_id, mention_id=fact.mention_id)
        if mention is None or mention.seen_at:
            return
        application = await queries.application(session, org_id=fact.org_id, application_id=mention.application_id)
        note = await queries.note(session, org_id=fact.org_id, note_id=mention.note_id)
        opening = await jobs.own_job(session, org_id=fact.org_id, job_id=application.job_id) if application else None
        author = note.author_id if note else None
        people = await identity.contacts(session, ids=[mention.person_id, *([author] if author else [])], vault=vault)
        if application is None or opening is None or author not in people or mention.person_id not in people:
            return
        to = people[mention.person_id]
        link = f"{settings.public_url}/staff/applications/{application.id}/notes"
        about = About(name=to.name, job=opening.job.title, organisation=opening.company.name, link=link)
        written = letters.mentioned(about, by=people[author].name)
        await notifications.queue_mail(
            session,
            person_id=mention.person_id,
            to=to.email,
            letter=written,
            tongue=languages[to.language],
            settings=settings,
            kind="mentioned",
            cause=mention.id,
            vault=vault,
            now=clock(),
        )


def _about_step(about: About, step: Step) -> Letter:
    if step.stage == "withdrawn":
        return letters.withdrawn(about)
    if step.stage == "rejected":
        return letters.rejected(about, by=step.by, reason=step.reason)
    return letters.moved(about, by=step.by, label=step.label, reason=step.reason)


async def _write(
    session: Session,
    application: Application,
    letter: Callable[[About], Letter],
    *,
    kind: str,
    cause: UUID,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    now: datetime,
) -> None:
    """Queue one mail to the candidate; none to someone who was erased, and never the same one twice."""
    opening = await jobs.own_job(session, org_id=application.org_id, job_id=application.job_id)
    contact = (await identity.contacts(session, ids=[application.person_id], vault=vault)).get(application.person_id)
    if opening is None or contact is None:
        return
    written = letter(
        About(
            name=contact.name,
            job=opening.job.title,
            organisation=opening.company.name,
            link=f"{settings.public_url}/applications/{application.id}",
        )
    )
    await notifications.queue_mail(
        session,
        person_id=application.person_id,
        to=contact.email,
        letter=written,
        tongue=languages[contact.language],
        settings=settings,
        kind=kind,
        cause=cause,
        vault=vault,
        now=now,
    )
