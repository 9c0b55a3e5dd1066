"""Interviews for those who hire: the list, and the scorecard as a tab of the applicant."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel

from evenhand.domains.applications import queries as application_queries
from evenhand.domains.applications import rules as application_rules
from evenhand.domains.applications.pages.applicant import show_tab
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.pages.marks import marked_answers
from evenhand.domains.interviews.rules.clock import LIMITS
from evenhand.domains.interviews.rules.contests import OUTCOME_WORDS, OUTCOMES, WORDS_CHARS
from evenhand.domains.interviews.rules.questions import FEWEST_APPROVED
from evenhand.domains.interviews.rules.taking import ASKED_IN_DAYS, SLOW_AFTER, is_over
from evenhand.domains.interviews.schemas.contests import ContestAnswerIn
from evenhand.domains.interviews.schemas.ratings import COMMENT_CHARS, RatingIn, RatingOut
from evenhand.domains.interviews.schemas.scorecard import InterviewForStaff, InterviewSummary, ReplayOut
from evenhand.domains.interviews.service import inviting, listing, scorecards, scoring
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import DEFAULT_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")

INTERVIEW = "/staff/applications/{application_id}/interview"


class InviteForm(BaseModel):
    """The limit for each question, in minutes; empty for none, which is what most need."""

    minutes: Literal["", "10", "15", "20", "30", "45", "60"] = ""


@routes.get("/staff/interviews", permission=Permission.INTERVIEWS_REVIEW)
async def list_interviews(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Every interview, the newest first, with how far it is and its figures."""
    rows, following = await listing.received_interviews(
        session, actor=actor, cursor=request.query_params.get("cursor", ""), limit=DEFAULT_LIMIT, vault=vault
    )
    context = {
        "rows": [{"interview": row, **_standing(row, now)} for row in rows],
        "next_href": f"/staff/interviews?cursor={following}" if following else None,
    }
    return page(request, "interviews/list.html", context)


def _standing(row: InterviewSummary, now: datetime) -> dict[str, str]:
    """How far an interview is, as a badge."""
    if row.status == "scored":
        return {"label": say("Shown to the candidate") if row.released_at else say("Graded"), "kind": "good"}
    if row.status == "completed" and row.stalled:
        return {"label": say("Grading stopped"), "kind": "warn"}
    if row.status == "completed":
        return {"label": say("Being graded"), "kind": "open"}
    if is_over(row.status, row.expires_at, now):
        return {"label": say("Time is over"), "kind": "warn"}
    if not row.answered:
        return {"label": say("Invited"), "kind": "open"}
    return {"label": say("%(answered)s of %(total)s answered", answered=row.answered, total=row.total), "kind": "open"}


