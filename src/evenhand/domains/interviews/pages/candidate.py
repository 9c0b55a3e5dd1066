"""A candidate's home and application, with what interviews add to them: the invitation, and the scorecard."""

from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import rules as application_rules
from evenhand.domains.applications import service as applications
from evenhand.domains.applications.pages.candidate import own_context, said
from evenhand.domains.applications.service import NextStep
from evenhand.domains.interviews.queries import OwnRow
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.service import listing
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")


@routes.get("/home", permission=Permission.ACCOUNT_USE)
async def show_home(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """What waits for the candidate and where each application stands; those who hire begin with their jobs."""
    if actor.org_id:
        return go_to(request, "/staff/jobs")
    home = await applications.home(session, actor=actor, vault=vault, now=now)
    steps = await _steps(session, actor=actor, now=now)
    return page(request, "applications/home.html", {"home": home, "steps": [*steps, *home.steps], "now": now})


@routes.get("/applications/{application_id}", permission=Permission.APPLICATIONS_OWN)
async def show_application(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Where the application stands, every step with the person behind it, what was sent, and its interview."""
    context = await own_context(session, actor=actor, application_id=application_id, vault=vault, now=now)
    links = await _links(session, actor=actor, application_id=application_id, now=now)
    return page(request, "applications/own.html", {**context, "links_above": links, "toasts": said(request)})


async def _steps(session: Session, *, actor: Actor, now: datetime) -> list[NextStep]:
    """The interviews to take, the one that ends first before the others."""
    rows = await listing.open_rows(session, actor=actor, now=now)
    return [
        NextStep(
            "talk",
            f"Interview: {row.job_title}, {row.company}",
            _note(row, answered=answered, total=total),
            f"/interviews/{row.interview.id}",
            "Go on" if answered else "Begin",
        )
        for row, (answered, total) in rows
    ]


def _note(row: OwnRow, *, answered: int, total: int) -> str:
    day = _day(row.interview.expires_at)
    if answered:
        return f"{answered} of {total} questions are answered. There is time until {day}."
    return f"{total} questions to answer in writing, without a clock, at any time until {day}."


async def _links(session: Session, *, actor: Actor, application_id: UUID, now: datetime) -> list[dict[str, str]]:
    """The interview of an application: to take, on its way, or with a scorecard to read."""
    row = await listing.own_of_application(session, actor=actor, application_id=application_id)
    if row is None:
        return []
    address = f"/interviews/{row.interview.id}"
    if listing.can_be_taken(row, now):
        title, note, label = "Your interview", f"There is time until {_day(row.interview.expires_at)}.", "Take it"
    elif row.interview.released_at:
        title, label, address = "Your scorecard", "Read it", f"{address}/scorecard"
        note = f"{row.company} shows you every figure with the words it rests on."
    elif rules.is_taken(row.interview.status):
        title, label, address = "Your interview", "What happens next", f"{address}/done"
        note = f"{row.company} has your answers."
    elif row.stage in application_rules.CLOSED:
        return []
    else:
        title, note, label = "Your interview", f"Its time ended on {_day(row.interview.expires_at)}.", "See it"
    return [{"icon": "talk", "title": title, "note": note, "href": address, "label": label}]


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"
