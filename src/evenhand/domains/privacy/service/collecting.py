"""Collecting everything held about a person from the domains that hold it."""

from uuid import UUID

from evenhand.domains.applications import service as applications
from evenhand.domains.audit import service as audit
from evenhand.domains.coaching import service as coaching
from evenhand.domains.consents import service as consents
from evenhand.domains.footprint import service as footprint
from evenhand.domains.identity import queries as identity_queries
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews.service import held as interviews
from evenhand.domains.llm import service as llm
from evenhand.domains.matching import service as matching
from evenhand.domains.notifications import service as notifications
from evenhand.domains.privacy import queries
from evenhand.domains.privacy.rules import erasing, exporting
from evenhand.domains.privacy.rules.mirror import Mirror, mirror
from evenhand.domains.resumes import service as resumes
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.held import Holder, Holding, Item
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say

CAUSES = {
    "person": say("You, by asking for it"),
    "organisation": say("The company"),
    "retention": say("The time for which it was kept was over"),
    "restored": say("A backup had brought back what was erased before"),
}
HOLDERS: tuple[Holder, ...] = (
    identity.held,
    consents.held,
    resumes.held,
    matching.held,
    coaching.held,
    footprint.held,
    applications.held,
    interviews.held,
    llm.held,
    notifications.held,
    audit.held,
)


async def collect(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Everything held about a person, kind by kind."""
    found = [one for holder in HOLDERS for one in await holder(session, person_id=person_id, vault=vault)]
    asked = [
        Item(
            title=exporting.STATES[one.state],
            at=one.asked_at,
            source=say("You, by asking for it"),
            values={
                "asked_at": one.asked_at,
                "state": one.state,
                "ready_at": one.ready_at,
                "downloads": one.downloads,
                "downloaded_at": one.downloaded_at,
            },
        )
        for one in await queries.exports(session, person_id=person_id, limit=1_000)
    ]
    return [*found, Holding("exports", "exports", asked), *await _erasures(session, person_id=person_id)]


async def _erasures(session: Session, *, person_id: UUID) -> list[Holding]:
    items = [
        Item(
            title=erasing.TITLES[one.what],
            note=erasing.STATES[one.state],
            at=one.asked_at,
            source=CAUSES[one.cause],
            values={
                "what": one.what,
                "cause": one.cause,
                "reason": one.reason,
                "state": one.state,
                "asked_at": one.asked_at,
                "due_at": one.due_at,
                "done_at": one.done_at,
                "certificate": one.reference,
            },
        )
        for one in await queries.own_erasures(session, person_id=person_id, limit=1_000)
    ]
    rows = await queries.all_holds(session, person_id=person_id)
    companies = await identity_queries.organisations(session, ids=[one.org_id for one in rows])
    holds = [
        Item(
            title=say("A company has to keep its copy"),
            note=erasing.HELD_FOR[one.reason],
            at=one.set_at,
            holder=companies[one.org_id].name,
            source=say("The company"),
            values={
                "company": companies[one.org_id].name,
                "reason": one.reason,
                "ends_on": one.ends_on.isoformat() if one.ends_on else None,
                "set_at": one.set_at,
                "lifted_at": one.lifted_at,
            },
        )
        for one in rows
    ]
    return [Holding("erasures", "erasures", items), Holding("legal_holds", "erasures", holds)]


async def look(session: Session, *, actor: Actor, vault: Vault) -> Mirror:
    """Everything held about the caller, for their own eyes."""
    return mirror(await collect(session, person_id=actor.person, vault=vault))
