"""Signing in by an issuer: who is meant, the account made at first sight, and accounts that are connected.

Why an address alone never opens an account that is there: docs/decisions/0016-other-issuers.md.
"""

from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries
from evenhand.domains.identity.models import Person
from evenhand.domains.identity.queries import external as rows
from evenhand.domains.identity.schemas import Email, NewFromIssuer, PersonName
from evenhand.domains.identity.service.contacts import EmailTaken
from evenhand.domains.identity.service.people import actor_of, add_from_issuer
from evenhand.domains.identity.service.second_steps import CodeNeeded, is_needed, ticket_for
from evenhand.external.oidc import Entered
from evenhand.kit.crypto import Signer, Vault
from evenhand.kit.db import IntegrityError, Session, violated
from evenhand.kit.errors import AppError, Conflict, NotFound
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

PURPOSE = "external-identity"
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_NAME: TypeAdapter[str] = TypeAdapter(PersonName)


class NoProvedAddress(AppError):
    """The issuer gives no address, or does not say that it is proved."""

    status, code = 403, "external_email_unverified"
    message = say("This service does not say that your e-mail address is proved. Sign in another way.")


class AccountThere(Conflict):
    """An account has the address already, and belongs to whoever proved it here."""

    code = "external_account_exists"
    message = say("There is an account with your address already. Sign in to it, then connect this service there.")


class ConnectedElsewhere(Conflict):
    """The issuer's account is connected to another account here."""

    code, message = "external_elsewhere", say("This service knows you by another account here. Sign in to that one.")


class NotConnected(NotFound):
    """Nothing to take away."""

    code, message = "external_not_connected", say("This service is not connected to your account.")


class OnlyWayIn(Conflict):
    """Without it nobody could sign in any more."""

    code = "only_way_in"
    message = say("This is your only way to sign in. Set a password first, by “Forgot your password?”.")


async def enter(
    session: Session,
    entered: Entered,
    *,
    may_link: bool,
    vault: Vault,
    signer: Signer,
    now: datetime,
    locale: str = "en",
) -> Actor:
    """The person an issuer vouches for; made at first sight. Raises NoProvedAddress, AccountThere.

    With `may_link` the operator trusts the issuer's addresses: an account whose address was proved here too is
    connected. One that was never proved may be a stranger's who waits for the owner, and stays apart in any case.
    """
    index = _index(signer, entered)
    person = await rows.person_behind(session, subject_index=index)
    if person is None:
        person = await _first_sight(
            session, entered, index, may_link=may_link, vault=vault, signer=signer, now=now, locale=locale
        )
    return await actor_of(session, person_id=person.id)


async def note_entered(session: Session, *, actor: Actor, signer: Signer, now: datetime) -> None:
    """Write down that somebody signed in. Raises CodeNeeded where they set up a second step, which comes first."""
    person = await queries.person_to_change(session, person_id=actor.person)  # not while their sign-ins are being ended
    if person and await is_needed(session, person_id=person.id):
        raise CodeNeeded(ticket=ticket_for(person, signer=signer, now=now))
    audit.record(session, Act.SIGN_IN_SUCCEEDED, actor=actor, now=now, reason="issuer")


async def _first_sight(
    session: Session,
    entered: Entered,
    index: bytes,
    *,
    may_link: bool,
    vault: Vault,
    signer: Signer,
    now: datetime,
    locale: str,
) -> Person:
    address = _usable(_EMAIL, entered.email)
    if not address:
        raise NoProvedAddress
    known = await queries.person_by_email(session, email_index=signer.email_index(address))
    if known and not (may_link and known.verified_at):
        raise AccountThere
    if known is None:
        name = _usable(_NAME, entered.name) or address.partition("@")[0]
        new = NewFromIssuer(name=name, email=address)
        try:
            known = await add_from_issuer(session, new, vault=vault, signer=signer, now=now, locale=locale)
        except EmailTaken:  # in the same moment, perhaps by the same person
            if found := await rows.person_behind(session, subject_index=index):
                return found
            raise AccountThere from None
    return await _connect(session, known, entered, index, now=now)


async def _connect(session: Session, person: Person, entered: Entered, index: bytes, *, now: datetime) -> Person:
    try:
        async with session.begin_nested():
            await rows.add(session, subject_index=index, person_id=person.id, issuer=entered.issuer, now=now)
    except IntegrityError as error:
        if not violated(error, "pk_external_identity"):
            raise
        found = await rows.person_behind(session, subject_index=index)
        if found is None or found.id != person.id:
            raise ConnectedElsewhere from error
        return found
    actor = await actor_of(session, person_id=person.id)
    audit.record(session, Act.ISSUER_CONNECTED, actor=actor, about=(Object.PERSON, person.id), now=now)
    return person


async def connect(session: Session, entered: Entered, *, actor: Actor, signer: Signer, now: datetime) -> None:
    """Let the caller sign in by an issuer from now on. Raises ConnectedElsewhere."""
    index = _index(signer, entered)
    person = await queries.person_to_change(session, person_id=actor.person)
    found = await rows.person_behind(session, subject_index=index)
    if person is None or (found and found.id != actor.person):
        raise ConnectedElsewhere
    if found is None:
        await _connect(session, person, entered, index, now=now)


async def connected(session: Session, *, actor: Actor) -> dict[str, datetime]:
    """By which issuers the caller signs in, and since when."""
    return {row.issuer: row.created_at for row in await rows.identities(session, person_id=actor.person)}


async def disconnect(session: Session, *, actor: Actor, issuer: str, now: datetime) -> None:
    """End signing in by an issuer. Raises NotConnected, or OnlyWayIn for somebody without a password."""
    person = await queries.person_to_change(session, person_id=actor.person)
    kept = [one for one in await rows.identities(session, person_id=actor.person) if one.issuer != issuer]
    if person is None or not await rows.forget(session, person_id=actor.person, issuer=issuer):
        raise NotConnected
    if not person.password_hash and not kept:
        raise OnlyWayIn
    audit.record(session, Act.ISSUER_DISCONNECTED, actor=actor, about=(Object.PERSON, person.id), now=now)


def _index(signer: Signer, entered: Entered) -> bytes:
    """Issuer and subject as they are found: addresses of people change hands, these two do not."""
    return bytes.fromhex(signer.proof(PURPOSE, f"{entered.issuer}\n{entered.subject}"))


def _usable(kind: TypeAdapter[str], value: str) -> str:
    try:
        return kind.validate_python(value)
    except ValidationError:
        return ""
