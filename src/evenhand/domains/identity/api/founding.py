"""Founding an organisation over the API, and choosing for whom one acts."""

from evenhand.domains.identity import service
from evenhand.domains.identity.schemas import ActingFor, NewOrganisation, OrganisationOut, Tokens
from evenhand.kit.needs import CurrentActor, CurrentSettings, Now, Signing, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes

routes = Routes(kind="api", tag="auth")

FOUNDING_RATE = Rate("founding", times=10, seconds=86_400)


@routes.post(
    "/organisations",
    permission=Permission.ACCOUNT_USE,
    rate=FOUNDING_RATE,
    status_code=201,
    response_model=OrganisationOut,
)
async def found_organisation(
    new: NewOrganisation, actor: CurrentActor, session: Transaction, settings: CurrentSettings, now: Now
) -> OrganisationOut:
    """Found an organisation, as its first administrator. Ask for tokens that act for it at `/auth/acting`."""
    return OrganisationOut.model_validate(await service.found(session, new, actor=actor, settings=settings, now=now))


@routes.post("/auth/acting", permission=Permission.ACCOUNT_USE, response_model=Tokens)
async def act_for(
    wanted: ActingFor,
    actor: CurrentActor,
    session: Transaction,
    signer: Signing,
    settings: CurrentSettings,
    now: Now,
) -> Tokens:
    """Tokens of this sign-in that act for an organisation one belongs to or, without one, for oneself."""
    return await service.tokens_for(
        session, actor=actor, org_id=wanted.organisation, signer=signer, settings=settings, now=now
    )
