"""The address without a path: everyone is led to where their work is."""

from fastapi import Request, Response

from evenhand.kit.needs import CurrentActor
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.pages import go_to

routes = Routes(kind="page")


def home_of(actor: Actor) -> str:
    """The first page of this caller."""
    if actor.person_id is None:
        return "/jobs"
    return "/home" if actor.org_id is None else "/staff/jobs"


@routes.get("/", permission=Permission.ANYONE)
async def enter(request: Request, actor: CurrentActor) -> Response:
    """Visitors to the open jobs, candidates to their steps, staff to their jobs."""
    return go_to(request, home_of(actor))
