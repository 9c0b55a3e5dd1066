"""Invitations to an organisation: by mail, to one address, for one role, once, and for a week."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.identity import queries
from evenhand.domains.identity.events import InvitationAsked, InvitationOver
from evenhand.domains.identity.models import Invitation, Person
from evenhand.domains.identity.queries import invitations as rows
from evenhand.domains.identity.schemas import ROLES, InvitationIn, InvitationOut, InvitationSignUp, SignUp
from evenhand.domains.identity.service.people import actor_in, join_organisation, sign_up
from evenhand.domains.identity.service.sign_ins import token_hash
from evenhand.kit.background import publish
from evenhand.kit.crypto import Signer, Vault
from evenhand.kit.db import IntegrityError, Session, place, violated
from evenhand.kit.errors import AppError, Conflict, NotFound, NotSignedIn
from evenhand.kit.ids import new_id
from evenhand.kit.passwords import Passwords
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.words import Sentence, say

INVITATION_LASTS = timedelta(days=7)
KEPT_AFTERWARDS = timedelta(days=7)
"""How long one that ran out can still be sent again."""
SOON = timedelta(seconds=30)
"""How long after one mail there is no other."""
PURPOSE = "invitation"


class AlreadyMember(Conflict):
    """Whoever has the address belongs to the organisation."""

    code, message = "already_member", say("Somebody with this address belongs to your organisation already.")


class AlreadyInvited(Conflict):
    """The address was invited, and has not accepted yet."""

    code = "already_invited"
    message = say("This address is invited already. Send that invitation again, or withdraw it first.")


class InvitationNotFound(NotFound):
    """No such invitation of the caller's organisation."""

    code, message = "invitation_not_found", say("This invitation was accepted, or withdrawn.")


class InvitationDead(NotFound):
    """A link that was used, ran out, was replaced, withdrawn, or never was."""

    code = "invitation_dead"
    message = say("This invitation is not good any more. Ask whoever invited you to send it again.")


class OtherAddress(AppError):
    """Somebody else's invitation: the caller signed in by another address."""

    status, code = 403, "invitation_of_other_address"
    message = say("This invitation was sent to another address than that of your account. Sign in with that address.")


@dataclass(frozen=True)
class Shown:
    """An invitation as whoever opens its link sees it."""

    organisation: str
    role: Sentence
    email: str
    expires_at: datetime
    has_account: bool
    mine: bool
    """Whether it was sent to the address of whoever is signed in."""


@dataclass(frozen=True)
class Mailing:
    """What an invitation's mail needs. `person_id` is whoever has the address, `inviter_id` whoever asked for it."""

    email: str
    organisation: str
    role: Sentence
    token: str
    person_id: UUID | None
    inviter_id: UUID | None
    asked_at: datetime


