"""For whom somebody acts who belongs to an organisation: for it, or for themselves as a candidate."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.identity import queries
from evenhand.domains.identity.queries import invitations as rows
from evenhand.domains.identity.schemas import ROLES, Tokens
from evenhand.domains.identity.service.sign_ins import issue_tokens
from evenhand.kit.crypto import Signer
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.settings import Settings
from evenhand.kit.words import Sentence, say


class NotAMember(NotFound):
    """Not an organisation of the caller's."""

    code, message = "not_a_member", say("You do not belong to this organisation.")


class NotASignIn(Conflict):
    """The caller is a program with a key, or has come by an issuer."""

    code, message = "not_a_sign_in", say("Only whoever signed in here can choose for whom they act.")


@dataclass(frozen=True)
class Hat:
    """Somebody to act for. Without an `org_id` it is oneself."""

    org_id: UUID | None
    name: str
    role: Sentence
    worn: bool


async def hats(session: Session, *, actor: Actor) -> list[Hat]:
    """For whom the caller may act, oneself last; nothing to choose for somebody who belongs nowhere."""
    belongs = await queries.memberships(session, person_id=actor.person)
    if not belongs:
        return []
    known = await queries.organisations(session, ids=[one.org_id for one in belongs])
    found = [
        Hat(one.org_id, known[one.org_id].name, ROLES[Role(one.role)], one.org_id == actor.org_id) for one in belongs
    ]
    return [*found, Hat(None, "", ROLES[Role.CANDIDATE], actor.org_id is None)]


async def tokens_for(
    session: Session, *, actor: Actor, org_id: UUID | None, signer: Signer, settings: Settings, now: datetime
) -> Tokens:
    """The same for a program: tokens of its own sign-in that act for somebody else. Raises NotAMember.

    What came in by a key or an issuer's token has no sign-in of ours, and gets none here: NotASignIn.
    """
    if actor.sign_in_id is None or actor.only is not None:
        raise NotASignIn
    if org_id and await rows.membership(session, org_id=org_id, person_id=actor.person) is None:
        raise NotAMember
    wanted = Actor(person_id=actor.person, org_id=org_id)
    return await issue_tokens(
        session, actor=wanted, signer=signer, settings=settings, now=now, family_id=actor.sign_in_id
    )


async def put_on(session: Session, *, actor: Actor, org_id: UUID | None) -> None:
    """Act for an organisation, or for oneself, in this browser from the next click on. Raises NotAMember."""
    if org_id and await rows.membership(session, org_id=org_id, person_id=actor.person) is None:
        raise NotAMember
    await rows.act_for(session, person_id=actor.person, sign_in_id=actor.sign_in_id, org_id=org_id)
