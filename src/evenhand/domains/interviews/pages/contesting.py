"""Contesting a score on the candidate's scorecard, and answering on the applicant's."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.interviews.pages.room import show_scorecard
from evenhand.domains.interviews.pages.staff import INTERVIEW, address_of, show_interview, the_interview
from evenhand.domains.interviews.schemas.contests import ContestAnswerIn, ContestIn
from evenhand.domains.interviews.service import contests, ratings, releasing
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import read_form
from evenhand.web.pages import go_to

routes = Routes(kind="page")


@routes.post("/interviews/{interview_id}/contest", permission=Permission.INTERVIEWS_TAKE)
async def contest(
    request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Say what is wrong with the score."""
    form = await read_form(request, ContestIn)
    if form.value is None:
        return await show_scorecard(request, interview_id, actor, session, vault, form)
    await contests.contest(session, actor=actor, interview_id=interview_id, given=form.value, vault=vault, now=now)
    return go_to(request, f"/interviews/{interview_id}/scorecard#contest")


@routes.post("/interviews/{interview_id}/ask", permission=Permission.INTERVIEWS_TAKE)
async def ask(request: Request, interview_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Ask to be shown the scorecard."""
    await releasing.ask(session, actor=actor, interview_id=interview_id, now=now)
    return go_to(request, f"/interviews/{interview_id}/done")


@routes.post(INTERVIEW + "/contest", permission=Permission.INTERVIEWS_RELEASE)
async def answer(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Answer what the candidate contested."""
    interview = await the_interview(session, actor, application_id)
    form = await read_form(request, ContestAnswerIn)
    if form.value:
        try:
            await contests.answer(
                session, actor=actor, interview_id=interview.id, given=form.value, vault=vault, now=now
            )
        except (ratings.NothingRated, contests.FiguresNotUsed) as refusal:
            form.refuse("relevance", refusal.text)
        except contests.SomebodyElse as refusal:
            return await show_interview(request, application_id, actor, session, vault, now, refusal=refusal)
        else:
            return go_to(request, f"{address_of(application_id)}?done=contest")
    return await show_interview(request, application_id, actor, session, vault, now, contest=form)
