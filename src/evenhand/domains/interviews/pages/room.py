"""The interview room for the candidate, what comes after it, and the scorecard once the company shows it.

The room is a plain form. Script takes it over with a live connection and has exactly the same effect.
"""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import rules as application_rules
from evenhand.domains.consents import service as consents
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews.pages.forms import RoomForm, do
from evenhand.domains.interviews.pages.marks import marked_answers
from evenhand.domains.interviews.queries import OwnRow
from evenhand.domains.interviews.rules.contests import ANSWERED_WITHIN, WORDS_CHARS
from evenhand.domains.interviews.rules.taking import is_over, is_taken
from evenhand.domains.interviews.schemas.contests import ContestIn
from evenhand.domains.interviews.schemas.taking import RoomState
from evenhand.domains.interviews.service import listing, scorecards, taking
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/interviews/{interview_id}")


@routes.get("", permission=Permission.INTERVIEWS_TAKE)
async def show(
    request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The question that is asked now, or what the room waits for. Looking changes nothing."""
    row = await listing.own_row(session, actor=actor, interview_id=interview_id)
    if is_taken(row.interview.status):
        return go_to(request, f"/interviews/{interview_id}/done")
    try:
        state = await taking.state_for(session, actor=actor, interview_id=interview_id, vault=vault)
    except consents.ConsentNeeded:
        return await _ask(request, row, session, vault=vault)
    ended = row.stage in application_rules.CLOSED
    if ended or is_over(row.interview.status, row.interview.expires_at, now):
        refusal: AppError = taking.ApplicationEnded() if ended else taking.InterviewOver()
        context = {**_context(row, state), "refusal": refusal.text}
        return page(request, "interviews/closed.html", context, status=refusal.status)
    return page(request, "interviews/room.html", _context(row, state))


@routes.post("", permission=Permission.INTERVIEWS_TAKE)
async def act(
    request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Answer, pause, go on, finish, without script. After a refusal the words are still in the form."""
    row = await listing.own_row(session, actor=actor, interview_id=interview_id)
    form = await read_form(request, RoomForm)
    if not is_taken(row.interview.status) and not await _agreed(session, actor):
        return go_to(request, f"/interviews/{interview_id}")  # taken back while the room was open
    error = await do(form, session, actor=actor, interview_id=interview_id, vault=vault, now=now)
    state = await taking.state_for(session, actor=actor, interview_id=interview_id, vault=vault)
    if error and not is_taken(row.interview.status):
        state.draft = str(form.values["text"]) or state.draft
        context = {
            **_context(row, state),
            "errors": [{"id": "room-text" if state.question else "", "message": error}],
            "page_errors": error,
        }
        return page(request, "interviews/room.html", context, status=422)
    return go_to(request, f"/interviews/{interview_id}{'/done' if state.status == 'completed' else ''}")


async def _agreed(session: Session, actor: Actor) -> bool:
    return await consents.allows(session, person_id=actor.person, purpose=consents.Purpose.INTERVIEW)


async def _ask(request: Request, row: OwnRow, session: Session, *, vault: Vault) -> Response:
    """The notice before the first question, whoever has not agreed to it as it stands."""
    inviter = row.interview.invited_by
    contacts = await identity.contacts(session, ids=[inviter] if inviter else [], vault=vault)
    _, text = consents.notice(consents.Purpose.INTERVIEW)
    context = {
        "text": text,
        "interview_id": row.interview.id,
        "application_id": row.interview.application_id,
        "begun": row.interview.status == "in_progress",
        "job_title": row.job_title,
        "company": row.company,
        "contact": contacts.get(inviter) if inviter else None,
    }
    return page(request, "interviews/agree.html", context)


def _context(row: OwnRow, state: RoomState) -> dict[str, Any]:
    return {
        "state": state,
        "room_title": f"{row.job_title}, {row.company}",
        "job_title": row.job_title,
        "company": row.company,
        "application_id": row.interview.application_id,
        "action": f"/interviews/{row.interview.id}",
        "errors": [],
    }


@routes.get("/done", permission=Permission.INTERVIEWS_TAKE)
async def done(
    request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """What happened with the answers, and what happens next, by whom and when."""
    row = await listing.own_row(session, actor=actor, interview_id=interview_id)
    if not is_taken(row.interview.status):
        return go_to(request, f"/interviews/{interview_id}")
    state = await taking.state_for(session, actor=actor, interview_id=interview_id, vault=vault)
    context = {
        **_context(row, state),
        "completed_at": row.interview.completed_at,
        "scored_at": row.interview.scored_at,
        "stalled": row.interview.stalled_at is not None,
        "released_at": row.interview.released_at,
        "asked_at": row.interview.asked_at,
        "reader": await _name(session, row.interview.invited_by, vault),
        "ended": row.stage in application_rules.CLOSED,
    }
    return page(request, "interviews/done.html", context)


async def _name(session: Session, person_id: UUID | None, vault: Any) -> str:
    contacts = await identity.contacts(session, ids=[person_id] if person_id else [], vault=vault)
    return contacts[person_id].name if person_id in contacts else ""


@routes.get("/scorecard", permission=Permission.INTERVIEWS_TAKE)
async def scorecard(
    request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """The same figures and the same words the company sees, once it has shown them."""
    return await show_scorecard(request, interview_id, actor, session, vault, None)


async def show_scorecard(
    request: Request,
    interview_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    contest: Form[ContestIn] | None,
) -> Response:
    """The scorecard, with what is wrong about a contest that was sent."""
    card = await scorecards.own_scorecard(session, actor=actor, interview_id=interview_id, vault=vault)
    row = await listing.own_row(session, actor=actor, interview_id=interview_id)
    released_by = row.interview.released_by
    contacts = await identity.contacts(session, ids=[released_by] if released_by else [], vault=vault)
    context = {
        "card": card,
        "marked": marked_answers(card.answers),
        "job_title": row.job_title,
        "company": row.company,
        "contact": contacts.get(released_by) if released_by else None,
        "contest": contest or blank(ContestIn),
        "may_contest": not any(one.outcome is None or one.seal == card.made.seal for one in card.contests),
        "words_chars": WORDS_CHARS,
        "days": ANSWERED_WITHIN.days,
        "page_errors": contest.error_list if contest else [],
    }
    return page(request, "interviews/own_scorecard.html", context, status=422 if contest else 200)
