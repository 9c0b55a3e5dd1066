"""The rules of one's organisation: how scores are seen and shown."""

from fastapi import Request, Response

from evenhand.domains.identity import service
from evenhand.domains.identity.schemas import HouseRules
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/staff/rules")

RELEASES = [
    {"value": "hand", "label": say("By hand"), "hint": say("Somebody chooses to, for each applicant.")},
    {"value": "scored", "label": say("At once"), "hint": say("As soon as the answers are graded.")},
    {
        "value": "decided",
        "label": say("After the decision"),
        "hint": say("Once the application is an offer, hired or rejected."),
    },
]


@routes.get("", permission=Permission.PRIVACY_MANAGE)
async def show(request: Request, actor: CurrentActor, session: Transaction, done: str = "") -> Response:
    """The rules, as a form."""
    rules = await service.house_rules(session, org_id=actor.organisation)
    toasts = [{"text": say("The rules are kept. They count from now on."), "kind": "good"}] if done else []
    return page(request, "identity/rules.html", {"rules": rules, "releases": RELEASES, "toasts": toasts})


@routes.post("", permission=Permission.PRIVACY_MANAGE)
async def change(request: Request, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Set them."""
    form = await read_form(request, HouseRules)
    if form.value is None:
        rules = await service.house_rules(session, org_id=actor.organisation)
        return page(request, "identity/rules.html", {"rules": rules, "releases": RELEASES}, status=422)
    await service.change_house_rules(session, form.value, actor=actor, now=now)
    return go_to(request, "/staff/rules?done=1")
