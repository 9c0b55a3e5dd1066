"""Mails the candidate: invited, received, scorecard released."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.background import letters
from evenhand.domains.interviews.events import (
    AboutInterview,
    InterviewCompleted,
    InterviewInvited,
    InterviewReleased,
)
from evenhand.domains.interviews.models import Interview
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.notifications import service as notifications
from evenhand.domains.notifications.rules import Letter
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database, Session
from evenhand.kit.languages import Languages, Tongue
from evenhand.kit.settings import Settings

followers = Followers()


@dataclass(frozen=True)
class Mail:
    """What a mail is made of: the interview, whom to write to, what to name, and who acted."""

    interview: Interview
    to: str
    about: letters.About
    actor: identity.Contact | None
    tongue: Tongue
    settings: Settings


@followers.on(InterviewInvited)
async def tell_invited(
    fact: InterviewInvited,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Write the invitation. Inviting again, with new time, is a new mail."""
    async with database.transaction() as session:
        mail = await about_interview(
            session, fact, vault=vault, settings=settings, languages=languages, page="", by="invited_by"
        )
        if mail is None:
            return
        questions = await queries.asked(session, org_id=fact.org_id, interview_id=fact.interview_id)
        expires = mail.interview.expires_at
        letter = letters.invited(
            mail.about,
            by=_name(mail),
            questions=len(questions),
            until=expires,
            minutes_each=mail.interview.minutes_each,
        )
        cause = uuid5(fact.interview_id, expires.isoformat())
        await queue(session, mail, letter, kind="interview-invited", cause=cause, vault=vault, now=clock())


@followers.on(InterviewCompleted)
async def tell_received(
    fact: InterviewCompleted,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Confirm that all answers have arrived."""
    async with database.transaction() as session:
        mail = await about_interview(
            session, fact, vault=vault, settings=settings, languages=languages, page="/done", by=""
        )
        if mail is None:
            return
        letter = letters.received(mail.about)
        await queue(session, mail, letter, kind="interview-received", cause=fact.interview_id, vault=vault, now=clock())


@followers.on(InterviewReleased)
async def tell_released(
    fact: InterviewReleased,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Say that the scorecard may be seen, and whom to write to about it."""
    async with database.transaction() as session:
        mail = await about_interview(
            session, fact, vault=vault, settings=settings, languages=languages, page="/scorecard", by="released_by"
        )
        if mail is None:
            return
        letter = letters.released(mail.about, by=_name(mail), address=mail.actor.email if mail.actor else "")
        await queue(session, mail, letter, kind="interview-released", cause=fact.interview_id, vault=vault, now=clock())


async def about_interview(
    session: Session,
    fact: AboutInterview,
    *,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    page: str,
    by: str,
) -> Mail | None:
    """Everything a mail needs; None where the interview or its person was erased since."""
    interview = await queries.interview(session, org_id=fact.org_id, interview_id=fact.interview_id)
    opening = await job_queries.own_job(session, org_id=fact.org_id, job_id=interview.job_id) if interview else None
    if interview is None or opening is None:
        return None
    actor_id: UUID | None = getattr(interview, by) if by else None
    contacts = await identity.contacts(session, ids=[fact.person_id, *([actor_id] if actor_id else [])], vault=vault)
    candidate = contacts.get(fact.person_id)
    if candidate is None:
        return None
    about = letters.About(
        name=candidate.name,
        job=opening.job.title,
        organisation=opening.company.name,
        link=f"{settings.public_url}/interviews/{interview.id}{page}",
    )
    by_whom = contacts.get(actor_id) if actor_id else None
    return Mail(interview, candidate.email, about, by_whom, languages[candidate.language], settings)


def _name(mail: Mail) -> str:
    return mail.actor.name if mail.actor else mail.about.organisation


async def queue(
    session: Session, mail: Mail, letter: Letter, *, kind: str, cause: UUID, vault: Vault, now: datetime
) -> None:
    await notifications.queue_mail(
        session,
        person_id=mail.interview.person_id,
        to=mail.to,
        letter=letter,
        tongue=mail.tongue,
        settings=mail.settings,
        kind=kind,
        cause=cause,
        vault=vault,
        now=now,
    )
