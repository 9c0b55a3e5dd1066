"""What those who hire may give an interview that is on its way: more time, and another try at its grading."""

from typing import Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel

from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.service import inviting, listing, scoring
from evenhand.domains.interviews.service.taking import InterviewNotFound
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import read_form
from evenhand.web.pages import go_to

routes = Routes(kind="page", prefix="/staff/applications/{application_id}/interview")


class ExtraForm(BaseModel):
    """Per cent of time more."""

    extra: Literal["0", "50", "100"]


@routes.post("/grade", permission=Permission.INTERVIEWS_REVIEW)
async def grade(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, now: Now
) -> Response:
    """Have the grading tried again that was given up or takes too long."""
    interview = await _interview(session, actor, application_id)
    await scoring.ask_again(session, actor=actor, interview_id=interview.id, now=now)
    return go_to(request, _address(application_id))


@routes.post("/extra-time", permission=Permission.INTERVIEWS_INVITE)
async def extra_time(request: Request, application_id: UUID, actor: CurrentActor, session: Transaction) -> Response:
    """Give the candidate more time for each question; it stands on no scorecard and in no list."""
    interview = await _interview(session, actor, application_id)
    form = await read_form(request, ExtraForm)
    if form.value is None:
        return go_to(request, _address(application_id))
    extra = int(form.value.extra)
    await inviting.give_extra_time(session, actor=actor, interview_id=interview.id, extra=extra)
    return go_to(request, f"{_address(application_id)}?done=extra")


def _address(application_id: UUID) -> str:
    return f"/staff/applications/{application_id}/interview"


async def _interview(session: Session, actor: Actor, application_id: UUID) -> Interview:
    found = await listing.of_application(session, actor=actor, application_id=application_id)
    if found is None:
        raise InterviewNotFound
    return found
