"""The page on which an organisation is founded."""

from fastapi import Request, Response

from evenhand.domains.identity import service
from evenhand.domains.identity.api.founding import FOUNDING_RATE
from evenhand.domains.identity.schemas import NewOrganisation
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")


@routes.get("/organisations/new", permission=Permission.ACCOUNT_USE)
async def founding_form(
    request: Request, actor: CurrentActor, session: Transaction, settings: CurrentSettings, vault: Keys, now: Now
) -> Response:
    """The form, or what has to come before it."""
    address = await service.address_state(session, person_id=actor.person, vault=vault, now=now)
    context = {"form": blank(NewOrganisation), "address": address, "open": settings.founding}
    return page(request, "identity/founding.html", context, form=True)


@routes.post("/organisations/new", permission=Permission.ACCOUNT_USE, rate=FOUNDING_RATE)
async def found(
    request: Request, actor: CurrentActor, session: Transaction, settings: CurrentSettings, vault: Keys, now: Now
) -> Response:
    """Found it, and go to its first page."""
    form: Form[NewOrganisation] = await read_form(request, NewOrganisation)
    if form.value:
        await service.found(session, form.value, actor=actor, settings=settings, now=now)
        return go_to(request, "/home")
    address = await service.address_state(session, person_id=actor.person, vault=vault, now=now)
    context = {"form": form, "address": address, "open": settings.founding}
    return page(request, "identity/founding.html", context, status=422, form=True)
