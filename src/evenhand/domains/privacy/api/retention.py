"""An organisation's retention policy over the API."""

from datetime import datetime

from evenhand.domains.privacy import service
from evenhand.domains.privacy.schemas import RetentionIn, RetentionOut, RetentionRule
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import tell

routes = Routes(kind="api", tag="privacy")


@routes.get("/retention", permission=Permission.PRIVACY_MANAGE, response_model=RetentionOut)
async def look(actor: CurrentActor, session: Transaction, now: Now) -> RetentionOut:
    """For how long applications are kept, and how many would go in the next sweep."""
    return await _policy(actor, session, now)


async def _policy(actor: Actor, session: Session, now: datetime) -> RetentionOut:
    return RetentionOut(
        items=[
            RetentionRule.model_validate(
                {
                    "category": one.rule.category,
                    "months": one.months,
                    "default": one.rule.months,
                    "least": one.rule.least,
                    "most": one.rule.most,
                    "why": tell(one.rule.why),
                    "due": one.due,
                }
            )
            for one in await service.choices(session, actor=actor, now=now)
        ]
    )


@routes.patch("/retention", permission=Permission.PRIVACY_MANAGE, response_model=RetentionOut)
async def choose(given: RetentionIn, actor: CurrentActor, session: Transaction, now: Now) -> RetentionOut:
    """Change it. What the next sweep erases by it cannot be brought back: look at `due` in the answer."""
    await service.choose(session, actor=actor, months=given.chosen, now=now)
    return await _policy(actor, session, now)
