"""A second step after the password: the ticket between the steps, and the code."""

import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries
from evenhand.domains.identity.models import Person, SecondStep
from evenhand.domains.identity.schemas import SecondStepOut, SignInCode
from evenhand.domains.identity.service import codes
from evenhand.kit.crypto import InvalidToken, Signer, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.errors import AppError
from evenhand.kit.permissions import NOBODY, Actor
from evenhand.kit.words import say

TICKET = "second-step"
TICKET_LASTS = timedelta(minutes=5)


class CodeNeeded(AppError):
    """The password was right. `ticket` in the details is good for the second step, and for nothing else."""

    status, code, message = 401, "code_needed", say("Now the code of your app.")


class WrongCode(AppError):
    """A code that is not right, was used, or ran out."""

    status, code = 403, "wrong_code"
    message = say("This code is not right, or it was used already. Wait for the next one and try again.")


class TicketDead(AppError):
    """The second step came too late, or after the password was changed."""

    status, code, message = 401, "second_step_late", say("That took too long. Sign in again.")


async def is_needed(session: Session, *, person_id: UUID) -> bool:
    """Whether a password alone does not let this person in."""
    found = await queries.second_step(session, person_id=person_id)
    return found is not None and found.confirmed_at is not None


async def is_begun(session: Session, *, person_id: UUID) -> bool:
    """Whether an app waits to be confirmed."""
    found = await queries.second_step(session, person_id=person_id)
    return found is not None and found.confirmed_at is None


def ticket_for(person: Person, *, signer: Signer, now: datetime) -> str:
    """What shows, for a few minutes, that somebody knew the password; another password makes it worthless."""
    claims: dict[str, Any] = {"sub": str(person.id), "pw": signer.proof(TICKET, person.password_hash)}
    return signer.token(TICKET, claims, now=now, lifetime=TICKET_LASTS)


def person_of_ticket(ticket: str, *, signer: Signer, now: datetime) -> UUID:
    """Whose ticket it is, for counting their attempts. Raises TicketDead."""
    try:
        return UUID(signer.read(TICKET, ticket, now=now)["sub"])
    except (InvalidToken, KeyError, ValueError) as error:
        raise TicketDead from error


async def check_code(session: Session, given: SignInCode, *, signer: Signer, vault: Vault, now: datetime) -> UUID:
    """The second step: who signs in. Raises TicketDead, WrongCode; the audit log has the latter if the caller
    commits."""
    person_id = person_of_ticket(given.ticket, signer=signer, now=now)
    person = await queries.person_to_change(session, person_id=person_id)
    proof = str(signer.read(TICKET, given.ticket, now=now).get("pw", ""))
    if person is None or not hmac.compare_digest(signer.proof(TICKET, person.password_hash), proof):
        raise TicketDead
    row = await queries.second_step(session, person_id=person_id)
    if row is None or row.confirmed_at is None:
        raise TicketDead  # switched off meanwhile: the password alone will do
    if not await takes(session, row, given.code, signer=signer, vault=vault, now=now):
        about = (Object.PERSON, person_id)
        audit.record(session, Act.SIGN_IN_FAILED, actor=NOBODY, about=about, reason="code", now=now)
        raise WrongCode
    return person_id


async def state(session: Session, *, actor: Actor) -> SecondStepOut:
    """How it stands with the caller's second step."""
    row = await queries.second_step(session, person_id=actor.person)
    company = await queries.organisation(session, org_id=actor.org_id) if actor.org_id else None
    on = row is not None and row.confirmed_at is not None
    return SecondStepOut(
        on=on,
        since=row.confirmed_at if row else None,
        recovery_codes_left=len(row.recovery_hashes) if row and on else 0,
        required=company is not None and company.second_step,
    )


async def takes(session: Session, row: SecondStep, code: str, *, signer: Signer, vault: Vault, now: datetime) -> bool:
    """Whether this is a code of the app or a recovery code; either is used up by it. The account is locked."""
    key = await vault.key(row.person_id, row.person_id)
    secret = key.open(row.secret_sealed, place(SecondStep.secret_sealed, row.person_id))
    step = codes.step_of(secret, code, after=row.last_step, now=now)
    digest = codes.recovery_hash(code, signer=signer)
    if step is not None:
        row.last_step = step
    elif digest in row.recovery_hashes:
        row.recovery_hashes = [one for one in row.recovery_hashes if one != digest]
        about = (Object.PERSON, row.person_id)
        left = {"left": len(row.recovery_hashes)}
        audit.record(session, Act.RECOVERY_CODE_USED, actor=NOBODY, about=about, after=left, now=now)
    else:
        return False
    await session.flush()
    return True
