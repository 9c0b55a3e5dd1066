"""The second step at sign-in over the API: how it stands, setting it up, switching it off, asking it of members."""

from evenhand.domains.identity.api.account import PASSWORD_RATE, PASSWORD_RATE_PER_PERSON
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.identity.schemas import (
    RecoveryCodes,
    SecondStepChange,
    SecondStepOut,
    SecondStepRule,
    SecondStepSecret,
)
from evenhand.domains.identity.service import second_step_setup, second_steps
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Signing, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/auth/second-step", tag="auth")


@routes.get("", permission=Permission.ACCOUNT_USE, response_model=SecondStepOut)
async def state(actor: CurrentActor, session: Transaction) -> SecondStepOut:
    """Whether the caller has a second step, and whether their organisation asks for one."""
    return await second_steps.state(session, actor=actor)


@routes.post("", permission=Permission.ACCOUNT_USE, response_model=SecondStepSecret)
async def begin(actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> SecondStepSecret:
    """The secret for an app that makes codes. Nothing is asked for before a code has confirmed it."""
    return await second_step_setup.begin(session, actor=actor, vault=vault, now=now)


@routes.post("/confirm", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE, response_model=RecoveryCodes)
async def switch_on(
    change: SecondStepChange,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    signer: Signing,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> RecoveryCodes:
    """Switch the second step on with a first code. The recovery codes are answered this once."""
    await rates.hit(PASSWORD_RATE_PER_PERSON, str(actor.person))
    made = await second_step_setup.switch_on(
        session, change, actor=actor, passwords=passwords, signer=signer, vault=vault, now=now
    )
    return RecoveryCodes(recovery_codes=made)


@routes.post("/recovery-codes", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE, response_model=RecoveryCodes)
async def new_recovery_codes(
    change: SecondStepChange,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    signer: Signing,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> RecoveryCodes:
    """Other recovery codes; those that are left work no more."""
    await rates.hit(PASSWORD_RATE_PER_PERSON, str(actor.person))
    made = await second_step_setup.new_recovery_codes(
        session, change, actor=actor, passwords=passwords, signer=signer, vault=vault, now=now
    )
    return RecoveryCodes(recovery_codes=made)


@routes.post("/off", permission=Permission.ACCOUNT_USE, rate=PASSWORD_RATE, status_code=204, response_model=None)
async def switch_off(
    change: SecondStepChange,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    signer: Signing,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> None:
    """Switch the second step off, with the password and a code or a recovery code."""
    await rates.hit(PASSWORD_RATE_PER_PERSON, str(actor.person))
    await second_step_setup.switch_off(
        session, change, actor=actor, passwords=passwords, signer=signer, vault=vault, now=now
    )


@routes.put("/rule", permission=Permission.MEMBERS_MANAGE, status_code=204, response_model=None)
async def require_of_members(rule: SecondStepRule, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Whether every member of the caller's organisation has to have a second step, from their next request on."""
    await second_step_setup.require_of_members(session, actor=actor, required=rule.required, now=now)
