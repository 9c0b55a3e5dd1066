"""Every SELECT about scores, always within one organisation."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from evenhand.domains.evaluation.models import Score
from evenhand.kit.db import Session


async def score(session: Session, *, org_id: UUID, subject_id: UUID) -> Score | None:
    """The score of one answer."""
    query = select(Score).where(Score.subject_id == subject_id, Score.org_id == org_id)
    return (await session.scalars(query)).one_or_none()


async def scores(session: Session, *, org_id: UUID, group_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, Score]]:
    """The scores of several interviews: by interview, then by answer."""
    query = select(Score).where(Score.org_id == org_id, Score.group_id.in_(set(group_ids)))
    found: dict[UUID, dict[UUID, Score]] = {}
    for row in await session.scalars(query):
        found.setdefault(row.group_id, {})[row.subject_id] = row
    return found
