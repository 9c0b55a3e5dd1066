"""Inviting an applicant to an interview, and showing them its scorecard."""

from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import rules as application_rules
from evenhand.domains.applications import service as applications
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.service.access import custody
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.events import AllAnswered, InterviewInvited, InterviewReleased
from evenhand.domains.interviews.models import Interview, InterviewQuestion, Question
from evenhand.domains.interviews.rules import questions as question_rules
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.jobs.service import JobNotFound
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say, say_many


class TooFewQuestions(Conflict):
    """Not enough approved questions to be fair to whoever answers them."""

    code = "too_few_questions"
    message = say("Approve at least %(fewest)s questions for this job first.", fewest=question_rules.FEWEST_APPROVED)


class InvitationTooLate(Conflict):
    """The application was withdrawn or rejected."""

    code, message = "invitation_too_late", say("This application has ended. Nobody is invited any more.")


class AlreadyTaken(Conflict):
    """More time for what is over."""

    code = "already_taken"
    message = say("Everything is answered already, so more time would change nothing.")


class NotScoredYet(Conflict):
    """There is no scorecard to show."""

    code, message = "not_scored_yet", say("This interview is not graded yet. Its scorecard can be shown once it is.")


async def invite(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    vault: Vault,
    now: datetime,
    minutes_each: int | None = None,
) -> Interview:
    """Invite an applicant: copy the questions, move the application to the interview, have the mail written.

    There is one interview for an application: inviting again returns it, and gives new time where the time was over.
    `minutes_each` is a limit for each question, one of rules.clock.LIMITS; without it there is no clock.
    Refuses an application that has ended, and a job with too few approved questions.
    """
    application = await applications.received_application(
        session, org_id=actor.organisation, application_id=application_id, lock=True
    )
    found = await queries.interview_of_application(
        session, org_id=application.org_id, application_id=application.id, lock=True
    )
    if found and not rules.is_over(found.status, found.expires_at, now):
        return found
    if application.stage in application_rules.CLOSED:
        raise InvitationTooLate
    await custody(application, vault=vault)  # there must be somebody left to invite
    if found:
        found.expires_at = now + rules.OPEN_FOR
        interview = found
        if found.status == "in_progress":
            at_the_end = rules.OPEN_FOR + rules.CLOCKS_APART  # it looks whether that is so then
            await publish(session, AllAnswered(**about(found)), after=at_the_end)
    else:
        interview = await _prepare(session, application, actor=actor, minutes_each=minutes_each, now=now)
        await _move(session, application, actor=actor, vault=vault, now=now)
    await session.flush()
    await publish(session, InterviewInvited(**about(interview)))
    audit.record(session, Act.INTERVIEW_INVITED, actor=actor, about=(Object.INTERVIEW, interview.id), now=now)
    return interview


async def _prepare(
    session: Session, application: Application, *, actor: Actor, minutes_each: int | None, now: datetime
) -> Interview:
    chosen = await _chosen(session, application)
    interview = Interview(
        id=new_id(),
        org_id=application.org_id,
        job_id=application.job_id,
        application_id=application.id,
        person_id=application.person_id,
        status="invited",
        invited_by=actor.person,
        invited_at=now,
        expires_at=now + rules.OPEN_FOR,
        minutes_each=minutes_each,
        extra_asked=0,
        extra_given=0,
        held_by="",
        pause="",
        proposal="",
    )
    session.add(interview)
    await session.flush()
    session.add_all(_copied(question, interview, place) for place, question in enumerate(chosen, 1))
    return interview


async def _chosen(session: Session, application: Application) -> list[Question]:
    """The questions to ask. Raises TooFewQuestions."""
    job = await job_queries.own_job(session, org_id=application.org_id, job_id=application.job_id)
    if job is None:
        raise JobNotFound
    found = await queries.set_of_job(session, org_id=application.org_id, job_id=application.job_id)
    approved = (
        await queries.questions(session, org_id=found.org_id, set_id=found.id, status="approved") if found else []
    )
    if len(approved) < question_rules.FEWEST_APPROVED:
        raise TooFewQuestions(
            say_many(
                "Approve at least %(fewest)s questions for this job first; %(count)s is approved.",
                "Approve at least %(fewest)s questions for this job first; %(count)s are approved.",
                len(approved),
                fewest=question_rules.FEWEST_APPROVED,
            ),
            approved=len(approved),
            href=f"/staff/jobs/{application.job_id}/questions",
            label=say("Questions of this job"),
        )
    return question_rules.choose(approved, required=job.job.required_skills)


def _copied(question: Question, interview: Interview, place: int) -> InterviewQuestion:
    """The question as it will be asked: editing it later changes nothing that was said."""
    return InterviewQuestion(
        id=new_id(),
        org_id=interview.org_id,
        interview_id=interview.id,
        position=place,
        question_id=question.id,
        kind=question.kind,
        skill_id=question.skill_id,
        difficulty=question.difficulty,
        text=question.text,
        gold=question.gold,
        key_points=question.key_points,
        red_flags=question.red_flags,
        edition=question.edition,
    )


async def _move(session: Session, application: Application, *, actor: Actor, vault: Vault, now: datetime) -> None:
    here, there = application_rules.position(application.stage), application_rules.position("interview")
    if here is not None and there is not None and here < there:
        await applications.move(
            session,
            actor=actor,
            application_id=application.id,
            to="interview",
            version=application.version,
            quiet=True,  # the invitation tells it
            vault=vault,
            now=now,
        )


async def give_extra_time(session: Session, *, actor: Actor, interview_id: UUID, extra: int) -> Interview:
    """Give the candidate more time for each question, per cent. It stands on no scorecard and in no list.

    What they choose themselves is more or less than that as they like, and nobody is told; the longer one counts.
    Raises InterviewNotFound, and AlreadyTaken once everything is answered.
    """
    interview = await queries.interview(session, org_id=actor.organisation, interview_id=interview_id, lock=True)
    if interview is None:
        raise InterviewNotFound
    if rules.is_taken(interview.status):
        raise AlreadyTaken
    interview.extra_given = extra
    await session.flush()
    return interview


async def release(session: Session, *, actor: Actor, interview_id: UUID, now: datetime) -> Interview:
    """Show the candidate what the company sees. Releasing twice happens once."""
    interview = await queries.interview(session, org_id=actor.organisation, interview_id=interview_id, lock=True)
    if interview is None:
        raise InterviewNotFound
    if interview.status != "scored":
        raise NotScoredYet
    if interview.released_at is None:
        interview.released_at, interview.released_by = now, actor.person
        await session.flush()
        await publish(session, InterviewReleased(**about(interview)))
        audit.record(session, Act.SCORECARD_RELEASED, actor=actor, about=(Object.INTERVIEW, interview.id), now=now)
    return interview


def about(interview: Interview) -> dict[str, UUID]:
    """The ids of a fact about an interview."""
    return {"interview_id": interview.id, "org_id": interview.org_id, "person_id": interview.person_id}
