"""Moving several people at once: chosen on the board, moved in one act, rejected with one reason."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import queries, rules, service
from evenhand.domains.applications.pages.acts import told, with_told
from evenhand.domains.applications.pages.moves import INCOMPLETE
from evenhand.domains.applications.pages.pipeline import pipeline_nav
from evenhand.domains.applications.schemas import ManyForm
from evenhand.domains.applications.service import Chosen
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Invalid
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/staff/jobs/{job_id}/pipeline")

NOBODY_CHOSEN = say("Choose somebody on the board first.")
CHOOSE_A_STAGE = say("Choose where to move them.")


@routes.post("/move", permission=Permission.APPLICATIONS_MOVE)
async def move_many(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Move everyone who was chosen. To reject, the reason is asked for first."""
    form = await read_form(request, ManyForm)
    if form.value is None:
        raise Invalid(INCOMPLETE)
    await service.job_of(session, org_id=actor.organisation, job_id=job_id)
    chosen = chosen_in(form.value.chosen)
    if not chosen or form.value.to is None:
        raise Invalid(CHOOSE_A_STAGE if chosen else NOBODY_CHOSEN, href=_board(job_id, form.value.query))
    if form.value.to in rules.ADVERSE:
        blank_form = blank(ManyForm, {"chosen": form.value.chosen, "query": form.value.query})
        return await _reject_page(request, job_id, actor, session, vault, blank_form)
    outcome = await service.move_many(
        session, actor=actor, job_id=job_id, chosen=chosen, to=form.value.to, vault=vault, now=now
    )
    act = outcome.act_id if outcome.moved else None
    return go_to(request, with_told(_board(job_id, form.value.query), told(act, outcome)))


@routes.get("/reject", permission=Permission.APPLICATIONS_MOVE)
async def reject_form(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """The form with the reason."""
    given = request.query_params
    values = {"chosen": given.getlist("chosen"), "query": given.get("query", "")}
    return await _reject_page(request, job_id, actor, session, vault, blank(ManyForm, values))


@routes.post("/reject", permission=Permission.APPLICATIONS_MOVE)
async def reject_many(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Reject everyone who was chosen, by name and with one reason; each gets a mail of their own."""
    form = await read_form(request, ManyForm)
    if form.value:
        try:
            return await _rejected(request, job_id, actor, session, form.value, vault, now)
        except service.ReasonNeeded as refusal:
            form.refuse("reason", refusal.text)
    return await _reject_page(request, job_id, actor, session, vault, form, status=422)


async def _rejected(
    request: Request, job_id: UUID, actor: Actor, session: Session, sent: ManyForm, vault: Vault, now: datetime
) -> Response:
    await service.job_of(session, org_id=actor.organisation, job_id=job_id)
    chosen = chosen_in(sent.chosen)
    if not chosen:
        raise Invalid(NOBODY_CHOSEN, href=_board(job_id, sent.query))
    outcome = await service.move_many(
        session, actor=actor, job_id=job_id, chosen=chosen, to="rejected", reason=sent.reason, vault=vault, now=now
    )
    act = outcome.act_id if outcome.moved else None
    return go_to(request, with_told(_board(job_id, sent.query), told(act, outcome)))


async def _reject_page(
    request: Request,
    job_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    form: Form[ManyForm],
    *,
    status: int = 200,
) -> Response:
    job = await service.job_of(session, org_id=actor.organisation, job_id=job_id)
    chosen = chosen_in(form.values["chosen"] or [])
    rows = await queries.applications_of_job(
        session, org_id=actor.organisation, job_id=job.id, ids=[one.application_id for one in chosen]
    )
    names = await service.names_of(session, rows, actor=actor, vault=vault)
    context = {
        "form": form,
        "job": job,
        "people": [{"id": row.id, "name": names[row.id], "label": rules.LABELS[row.stage]} for row in rows],
        "chosen": [f"{one.application_id}.{one.version}" for one in chosen],
        "reason_chars": rules.REASON_CHARS,
        "keep_href": _board(job_id, form.values["query"]),
        **pipeline_nav(actor),
    }
    return page(request, "applications/reject_many.html", context, status=status)


def chosen_in(texts: Sequence[str]) -> list[Chosen]:
    """Those that can be read; a board makes no others."""
    found = []
    for text in texts[: rules.MOST_AT_ONCE]:
        one, _, version = text.partition(".")
        try:
            found.append(Chosen(UUID(one), int(version)))
        except ValueError:
            continue
    return found


def _board(job_id: UUID, query: str) -> str:
    return with_told(f"/staff/jobs/{job_id}/pipeline", _kept(query))


def _kept(query: str) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for name, value in parse_qsl(query):
        if name not in ("act", "left"):
            kept.setdefault(name, []).append(value)
    return kept
