"""Every SELECT about scores, always within one organisation."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from evenhand.domains.evaluation.models import Score
from evenhand.domains.evaluation.rules import mean
from evenhand.engines.grading import DIMENSIONS
from evenhand.kit.db import Session
from evenhand.kit.erasing import Erased, Whose, delete_rows


async def score(session: Session, *, org_id: UUID, subject_id: UUID) -> Score | None:
    """The score of one answer."""
    query = select(Score).where(Score.subject_id == subject_id, Score.org_id == org_id)
    return (await session.scalars(query)).one_or_none()


async def figures(
    session: Session, *, org_id: UUID, group_ids: Sequence[UUID]
) -> dict[UUID, dict[str, tuple[Decimal | None, int, int]]]:
    """For several interviews the mean of each dimension, on how many answers it rests, and how many there are.

    Only figures are read, none of what is sealed: a board of two hundred people asks once.
    """
    columns = [getattr(Score, name) for name in DIMENSIONS]
    query = (
        select(Score.group_id, func.count(), *(part for one in columns for part in (func.avg(one), func.count(one))))
        .where(Score.org_id == org_id, Score.group_id.in_(set(group_ids)))
        .group_by(Score.group_id)
    )
    found = {}
    for group_id, answers, *parts in await session.execute(query):
        pairs = zip(DIMENSIONS, parts[::2], parts[1::2], strict=True)
        found[group_id] = {name: (mean([figure] if known else []), known, answers) for name, figure, known in pairs}
    return found


async def scores(session: Session, *, org_id: UUID, group_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, Score]]:
    """The scores of several interviews: by interview, then by answer."""
    query = select(Score).where(Score.org_id == org_id, Score.group_id.in_(set(group_ids)))
    found: dict[UUID, dict[UUID, Score]] = {}
    for row in await session.scalars(query):
        found.setdefault(row.group_id, {})[row.subject_id] = row
    return found


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """A person's scores at an organisation."""
    if whose.own:
        return []
    return [await delete_rows(session, Score, Score.person_id == whose.person_id, Score.org_id == whose.custodian)]
