"""How people rated interviews, within one organisation."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from evenhand.domains.interviews.models import Rating
from evenhand.kit.db import Session


async def ratings(session: Session, *, org_id: UUID, interview_ids: Sequence[UUID]) -> dict[UUID, list[Rating]]:
    """All ratings of these interviews, the oldest first."""
    query = select(Rating).where(Rating.org_id == org_id, Rating.interview_id.in_(set(interview_ids)))
    found: dict[UUID, list[Rating]] = {}
    for row in await session.scalars(query.order_by(Rating.at, Rating.id)):
        found.setdefault(row.interview_id, []).append(row)
    return found


async def ratings_in(session: Session, *, interview_ids: Sequence[UUID]) -> dict[UUID, list[Rating]]:
    """The same whatever organisation they are at; the ids are those of one person's own interviews."""
    query = select(Rating).where(Rating.interview_id.in_(set(interview_ids)))
    found: dict[UUID, list[Rating]] = {}
    for row in await session.scalars(query.order_by(Rating.at, Rating.id)):
        found.setdefault(row.interview_id, []).append(row)
    return found


async def rated_by(session: Session, *, org_id: UUID, person_id: UUID, interview_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the interviews that this member has rated."""
    query = select(Rating.interview_id).where(
        Rating.org_id == org_id, Rating.rater_id == person_id, Rating.interview_id.in_(set(interview_ids))
    )
    return set(await session.scalars(query))
