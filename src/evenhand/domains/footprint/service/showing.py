"""What the person sees: their accounts, what was found and when, and what they may want to take from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.consents import service as consents
from evenhand.domains.consents.rules import Notice
from evenhand.domains.footprint import queries
from evenhand.domains.footprint.rules.accounts import LABELS, Named, Source
from evenhand.domains.footprint.rules.suggesting import Suggestion, suggestions
from evenhand.domains.footprint.service import sealed
from evenhand.domains.resumes import queries as resumes
from evenhand.external.footprint import Found
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor


@dataclass(frozen=True)
class ShownLink:
    """One account. `code` proves it; empty where that is done."""

    source: Source
    site: str
    account: Named
    state: str
    found: Found | None
    code: str
    linked_at: datetime
    looked_at: datetime | None
    next_at: datetime | None
    proved_at: datetime | None


@dataclass(frozen=True)
class Footprint:
    """Everything on the page. `on` are the sources that may be asked."""

    on: Sequence[str]
    allowed: bool
    notice: Notice
    links: Sequence[ShownLink]
    suggestions: Sequence[Suggestion]
    dismissed: Sequence[Suggestion]
    resume_id: UUID | None

    def link(self, source: str) -> ShownLink | None:
        """The account at one source."""
        return next((one for one in self.links if one.source == source), None)


async def shown(session: Session, *, actor: Actor, on: Collection[str], vault: Vault) -> Footprint:
    """The caller's own. What was found is shown only while they agree to it."""
    allowed = await consents.allows(session, person_id=actor.person, purpose=consents.Purpose.FOOTPRINT)
    _, notice = consents.notice(consents.Purpose.FOOTPRINT)
    rows = await queries.links(session, person_id=actor.person)
    links = []
    for row in rows:
        key = await vault.key(actor.person, actor.person)
        kept, findings = sealed.open_account(row, key), sealed.open_found(row, key) if allowed else None
        links.append(
            ShownLink(
                source=sealed.source_of(row),
                site=LABELS[sealed.source_of(row)],
                account=sealed.named(row, kept),
                state=row.state,
                found=findings.found if findings else None,
                code="" if row.proved_at else kept.code,
                linked_at=row.linked_at,
                looked_at=row.looked_at,
                next_at=row.next_at,
                proved_at=row.proved_at,
            )
        )
    resume = await resumes.ready_resume(session, person_id=actor.person)
    found = [one.found for one in links if one.found]
    unwanted = {one.skill_id for one in await queries.dismissals(session, person_id=actor.person)}
    offered, dismissed = (
        suggestions(found, named=resume.skill_ids, dismissed=unwanted) if resume else (list[Suggestion](), [])
    )
    return Footprint(
        on=sorted(on),
        allowed=allowed,
        notice=notice,
        links=links,
        suggestions=offered,
        dismissed=dismissed,
        resume_id=resume.id if resume else None,
    )


async def is_waiting(session: Session, *, actor: Actor) -> bool:
    """Whether any account of the caller is being looked at."""
    return any(one.state == "waiting" for one in await queries.links(session, person_id=actor.person))
