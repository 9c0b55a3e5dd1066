"""The e-mail address of one's own account over the API: proving it, changing it."""

from evenhand.domains.identity import service
from evenhand.domains.identity.api.account import PASSWORD_RATE, PASSWORD_RATE_PER_PERSON
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.schemas import EmailChange, EmailToken
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Signing, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/auth/email", tag="auth")

LINK_RATE = Rate("email-link", times=20, seconds=3600)
LINK_RATE_PER_PERSON = Rate("email-link-person", times=5, seconds=3600)
CONFIRM_RATE = Rate("confirm-email", times=30, seconds=900)


@routes.post("/link", permission=Permission.ACCOUNT_USE, rate=LINK_RATE, status_code=202, response_model=None)
async def send_link_again(
    actor: CurrentActor, session: Transaction, vault: Keys, signer: Signing, rates: Limits, now: Now
) -> None:
    """Have the link that proves the address sent again. Where nothing waits for a proof, nothing is sent."""
    await rates.hit(LINK_RATE_PER_PERSON, str(actor.person))
    await service.send_link_again(session, actor=actor, vault=vault, signer=signer, now=now)


@routes.post("/confirm", permission=Permission.ANYONE, rate=CONFIRM_RATE, status_code=204, response_model=None)
async def confirm_email(sent: EmailToken, session: Transaction, vault: Keys, now: Now) -> None:
    """Prove an address by the token of the link that came to it. It works once."""
    await service.confirm_email(session, token=sent.token, vault=vault, now=now)


@routes.post("", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE, status_code=202, response_model=None)
async def change_email(
    change: EmailChange,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    vault: Keys,
    signer: Signing,
    rates: Limits,
    now: Now,
) -> None:
    """Have a link sent to another address. Opened, the account has that address; the present one is told."""
    await rates.hit(PASSWORD_RATE_PER_PERSON, str(actor.person))
    await rates.hit(LINK_RATE_PER_PERSON, str(actor.person))
    await service.ask_for_other_email(
        session, change, actor=actor, passwords=passwords, vault=vault, signer=signer, now=now
    )
