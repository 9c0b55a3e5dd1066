"""Reminds people of an interview whose time ends soon."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid5

from evenhand.domains.identity import queries as people
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.background import letters
from evenhand.domains.interviews.background.mails import about_interview, queue
from evenhand.domains.interviews.events import InterviewEndsSoon, InterviewInvited
from evenhand.domains.interviews.rules import taking as rules
from evenhand.kit.background import Followers, publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database
from evenhand.kit.languages import Languages
from evenhand.kit.settings import Settings

followers = Followers()

BEFORE_THE_END = (48, 24)
"""Hours. The second reminder goes out although the first one did; nobody is reminded a third time."""


@followers.on(InterviewInvited)
async def plan(fact: InterviewInvited, *, database: Database, clock: Callable[[], datetime]) -> None:
    """Put the reminders into the queue, which keeps them over restarts. Those whose moment has passed are left out."""
    async with database.transaction() as session:
        interview = await queries.interview(session, org_id=fact.org_id, interview_id=fact.interview_id)
        if interview is None:
            return
        for hours in BEFORE_THE_END:
            pause = interview.expires_at - timedelta(hours=hours) - clock()
            if pause > timedelta():
                await publish(session, InterviewEndsSoon(**fact.model_dump(), hours=hours), after=pause)


@followers.on(InterviewEndsSoon)
async def remind(
    fact: InterviewEndsSoon,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Write to whoever has not finished, at its moment only.

    An end that was moved has reminders of its own, and one that comes late, because nothing ran, leaves it to the next.
    """
    now = clock()
    async with database.transaction() as session:
        mail = await about_interview(session, fact, vault=vault, settings=settings, languages=languages, page="", by="")
        if mail is None or rules.is_taken(mail.interview.status):
            return
        person = (await people.people(session, ids=[fact.person_id])).get(fact.person_id)
        left = mail.interview.expires_at - now
        if person is None or not person.reminders or not is_its_moment(fact.hours, left):
            return
        progress = await queries.progress(session, interview_ids=[fact.interview_id])
        answered, total = progress.get(fact.interview_id, (0, 0))
        letter = letters.reminder(mail.about, until=mail.interview.expires_at, answered=answered, total=total)
        cause = uuid5(fact.interview_id, f"{mail.interview.expires_at.isoformat()} {fact.hours}")
        await queue(session, mail, letter, kind="interview-reminder", cause=cause, vault=vault, now=now)


def is_its_moment(hours: int, left: timedelta) -> bool:
    """Whether so much time is left that this reminder is the one to send."""
    later = max((other for other in BEFORE_THE_END if other < hours), default=0)
    return timedelta(hours=later) < left <= timedelta(hours=hours)
