"""The notice of what is processed, printed from the data map."""

from fastapi import Request, Response

from evenhand.domains.privacy.rules.data_map import PURPOSES
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.pages import page

routes = Routes(kind="page")


@routes.get("/privacy", permission=Permission.ANYONE)
async def privacy(request: Request) -> Response:
    """What is processed, why, for how long."""
    return page(request, "privacy/notice.html", {"purposes": PURPOSES})
