"""Mails about contested scores: to those who have to answer, and to whoever asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from evenhand.domains.identity import service as identity
from evenhand.domains.interviews.background import letters
from evenhand.domains.interviews.background.mails import about_interview, queue
from evenhand.domains.interviews.events import AboutInterview, ContestAnswered, ScoreContested
from evenhand.domains.interviews.queries import contests as contest_queries
from evenhand.domains.notifications import service as notifications
from evenhand.domains.notifications.rules import Letter
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database, Session
from evenhand.kit.languages import Languages
from evenhand.kit.permissions import ROLE_PERMISSIONS, Permission
from evenhand.kit.settings import Settings

followers = Followers()


@followers.on(ScoreContested)
async def tell_those_who_answer(
    fact: ScoreContested,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Write to everyone at the organisation who may answer; nobody's name or words are in it."""
    async with database.transaction() as session:
        rows = await contest_queries.contests(session, org_id=fact.org_id, interview_id=fact.interview_id)
        row = next((one for one in rows if one.id == fact.contest_id and not one.outcome), None)
        if row:
            await write_to_staff(
                session,
                fact,
                partial(letters.contested, until=row.due_at),
                kind="score-contested",
                cause=fact.contest_id,
                vault=vault,
                settings=settings,
                languages=languages,
                now=clock(),
            )


async def write_to_staff(
    session: Session,
    fact: AboutInterview,
    letter: Callable[[letters.About], Letter],
    *,
    kind: str,
    cause: UUID,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    now: datetime,
) -> None:
    """One mail to each member who may show and answer; it leads to the interview, and names no candidate."""
    mail = await about_interview(
        session, fact, vault=vault, settings=settings, languages=languages, page="", by="released_by"
    )
    if mail is None:
        return
    members = await identity.colleagues(session, org_id=fact.org_id, vault=vault)
    wanted = [one.id for one in members if Permission.INTERVIEWS_RELEASE in ROLE_PERMISSIONS[one.role]]
    link = f"{settings.public_url}/staff/applications/{mail.interview.application_id}/interview"
    for person_id, contact in (await identity.contacts(session, ids=wanted, vault=vault)).items():
        await notifications.queue_mail(
            session,
            person_id=person_id,
            to=contact.email,
            letter=letter(replace(mail.about, name=contact.name, link=link)),
            tongue=languages[contact.language],
            settings=settings,
            kind=kind,
            cause=cause,
            vault=vault,
            now=now,
        )


@followers.on(ContestAnswered)
async def tell_answered(
    fact: ContestAnswered,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Write to the candidate that there is an answer, and by whom."""
    async with database.transaction() as session:
        mail = await about_interview(
            session, fact, vault=vault, settings=settings, languages=languages, page="/scorecard", by=""
        )
        rows = await contest_queries.contests(session, org_id=fact.org_id, interview_id=fact.interview_id)
        row = next((one for one in rows if one.id == fact.contest_id), None)
        if mail is None or row is None:
            return
        names = await identity.contacts(session, ids=[row.answered_by] if row.answered_by else [], vault=vault)
        by = names[row.answered_by].name if row.answered_by in names else mail.about.organisation
        letter = letters.answered(mail.about, by=by)
        await queue(session, mail, letter, kind="contest-answered", cause=row.id, vault=vault, now=clock())
