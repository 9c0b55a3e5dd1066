"""Setting up a second step, switching it off, and asking it of an organisation's members."""

from datetime import datetime

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries
from evenhand.domains.identity.events import SecondStepReset
from evenhand.domains.identity.models import Person, SecondStep
from evenhand.domains.identity.schemas import SecondStepChange, SecondStepSecret
from evenhand.domains.identity.service import codes
from evenhand.domains.identity.service.contacts import open_contact
from evenhand.domains.identity.service.passwords import confirm
from evenhand.domains.identity.service.platform import account_by_email
from evenhand.domains.identity.service.second_steps import WrongCode, takes
from evenhand.kit.background import publish
from evenhand.kit.crypto import Signer, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict, NotSignedIn
from evenhand.kit.ids import new_id
from evenhand.kit.passwords import Passwords
from evenhand.kit.permissions import NOBODY, Actor
from evenhand.kit.words import say


class SecondStepOn(Conflict):
    """Setting up what is there already."""

    code, message = "second_step_on", say("Your second step is on already. Switch it off first to set up another app.")


class SecondStepMissing(Conflict):
    """Confirming or switching off what was never set up."""

    code, message = "second_step_missing", say("There is no second step yet. Set it up first.")


async def begin(session: Session, *, actor: Actor, vault: Vault, now: datetime) -> SecondStepSecret:
    """The secret for the caller's app: a new one, or the one that was not confirmed yet. Raises SecondStepOn."""
    person = await _to_change(session, actor)
    row = await queries.second_step(session, person_id=person.id)
    if row is not None and row.confirmed_at is not None:
        raise SecondStepOn
    key = await vault.key(person.id, person.id)
    where = place(SecondStep.secret_sealed, person.id)
    if row is None:
        sealed = key.seal(codes.new_secret(), where)
        row = SecondStep(person_id=person.id, secret_sealed=sealed, recovery_hashes=[], created_at=now)
        session.add(row)
        await session.flush()
    secret = key.open(row.secret_sealed, where)
    email = (await open_contact(person.id, person.contact_sealed, vault=vault)).email
    return SecondStepSecret(secret=codes.typed(secret), uri=codes.address(secret, email=email))


async def switch_on(
    session: Session,
    change: SecondStepChange,
    *,
    actor: Actor,
    passwords: Passwords,
    signer: Signer,
    vault: Vault,
    now: datetime,
) -> list[str]:
    """From now on a code is asked for; the recovery codes, this once. Raises WrongPassword, WrongCode."""
    row = await _allowed(session, change, actor=actor, passwords=passwords, now=now)
    if row.confirmed_at is not None:
        raise SecondStepOn
    if not await takes(session, row, change.code, signer=signer, vault=vault, now=now):
        raise WrongCode
    row.confirmed_at = now
    audit.record(session, Act.SECOND_STEP_ON, actor=actor, now=now)
    return await _new_codes(session, row, signer=signer)


async def new_recovery_codes(
    session: Session,
    change: SecondStepChange,
    *,
    actor: Actor,
    passwords: Passwords,
    signer: Signer,
    vault: Vault,
    now: datetime,
) -> list[str]:
    """Other recovery codes in place of those that are left. Raises WrongPassword, WrongCode, SecondStepMissing."""
    row = await _allowed(session, change, actor=actor, passwords=passwords, now=now)
    if row.confirmed_at is None:
        raise SecondStepMissing
    if not await takes(session, row, change.code, signer=signer, vault=vault, now=now):
        raise WrongCode
    audit.record(session, Act.RECOVERY_CODES_MADE, actor=actor, now=now)
    return await _new_codes(session, row, signer=signer)


async def switch_off(
    session: Session,
    change: SecondStepChange,
    *,
    actor: Actor,
    passwords: Passwords,
    signer: Signer,
    vault: Vault,
    now: datetime,
) -> None:
    """The password alone will do again. Raises WrongPassword, WrongCode, SecondStepMissing."""
    row = await _allowed(session, change, actor=actor, passwords=passwords, now=now)
    if row.confirmed_at is None:
        raise SecondStepMissing
    if not await takes(session, row, change.code, signer=signer, vault=vault, now=now):
        raise WrongCode
    await queries.forget_second_step(session, person_id=actor.person)
    audit.record(session, Act.SECOND_STEP_OFF, actor=actor, now=now)


async def reset(session: Session, *, email_index: bytes, now: datetime) -> None:
    """Take away the second step of somebody who lost app and recovery codes. For whoever runs the installation alone.

    Their sign-ins end, the password alone lets them in, and they are told by mail. Raises NoSuchAccount and
    SecondStepMissing.
    """
    person = await account_by_email(session, email_index=email_index)
    if await queries.second_step(session, person_id=person.id) is None:
        raise SecondStepMissing
    await queries.forget_second_step(session, person_id=person.id)
    await queries.end_sign_ins(session, person_id=person.id)
    audit.record(session, Act.SECOND_STEP_RESET, actor=NOBODY, about=(Object.PERSON, person.id), now=now)
    await publish(session, SecondStepReset(reset_id=new_id(), person_id=person.id))


async def require_of_members(session: Session, *, actor: Actor, required: bool, now: datetime) -> None:
    """Whether every member of the caller's organisation has to have a second step, from their next request on."""
    company = await queries.organisation(session, org_id=actor.organisation)
    if company is None:
        raise NotSignedIn
    before, company.second_step = company.second_step, required
    audit.record(
        session,
        Act.SECOND_STEP_RULE,
        actor=actor,
        before={"required": int(before)},
        after={"required": int(required)},
        now=now,
    )


async def _allowed(
    session: Session, change: SecondStepChange, *, actor: Actor, passwords: Passwords, now: datetime
) -> SecondStep:
    """The caller's row, locked with their account, once they have shown that it is them."""
    password = change.current_password.get_secret_value()
    await confirm(session, actor=actor, password=password, passwords=passwords, now=now)
    row = await queries.second_step(session, person_id=actor.person)
    if row is None:
        raise SecondStepMissing
    return row


async def _new_codes(session: Session, row: SecondStep, *, signer: Signer) -> list[str]:
    made = codes.recovery_codes()
    row.recovery_hashes = [codes.recovery_hash(one, signer=signer) for one in made]
    await session.flush()
    return made


async def _to_change(session: Session, actor: Actor) -> Person:
    person = await queries.person_to_change(session, person_id=actor.person)
    if person is None:
        raise NotSignedIn
    return person
