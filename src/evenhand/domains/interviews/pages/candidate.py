"""A candidate's home and application, with what interviews add to them: the invitation, and the scorecard."""

from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import rules as application_rules
from evenhand.domains.applications import service as applications
from evenhand.domains.applications.pages.candidate import own_context, said
from evenhand.domains.applications.service import NextStep
from evenhand.domains.applications.service.access import SOMEONE
from evenhand.domains.applications.service.timelines import Coming, Happening
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews.queries import OwnRow
from evenhand.domains.interviews.rules import taking as rules
from evenhand.domains.interviews.service import listing
from evenhand.domains.interviews.service.desk import desk
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say, say_many
from evenhand.web.navigation import start_page
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")


@routes.get("/home", permission=Permission.ACCOUNT_USE)
async def show_home(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """What waits for the candidate and where each application stands; those who hire find what waits for them."""
    if (start := start_page(actor)) != "/home":
        return go_to(request, start)
    if actor.org_id:
        return page(request, "interviews/desk.html", {"desk": await desk(session, actor=actor, vault=vault)})
    home = await applications.home(session, actor=actor, vault=vault, now=now)
    steps = await _steps(session, actor=actor, now=now)
    return page(request, "applications/home.html", {"home": home, "steps": [*steps, *home.steps], "now": now})


@routes.get("/applications/{application_id}", permission=Permission.APPLICATIONS_OWN)
async def show_application(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Where the application stands, every step with the person behind it, what was sent, and its interview."""
    context = await own_context(session, actor=actor, application_id=application_id, vault=vault, now=now)
    row = await listing.own_of_application(session, actor=actor, application_id=application_id)
    if row:
        taken = [*context["happened"], *await _happened(session, row, vault=vault)]
        context["happened"] = sorted(taken, key=lambda one: one.at, reverse=True)
        context["coming"] = _coming(row, now) or context["coming"]
    links = _links(row, now) if row else []
    return page(request, "applications/own.html", {**context, "links_above": links, "toasts": said(request)})


async def _steps(session: Session, *, actor: Actor, now: datetime) -> list[NextStep]:
    """The interviews to take, the one that ends first before the others; then scorecards that were shown lately."""
    rows = await listing.open_rows(session, actor=actor, now=now)
    shown = await listing.shown_lately(session, actor=actor, now=now)
    return [
        NextStep(
            "talk",
            say("Interview: %(job)s, %(company)s", job=row.job_title, company=row.company),
            _note(row, answered=answered, total=total),
            f"/interviews/{row.interview.id}",
            say("Go on") if answered else say("Begin"),
        )
        for row, (answered, total) in rows
    ] + [
        NextStep(
            "chart",
            say("Your scorecard: %(job)s, %(company)s", job=row.job_title, company=row.company),
            say("Every figure with the words it rests on."),
            f"/interviews/{row.interview.id}/scorecard",
            say("Read it"),
        )
        for row in shown
    ]


def _note(row: OwnRow, *, answered: int, total: int) -> str:
    day = row.interview.expires_at.date()
    if answered:
        return say(
            "%(answered)s of %(total)s questions are answered. There is time until %(day)s.",
            answered=answered,
            total=total,
            day=day,
        )
    if row.interview.minutes_each:
        return say_many(
            "%(count)s question to answer in writing, %(minutes)s minutes for it, at any time until %(day)s.",
            "%(count)s questions to answer in writing, %(minutes)s minutes for each, at any time until %(day)s.",
            total,
            minutes=row.interview.minutes_each,
            day=day,
        )
    return say_many(
        "%(count)s question to answer in writing, without a clock, at any time until %(day)s.",
        "%(count)s questions to answer in writing, without a clock, at any time until %(day)s.",
        total,
        day=day,
    )


async def _happened(session: Session, row: OwnRow, *, vault: Vault) -> list[Happening]:
    """What the interview adds to the steps of its application."""
    one = row.interview
    people = [person for person in (one.invited_by, one.released_by) if person]
    names = await identity.contacts(session, ids=people, vault=vault)
    inviter, shower = (
        names[person].name if person in names else SOMEONE for person in (one.invited_by, one.released_by)
    )
    found = [
        Happening(
            say("%(name)s invited you to an interview", name=inviter),
            one.invited_at,
            by=inviter,
            note="" if one.completed_at else say("There is time until %(day)s.", day=one.expires_at.date()),
        )
    ]
    if one.released_at and one.released_by is None:
        shower = row.company  # by its rule
    if one.completed_at and rules.is_taken(one.status):
        found.append(Happening(say("Your interview is finished"), one.completed_at))
    if one.released_at:
        found.append(
            Happening(
                say("%(name)s shows you your scorecard", name=shower),
                one.released_at,
                by=shower,
                note=say("Every figure with the words it rests on."),
                href=f"/interviews/{one.id}/scorecard",
                label=say("Read it"),
            )
        )
    return found


def _coming(row: OwnRow, now: datetime) -> Coming | None:
    """What comes next where that depends on the interview; otherwise its application knows."""
    if listing.can_be_taken(row, now):
        return Coming(
            say("Your interview"),
            say("There is time until %(day)s.", day=row.interview.expires_at.date()),
            f"/interviews/{row.interview.id}",
            say("Take it"),
        )
    if row.stage == "interview" and rules.is_taken(row.interview.status):
        return Coming(
            say("%(company)s reads your answers", company=row.company),
            say("People decide. What they decide will be here with a name and, if they do not go on, a reason."),
        )
    return None


def _links(row: OwnRow, now: datetime) -> list[dict[str, str]]:
    """The interview of an application: to take, on its way, or with a scorecard to read."""
    address = f"/interviews/{row.interview.id}"
    if listing.can_be_taken(row, now):
        title, label = say("Your interview"), say("Take it")
        note = say("There is time until %(day)s.", day=row.interview.expires_at.date())
    elif row.interview.released_at:
        title, label, address = say("Your scorecard"), say("Read it"), f"{address}/scorecard"
        note = say("%(company)s shows you every figure with the words it rests on.", company=row.company)
    elif rules.is_taken(row.interview.status):
        title, label, address = say("Your interview"), say("What happens next"), f"{address}/done"
        note = say("%(company)s has your answers.", company=row.company)
    elif row.stage in application_rules.CLOSED:
        return []
    else:
        title, label = say("Your interview"), say("See it")
        note = say("Its time ended on %(day)s.", day=row.interview.expires_at.date())
    return [{"icon": "talk", "title": title, "note": note, "href": address, "label": label}]
