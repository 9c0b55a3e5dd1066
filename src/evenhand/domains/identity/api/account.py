"""One's own account over the API: the password, and where one is signed in."""

from uuid import UUID

from evenhand.domains.identity import service
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.schemas import ForgottenPassword, NewPasswordByLink, PasswordChange, SignInOut
from evenhand.kit.needs import CurrentActor, Limits, Now, Signing, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/auth", tag="auth")

PASSWORD_RATE = Rate("password", times=20, seconds=900)
PASSWORD_RATE_PER_PERSON = Rate("password-person", times=8, seconds=900)
FORGOT_RATE = Rate("forgot-password", times=20, seconds=3600)
FORGOT_RATE_PER_ADDRESS = Rate("forgot-password-address", times=4, seconds=3600)
RESET_RATE = Rate("reset-password", times=20, seconds=900)


@routes.post("/password", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE, status_code=204, response_model=None)
async def change_password(
    change: PasswordChange,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    rates: Limits,
    now: Now,
) -> None:
    """Change the password. Every other sign-in ends, on the pages and on the API, and a mail says so."""
    await rates.hit(PASSWORD_RATE_PER_PERSON, str(actor.person))
    await service.change_password(session, change, actor=actor, passwords=passwords, now=now)


@routes.post("/password/forgot", permission=Permission.ANYONE, rate=FORGOT_RATE, status_code=202, response_model=None)
async def forgot_password(asked: ForgottenPassword, session: Transaction, signer: Signing, rates: Limits) -> None:
    """Ask for a link to set a new password. It comes by mail if the address has an account; the answer is the same."""
    await rates.hit(FORGOT_RATE_PER_ADDRESS, signer.email_index(asked.email).hex())
    await service.ask_for_reset(session, asked, signer=signer)


@routes.post("/password/reset", permission=Permission.ANYONE, rate=RESET_RATE, status_code=204, response_model=None)
async def reset_password(new: NewPasswordByLink, session: Transaction, passwords: PasswordCheck, now: Now) -> None:
    """Set a new password with the token of the link. It works once; every sign-in ends."""
    await service.reset_password(session, new, passwords=passwords, now=now)


@routes.get("/sign-ins", permission=Permission.ACCOUNT_USE, response_model=list[SignInOut])
async def sign_ins(actor: CurrentActor, session: Transaction, now: Now) -> list[SignInOut]:
    """Where the caller is signed in, on the pages and on the API."""
    return await service.sign_ins(session, actor=actor, now=now)


@routes.delete("/sign-ins", permission=Permission.ACCOUNT_USE, status_code=204, response_model=None)
async def end_other_sign_ins(actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Sign out everywhere else: every sign-in ends but the one of this request."""
    await service.end_other_sign_ins(session, actor=actor, now=now)


@routes.delete("/sign-ins/{sign_in_id}", permission=Permission.ACCOUNT_USE, status_code=204, response_model=None)
async def end_sign_in(sign_in_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """End one sign-in of the caller. Its tokens are refused from now on."""
    await service.end_sign_in(session, actor=actor, sign_in_id=sign_in_id, now=now)
