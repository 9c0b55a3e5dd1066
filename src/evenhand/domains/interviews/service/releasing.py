"""Showing a scorecard by the organisation's rule, and the candidate's asking for it, which no rule takes away."""

from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import rules as application_rules
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.events import InterviewReleased, ScorecardAsked
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.service.inviting import about
from evenhand.domains.interviews.service.rooms import InterviewNotFound
from evenhand.kit.background import publish
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.permissions import NOBODY, Actor
from evenhand.kit.words import say


class NothingToAskFor(Conflict):
    """The answers are not there yet."""

    code, message = "nothing_to_ask_for", say("Finish the interview first; then you can ask for its scorecard.")


async def by_rule(session: Session, *, org_id: UUID, interview_id: UUID, now: datetime) -> None:
    """Show a scorecard where the organisation's rule says so by now. Twice happens once."""
    interview = await queries.interview(session, org_id=org_id, interview_id=interview_id, lock=True)
    if interview is None or interview.status != "scored" or interview.released_at is not None:
        return
    release = (await identity.house_rules(session, org_id=org_id)).release
    if release == "decided":
        application = await application_queries.application(
            session, org_id=org_id, application_id=interview.application_id
        )
        if application is None or application.stage not in application_rules.DECIDED:
            return
    elif release != "scored":
        return
    interview.released_at = now
    await session.flush()
    await publish(session, InterviewReleased(**about(interview)))
    audit.record(
        session,
        Act.SCORECARD_RELEASED,
        actor=NOBODY,
        org_id=org_id,
        about=(Object.INTERVIEW, interview.id),
        reason=f"rule-{release}",
        now=now,
    )


async def after_decision(session: Session, *, org_id: UUID, application_id: UUID, now: datetime) -> None:
    """An application was moved: show its scorecard if that is what the rule waits for."""
    interview = await queries.interview_of_application(session, org_id=org_id, application_id=application_id)
    if interview:
        await by_rule(session, org_id=org_id, interview_id=interview.id, now=now)


async def ask(session: Session, *, actor: Actor, interview_id: UUID, now: datetime) -> Interview:
    """Ask to be shown the scorecard of one's own interview. It waits for staff; asking twice is asking once.

    Raises InterviewNotFound and NothingToAskFor.
    """
    interview = await queries.own_interview(session, person_id=actor.person, interview_id=interview_id, lock=True)
    if interview is None:
        raise InterviewNotFound
    if not rules.is_taken(interview.status):
        raise NothingToAskFor
    if interview.asked_at is None and interview.released_at is None:
        interview.asked_at = now
        await session.flush()
        await publish(session, ScorecardAsked(**about(interview)))
        audit.record(
            session,
            Act.SCORECARD_ASKED,
            actor=actor,
            org_id=interview.org_id,
            about=(Object.INTERVIEW, interview.id),
            now=now,
        )
    return interview
