"""Who looked at what: so that the person can be told, and so that a decision names what it was made on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.models import Look
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor

What = Literal["resume", "match", "file", "scorecard", "comparison"]
READ: Mapping[What, Act] = {
    "resume": Act.APPLICATION_READ,
    "match": Act.APPLICATION_READ,
    "file": Act.RESUME_FILE_READ,
    "scorecard": Act.SCORECARD_READ,
    "comparison": Act.APPLICATION_COMPARED,
}


async def note_look(
    session: Session, *, actor: Actor, application_id: UUID, what: What, mark: str = "", now: datetime
) -> None:
    """Note that the actor is shown something about an application. `mark` tells versions of it apart."""
    look = Look(
        id=new_id(),
        org_id=actor.organisation,
        application_id=application_id,
        person_id=actor.person,
        what=what,
        mark=mark,
        first_at=now,
        last_at=now,
    )
    await queries.note_look(session, look, again=now - rules.LOOKED_AGAIN)
    audit.record(session, READ[what], actor=actor, about=(Object.APPLICATION, application_id), reason=what, now=now)


def note_read(session: Session, *, actor: Actor, application_id: UUID, part: str, now: datetime) -> None:
    """Note that the actor opened another part of one applicant's file, which no decision is said to rest on."""
    about = (Object.APPLICATION, application_id)
    audit.record(session, Act.APPLICATION_READ, actor=actor, about=about, reason=part, now=now)


async def has_seen_scores(session: Session, *, actor: Actor, application_id: UUID) -> bool:
    """Whether the actor was ever shown a scorecard with its figures."""
    seen = await queries.last_look(
        session, org_id=actor.organisation, application_id=application_id, person_id=actor.person, what="scorecard"
    )
    return seen is not None
