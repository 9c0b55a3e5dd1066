"""The rules of one's organisation, over the API."""

from evenhand.domains.identity import service
from evenhand.domains.identity.schemas import HouseRules
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", tag="organisation")


@routes.get("/organisation/rules", permission=Permission.PRIVACY_MANAGE, response_model=HouseRules)
async def get_rules(actor: CurrentActor, session: Transaction) -> HouseRules:
    """The rules as they stand."""
    return await service.house_rules(session, org_id=actor.organisation)


@routes.put("/organisation/rules", permission=Permission.PRIVACY_MANAGE, response_model=HouseRules)
async def change_rules(body: HouseRules, actor: CurrentActor, session: Transaction, now: Now) -> HouseRules:
    """Set them. They count from the next act on, and the audit log keeps what stood before."""
    await service.change_house_rules(session, body, actor=actor, now=now)
    return body