@routes.get(INTERVIEW, permission=Permission.INTERVIEWS_REVIEW)
async def show(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The scorecard, or what there is before it: nothing, an invitation, answers on their way, grading."""
    return await show_interview(request, application_id, actor, session, vault, now)


@routes.post(INTERVIEW + "/invite", permission=Permission.INTERVIEWS_INVITE)
async def invite(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Invite the applicant, with a limit for each question where one was chosen."""
    limit = (await read_form(request, InviteForm)).value
    try:
        await inviting.invite(
            session,
            actor=actor,
            application_id=application_id,
            minutes_each=int(limit.minutes) if limit and limit.minutes else None,
            vault=vault,
            now=now,
        )
    except (inviting.TooFewQuestions, inviting.InvitationTooLate) as refusal:
        return await show_interview(request, application_id, actor, session, vault, now, refusal=refusal)
    return go_to(request, f"{address_of(application_id)}?done=invited")


@routes.post(INTERVIEW + "/release", permission=Permission.INTERVIEWS_RELEASE)
async def release(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """Show the candidate the scorecard."""
    interview = await the_interview(session, actor, application_id)
    await inviting.release(session, actor=actor, interview_id=interview.id, now=now)
    return go_to(request, f"{address_of(application_id)}?done=released")


@routes.post(INTERVIEW + "/replay", permission=Permission.INTERVIEWS_REVIEW)
async def replay(
    request: Request,
    application_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> Response:
    """Grade again and show whether the result is the same. Nothing changes, so reloading repeats nothing but that."""
    interview = await the_interview(session, actor, application_id)
    await rates.hit(scorecards.REPLAY_RATE, str(actor.person))
    result = await scorecards.replay(session, actor=actor, interview_id=interview.id, vault=vault)
    return await show_interview(request, application_id, actor, session, vault, now, replayed=result)


@routes.get(INTERVIEW + "/progress", permission=Permission.INTERVIEWS_REVIEW)
async def progress(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """The piece of the page that says how far grading is; once it has ended, the whole page is shown anew."""
    interview = await the_interview(session, actor, application_id)
    if interview.status != "completed":
        return go_to(request, address_of(application_id))
    return page(request, "interviews/_grading.html", await _grading(session, interview, now))


def address_of(application_id: UUID) -> str:
    """The page of an applicant's interview."""
    return f"/staff/applications/{application_id}/interview"


async def the_interview(session: Session, actor: Actor, application_id: UUID) -> Interview:
    """The interview for an application of the caller's organisation. Raises InterviewNotFound."""
    found = await listing.of_application(session, actor=actor, application_id=application_id)
    if found is None:
        raise InterviewNotFound
    return found


async def _grading(session: Session, interview: Interview, now: datetime) -> dict[str, Any]:
    done, total = await scorecards.graded(session, interview)
    late = interview.completed_at is not None and now - interview.completed_at > SLOW_AFTER
    return {
        "application_id": interview.application_id,
        "taken_back": not await scoring.may_be_scored(session, interview.person_id),
        "graded": done,
        "total": total,
        "late": late,
        "stalled": interview.stalled_at is not None,
    }


async def show_interview(
    request: Request,
    application_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    *,
    refusal: AppError | None = None,
    replayed: ReplayOut | None = None,
    rating: Form[RatingIn] | None = None,
    contest: Form[ContestAnswerIn] | None = None,
) -> Response:
    """The tab, with what became of an act: a refusal, a replay, or a rating that has errors."""
    found = await listing.of_application(session, actor=actor, application_id=application_id)
    context: dict[str, Any] = {
        "interview": None,
        "card": None,
        "refusal": refusal,
        "replayed": replayed,
        "days": ASKED_IN_DAYS,
        "limit_choices": [(minutes, str(minutes)) for minutes in LIMITS],
        "toasts": _toasts(request),
    }
    if found is None:
        context |= await _before(session, actor, application_id)
    else:
        shown = await listing.received_interview(session, actor=actor, interview_id=found.id, vault=vault, now=now)
        people = [one for one in (found.invited_by, found.released_by) if one]
        names = await identity.contacts(session, ids=people, vault=vault)
        context |= {
            "interview": shown,
            "over": is_over(found.status, found.expires_at, now),
            "minutes_each": found.minutes_each,
            "extra_given": found.extra_given,
            "invited_by": names[found.invited_by].name if found.invited_by in names else "",
            "released_by": names[found.released_by].name if found.released_by in names else "",
            "card": shown.scorecard,
            "words": shown.words,
            "rating": rating or _own_rating(shown),
            "comment_chars": COMMENT_CHARS,
            "contest": contest or blank(ContestAnswerIn),
            "outcomes": [(name, OUTCOME_WORDS[name]) for name in OUTCOMES],
            "words_chars": WORDS_CHARS,
            "marked": marked_answers(shown.scorecard.answers) if shown.scorecard else {},
        }
        if found.status == "completed":
            context |= await _grading(session, found, now)
    wrong = rating or contest
    status = refusal.status if refusal else 422 if wrong else 200
    if wrong:
        context["page_errors"] = wrong.error_list
    return await show_tab(
        request,
        "interviews/tab.html",
        "interview",
        application_id,
        actor,
        session,
        vault,
        context,
        status=status,
        read=None if found else now,
    )


def _own_rating(shown: InterviewForStaff) -> Form[RatingIn]:
    own = next((one for one in shown.scorecard.ratings if one.own), None) if shown.scorecard else None
    return Form(values=_values(own))


async def _before(session: Session, actor: Actor, application_id: UUID) -> dict[str, Any]:
    """What inviting depends on."""
    application = await application_queries.application(
        session, org_id=actor.organisation, application_id=application_id
    )
    if application is None:
        return {}
    sets = await queries.sets(session, org_id=actor.organisation, job_id=application.job_id, limit=1)
    approved = sets[0].approved if sets else 0
    return {
        "approved": approved,
        "fewest": FEWEST_APPROVED,
        "ended": application.stage in application_rules.CLOSED,
        "may_invite": approved >= FEWEST_APPROVED and application.stage not in application_rules.CLOSED,
    }


def _toasts(request: Request) -> list[dict[str, str]]:
    said = {
        "contest": say("Answered. A mail is on its way."),
        "rated": say("Your rating is kept."),
        "invited": say("Invited. A mail is on its way."),
        "released": say("Shown to the candidate. A mail is on its way."),
        "extra": say("The time is given. It stands on no scorecard and in no list."),
    }
    done = said.get(request.query_params.get("done", ""))
    return [{"text": done, "kind": "good"}] if done else []


def _values(own: RatingOut | None) -> dict[str, Any]:
    """A rating as the form shows it, to start a change from."""
    if own is None:
        return {}
    found: dict[str, Any] = {"comment": own.comment}
    for answer in own.answers:
        found[f"{answer.number}-comment"] = answer.comment
        found |= {f"{answer.number}-{part.name}": part.score for part in answer.dimensions if part.score is not None}
    if not own.answers:
        found |= {part.name: part.score for part in own.dimensions if part.score is not None}
    return found