async def invite(
    session: Session, wanted: InvitationIn, *, actor: Actor, vault: Vault, signer: Signer, now: datetime
) -> InvitationOut:
    """Invite an address to the caller's organisation. Raises AlreadyMember, AlreadyInvited."""
    index = signer.email_index(wanted.email)
    known = await queries.person_by_email(session, email_index=index)
    if known and await rows.membership(session, org_id=actor.organisation, person_id=known.id):
        raise AlreadyMember
    if await rows.of_address(session, org_id=actor.organisation, email_index=index):
        raise AlreadyInvited
    invitation_id, ask_id = new_id(), new_id()
    key = await vault.key(invitation_id, actor.organisation, create=True)
    row = Invitation(
        id=invitation_id,
        org_id=actor.organisation,
        ask_id=ask_id,
        email_index=index,
        email_sealed=key.seal_text(wanted.email, place(Invitation.email_sealed, invitation_id)),
        role=wanted.role,
        token_hash=token_hash(_token(signer, ask_id)),
        invited_by=actor.person,
        asked_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    try:
        async with session.begin_nested():
            session.add(row)
            await session.flush()
    except IntegrityError as error:  # two administrators in the same moment
        await vault.destroy(invitation_id)
        if violated(error, "uq_invitation_org_id_email_index"):
            raise AlreadyInvited from error
        raise
    await _tell(session, Act.INVITATION_MADE, row, actor=actor, now=now)
    await publish(session, InvitationAsked(invitation_id=row.id, org_id=row.org_id, ask_id=ask_id))
    return _out(row, wanted.email, now=now)


async def _tell(session: Session, act: Act, row: Invitation, *, actor: Actor, now: datetime) -> None:
    about = (Object.INVITATION, row.id)
    audit.record(session, act, actor=actor, org_id=row.org_id, about=about, after={"role": row.role}, now=now)


def _token(signer: Signer, ask_id: UUID) -> str:
    """The same however often the mail is written, and known to nobody who only has the database."""
    return signer.proof(PURPOSE, str(ask_id))


def _out(row: Invitation, email: str, *, now: datetime) -> InvitationOut:
    return InvitationOut(
        id=row.id,
        email=email,
        role=Role(row.role),
        asked_at=row.asked_at,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        expired=row.expires_at <= now,
    )


async def invitations(session: Session, *, actor: Actor, vault: Vault, now: datetime) -> list[InvitationOut]:
    """Whom the caller's organisation has invited and who has not accepted yet, the latest first."""
    found = []
    for row in await rows.invitations(session, org_id=actor.organisation):
        keys = await vault.keys([row.id], row.org_id)
        if row.id in keys:
            found.append(
                _out(row, keys[row.id].open_text(row.email_sealed, place(Invitation.email_sealed, row.id)), now=now)
            )
    return found


async def invite_again(
    session: Session, *, actor: Actor, invitation_id: UUID, vault: Vault, signer: Signer, now: datetime
) -> InvitationOut:
    """Send an invitation anew, for another week; the link of the last mail is dead. Raises InvitationNotFound.

    Pressed twice it is sent once.
    """
    row = await rows.invitation(session, org_id=actor.organisation, invitation_id=invitation_id)
    if row is None:
        raise InvitationNotFound
    if now - row.asked_at < SOON:
        return _out(row, await open_invited(row, vault=vault), now=now)
    row.ask_id, row.asked_at, row.sent_at, row.expires_at = new_id(), now, None, now + INVITATION_LASTS
    row.token_hash = token_hash(_token(signer, row.ask_id))
    await session.flush()
    await _tell(session, Act.INVITATION_MADE, row, actor=actor, now=now)
    await publish(session, InvitationAsked(invitation_id=row.id, org_id=row.org_id, ask_id=row.ask_id))
    return _out(row, await open_invited(row, vault=vault), now=now)


async def open_invited(row: Invitation, *, vault: Vault) -> str:
    """The address that was invited."""
    return (await vault.key(row.id, row.org_id)).open_text(row.email_sealed, place(Invitation.email_sealed, row.id))


async def withdraw(session: Session, *, actor: Actor, invitation_id: UUID, now: datetime) -> None:
    """Take an invitation back. Raises InvitationNotFound."""
    row = await rows.invitation(session, org_id=actor.organisation, invitation_id=invitation_id)
    if row is None:
        raise InvitationNotFound
    await _tell(session, Act.INVITATION_WITHDRAWN, row, actor=actor, now=now)
    await _forget(session, row)


async def _forget(session: Session, row: Invitation) -> None:
    await rows.forget(session, invitation_id=row.id, org_id=row.org_id)
    await publish(session, InvitationOver(invitation_id=row.id))  # the key goes once this is committed


async def mailing(
    session: Session, *, invitation_id: UUID, org_id: UUID, ask_id: UUID, vault: Vault, signer: Signer, now: datetime
) -> Mailing | None:
    """What is to be sent; None where it was withdrawn, accepted, sent anew or has run out since."""
    row = await rows.invitation(session, org_id=org_id, invitation_id=invitation_id)
    organisation = await queries.organisation(session, org_id=org_id)
    if row is None or organisation is None or row.ask_id != ask_id or row.expires_at <= now:
        return None
    known = await queries.person_by_email(session, email_index=row.email_index)
    return Mailing(
        email=await open_invited(row, vault=vault),
        organisation=organisation.name,
        role=ROLES[Role(row.role)],
        token=_token(signer, ask_id),
        person_id=known.id if known else None,
        inviter_id=row.invited_by,
        asked_at=row.asked_at,
    )


async def note_invited(session: Session, *, invitation_id: UUID, org_id: UUID, ask_id: UUID, now: datetime) -> None:
    """Note that the mail was handed over."""
    row = await rows.invitation(session, org_id=org_id, invitation_id=invitation_id)
    if row and row.ask_id == ask_id:
        row.sent_at = now
        await session.flush()


async def look_at(session: Session, *, token: str, actor: Actor, vault: Vault, now: datetime) -> Shown:
    """What an invitation says; uses nothing up. Raises InvitationDead."""
    row = await rows.by_token(session, token_hash=token_hash(token), now=now)
    organisation = await queries.organisation(session, org_id=row.org_id) if row else None
    if row is None or organisation is None:
        raise InvitationDead
    known = await queries.person_by_email(session, email_index=row.email_index)
    return Shown(
        organisation=organisation.name,
        role=ROLES[Role(row.role)],
        email=await open_invited(row, vault=vault),
        expires_at=row.expires_at,
        has_account=known is not None,
        mine=known is not None and known.id == actor.person_id,
    )


async def accept(session: Session, *, token: str, actor: Actor, now: datetime) -> Actor:
    """Join as an account that is there: only by the address that was invited. Raises InvitationDead, OtherAddress.

    Of two at once one joins, and the other finds the link used. The address counts as proved: the link came to it.
    """
    row = await rows.by_token(session, token_hash=token_hash(token), now=now, lock=True)
    if row is None:
        raise InvitationDead
    person = await queries.person_to_change(session, person_id=actor.person)
    if person is None:
        raise NotSignedIn
    if person.email_index != row.email_index:
        raise OtherAddress
    person.verified_at = person.verified_at or now
    joined = await _join(session, row, person, now=now)
    await rows.act_for(session, person_id=person.id, sign_in_id=actor.sign_in_id, org_id=row.org_id)
    return joined


async def accept_by_sign_up(
    session: Session,
    new: InvitationSignUp,
    *,
    vault: Vault,
    signer: Signer,
    passwords: Passwords,
    now: datetime,
    locale: str = "en",
) -> Actor:
    """Make the account of the invited address, which is proved by the link, and join. InvitationDead, EmailTaken."""
    row = await rows.by_token(session, token_hash=token_hash(new.token), now=now, lock=True)
    if row is None:
        raise InvitationDead
    made = SignUp(name=new.name, email=await open_invited(row, vault=vault), password=new.password)
    person = await sign_up(session, made, vault=vault, signer=signer, passwords=passwords, now=now, locale=locale)
    return await _join(session, row, person, now=now)


async def _join(session: Session, row: Invitation, person: Person, *, now: datetime) -> Actor:
    if await rows.membership(session, org_id=row.org_id, person_id=person.id) is None:
        await join_organisation(session, person_id=person.id, org_id=row.org_id, role=Role(row.role), now=now)
    actor = await actor_in(session, person_id=person.id, org_id=row.org_id)
    await _tell(session, Act.INVITATION_ACCEPTED, row, actor=actor, now=now)
    await _forget(session, row)
    return actor


async def forget_old_invitations(session: Session, *, now: datetime) -> None:
    """Take away what ran out a while ago, and have the keys of its addresses destroyed."""
    for invitation_id in await rows.forget_expired(session, before=now - KEPT_AFTERWARDS):
        await publish(session, InvitationOver(invitation_id=invitation_id))
