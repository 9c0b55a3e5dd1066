"""For whom somebody acts who belongs to an organisation: for it, or for themselves as a candidate."""

from dataclasses import dataclass
from uuid import UUID

from evenhand.domains.identity import queries
from evenhand.domains.identity.queries import invitations as rows
from evenhand.domains.identity.schemas import ROLES
from evenhand.kit.db import Session
from evenhand.kit.errors import NotFound
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.words import Sentence, say


class NotAMember(NotFound):
    """Not an organisation of the caller's."""

    code, message = "not_a_member", say("You do not belong to this organisation.")


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


async def put_on(session: Session, *, actor: Actor, org_id: UUID | None) -> None:
    """Act for an organisation, or for oneself, in this browser from the next click on. Raises NotAMember."""
    if org_id and await rows.membership(session, org_id=org_id, person_id=actor.person) is None:
        raise NotAMember
    await rows.act_for(session, person_id=actor.person, sign_in_id=actor.sign_in_id, org_id=org_id)
