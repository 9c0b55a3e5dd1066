"""Moving an applicant on, back, or out: one choice of a menu, or a rejection with its reason; and taking that back."""

from datetime import datetime
from typing import get_args
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import queries, rules, service
from evenhand.domains.applications.models import Application
from evenhand.domains.applications.pages.acts import told, with_told
from evenhand.domains.applications.pages.applicant import show_tab
from evenhand.domains.applications.pages.pipeline import moves_for
from evenhand.domains.applications.schemas import Back, MoveForm, NamesForm, RejectForm, UndoForm, Way
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Invalid
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to

routes = Routes(kind="page", prefix="/staff")

ONE = "/applications/{application_id}"
INCOMPLETE = say("This form is not complete. Load the page again and repeat.")


@routes.get(ONE + "/move", permission=Permission.APPLICATIONS_MOVE)
async def move_menu(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Every move of one applicant, on a page of its own."""
    row = await service.received_application(session, org_id=actor.organisation, application_id=application_id)
    context = {"moves": moves_for(row.stage), "back": _back(request), "query": request.query_params.get("query", "")}
    return await show_tab(
        request, "applications/move.html", "", application_id, actor, session, vault, context, read=now
    )


@routes.post(ONE + "/move", permission=Permission.APPLICATIONS_MOVE)
async def move(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Make one of the moves of the menu. A rejection asks for its reason first."""
    form = await read_form(request, MoveForm)
    if form.value is None:
        raise Invalid(INCOMPLETE)
    way = form.value
    if way.to in rules.ADVERSE:
        asked = urlencode({"back": way.back, **({"query": way.query} if way.query else {})})
        return go_to(request, f"/staff/applications/{application_id}/reject?{asked}")
    try:
        moved = await service.move(
            session,
            actor=actor,
            application_id=application_id,
            to=way.to,
            version=way.version,
            vault=vault,
            now=now,
        )
    except service.StaleMove as refusal:
        if way.back not in ("board", "table"):
            raise
        row = await service.received_application(session, org_id=actor.organisation, application_id=application_id)
        return go_to(request, with_told(way_back(way, row), {"left": f"{application_id}.{refusal.code}"}))
    return go_to(request, await _way_back(session, way, moved))


async def _way_back(session: Session, way: Way, moved: Application) -> str:
    """Where the act was made, told what it did."""
    last = await queries.last_move(session, org_id=moved.org_id, application_id=moved.id)
    return with_told(way_back(way, moved), told(last.act_id if last else None))


def way_back(way: Way, row: Application) -> str:
    """The address of the page an act was made on."""
    if way.back in ("board", "table"):
        kept = [(name, value) for name, value in parse_qsl(way.query) if name not in ("act", "left")]
        view = "pipeline" if way.back == "board" else "applicants"
        return f"/staff/jobs/{row.job_id}/{view}{'?' + urlencode(kept) if kept else ''}"
    return f"/staff/applications/{row.id}{'' if way.back == 'resume' else '/' + way.back}"


def _back(request: Request) -> str:
    given = request.query_params.get("back", "")
    return given if given in get_args(Back) else "resume"


@routes.get(ONE + "/reject", permission=Permission.APPLICATIONS_MOVE)
async def reject_form(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The form of the dialog on a page of its own."""
    row = await service.received_application(session, org_id=actor.organisation, application_id=application_id)
    query = request.query_params.get("query", "")
    form = blank(RejectForm, {"version": row.version, "back": _back(request), "query": query})
    return await _reject_page(request, application_id, actor, session, vault, now, form)


@routes.post(ONE + "/reject", permission=Permission.APPLICATIONS_MOVE)
async def reject(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Reject by name and with a reason."""
    form = await read_form(request, RejectForm)
    if form.value:
        try:
            moved = await service.move(
                session,
                actor=actor,
                application_id=application_id,
                to="rejected",
                version=form.value.version,
                reason=form.value.reason,
                vault=vault,
                now=now,
            )
        except service.ReasonNeeded as refusal:
            form.refuse("reason", refusal.text)
        else:
            return go_to(request, await _way_back(session, form.value, moved))
    return await _reject_page(request, application_id, actor, session, vault, now, form, status=422)


async def _reject_page(
    request: Request,
    application_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    form: Form[RejectForm],
    *,
    status: int = 200,
) -> Response:
    context = {"form": form}
    return await show_tab(
        request, "applications/reject.html", "", application_id, actor, session, vault, context, status=status, read=now
    )


@routes.post("/moves/undo", permission=Permission.APPLICATIONS_MOVE)
async def undo(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """Take back what was moved in one act; each way back is a move of its own."""
    form = await read_form(request, UndoForm)
    if form.value is None:
        raise Invalid(INCOMPLETE)
    outcome = await service.undo(session, actor=actor, act_id=form.value.act, vault=vault, now=now)
    act = outcome.act_id if outcome.moved else None
    return go_to(request, with_told(_local(form.value.back), told(act, outcome)))


@routes.post("/names", permission=Permission.APPLICATIONS_REVIEW)
async def switch_names(request: Request, actor: CurrentActor, session: Transaction) -> Response:
    """Hide applicants' names from oneself, or show them again."""
    form = await read_form(request, NamesForm)
    if form.value is None:
        raise Invalid(INCOMPLETE)
    await service.hide_names(session, actor=actor, hidden=form.value.hide)
    return go_to(request, _local(form.value.back))


def _local(back: str) -> str:
    """A page of ours to return to, whatever a form says."""
    return back if back.startswith("/staff/") and "\\" not in back else "/staff/pipeline"
