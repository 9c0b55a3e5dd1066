"""The installation, for its platform administrators, over the API."""

from evenhand.domains.identity import service
from evenhand.domains.identity.schemas import PlatformOut
from evenhand.kit.needs import Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/platform", tag="platform")


@routes.get("", permission=Permission.PLATFORM_READ, response_model=PlatformOut)
async def show_platform(session: Transaction) -> PlatformOut:
    """The organisations of this installation, with how many people belong to each."""
    return await service.overview(session)
