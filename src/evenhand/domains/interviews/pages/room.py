"""The interview room for the candidate, what comes after it, and the scorecard once the company shows it.

The room is a plain form. Script takes it over with a live connection and has exactly the same effect.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from evenhand.domains.applications import rules as application_rules
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews.pages.marks import marked_answers
from evenhand.domains.interviews.queries import OwnRow
from evenhand.domains.interviews.rules.taking import is_over, is_taken
from evenhand.domains.interviews.schemas.taking import RoomState
from evenhand.domains.interviews.service import listing, scorecards, taking
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/interviews/{interview_id}")


class RoomForm(BaseModel):
    """What the room's form sends. `decline` is the button “I don’t know this one”."""

    question_id: UUID
    text: str = ""
    decline: str = ""
    client_id: Annotated[str, Field(max_length=100)] = ""


@routes.get("", permission=Permission.INTERVIEWS_TAKE)
async def show(
    request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The question that is asked now. Looking changes nothing."""
    row = await listing.own_row(session, actor=actor, interview_id=interview_id)
    if is_taken(row.interview.status):
        return go_to(request, f"/interviews/{interview_id}/done")
    state = await taking.state_for(session, actor=actor, interview_id=interview_id, vault=vault)
    return _room(request, row, state, now)


@routes.post("", permission=Permission.INTERVIEWS_TAKE)
async def answer(
    request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Answer or decline without script. After a refusal the words are still in the form."""
    row = await listing.own_row(session, actor=actor, interview_id=interview_id)
    form = await read_form(request, RoomForm)
    error = "Load the page again, then send your answer once more." if form.value is None else ""
    if form.value:
        try:
            await _take(form.value, interview_id, actor, session, vault, now)
        except taking.NotThisQuestion:
            return go_to(request, f"/interviews/{interview_id}")
        except (taking.AnswerEmpty, taking.AnswerTooLong) as refusal:
            error = refusal.text
        else:
            done = is_taken((await taking.own(session, actor=actor, interview_id=interview_id)).status)
            return go_to(request, f"/interviews/{interview_id}{'/done' if done else ''}")
    state = await taking.state_for(session, actor=actor, interview_id=interview_id, vault=vault)
    state.draft = str(form.values["text"]) or state.draft
    return _room(request, row, state, now, error=error)


async def _take(
    sent: RoomForm, interview_id: UUID, actor: Actor, session: Session, vault: Vault, now: datetime
) -> RoomState:
    if sent.decline:
        return await taking.decline(
            session, actor=actor, interview_id=interview_id, question_id=sent.question_id, vault=vault, now=now
        )
    return await taking.answer(
        session,
        actor=actor,
        interview_id=interview_id,
        question_id=sent.question_id,
        text=sent.text,
        vault=vault,
        now=now,
    )


def _room(request: Request, row: OwnRow, state: RoomState, now: datetime, *, error: str = "") -> Response:
    ended = row.stage in application_rules.CLOSED
    context: dict[str, Any] = {
        "state": state,
        "room_title": f"{row.job_title}, {row.company}",
        "company": row.company,
        "application_id": row.interview.application_id,
        "errors": [{"id": "room-text", "message": error}] if error else [],
        "page_errors": error,
    }
    if ended or is_over(row.interview.status, row.interview.expires_at, now):
        refusal: AppError = taking.ApplicationEnded() if ended else taking.InterviewOver()
        return page(request, "interviews/closed.html", {**context, "refusal": refusal.text}, status=refusal.status)
    return page(request, "interviews/room.html", context, status=422 if error else 200)


@routes.get("/done", permission=Permission.INTERVIEWS_TAKE)
async def done(
    request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """What happened with the answers, and what happens next."""
    row = await listing.own_row(session, actor=actor, interview_id=interview_id)
    if not is_taken(row.interview.status):
        return go_to(request, f"/interviews/{interview_id}")
    state = await taking.state_for(session, actor=actor, interview_id=interview_id, vault=vault)
    context = {
        "state": state,
        "room_title": f"{row.job_title}, {row.company}",
        "job_title": row.job_title,
        "company": row.company,
        "application_id": row.interview.application_id,
        "completed_at": row.interview.completed_at,
        "scored": row.interview.status == "scored",
        "released_at": row.interview.released_at,
    }
    return page(request, "interviews/done.html", context)


@routes.get("/scorecard", permission=Permission.INTERVIEWS_TAKE)
async def scorecard(
    request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """The same figures and the same words the company sees, once it has shown them."""
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
    }
    return page(request, "interviews/own_scorecard.html", context)
