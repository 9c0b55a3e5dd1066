"""The installation, for its platform administrators."""

from fastapi import Request, Response

from evenhand.domains.identity import service
from evenhand.kit.needs import Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.pages import page

routes = Routes(kind="page")


@routes.get("/platform", permission=Permission.PLATFORM_READ)
async def show_platform(request: Request, session: Transaction) -> Response:
    """The organisations of this installation, and what a platform administrator may do."""
    return page(request, "identity/platform.html", {"platform": await service.overview(session)})
