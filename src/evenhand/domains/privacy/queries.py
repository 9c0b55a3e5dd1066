"""Every SELECT about exports, always within one person's."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from evenhand.domains.privacy.models import Export
from evenhand.domains.privacy.rules.exporting import MAKING
from evenhand.kit.db import Session, locked


async def export(session: Session, *, person_id: UUID, export_id: UUID, lock: bool = False) -> Export | None:
    """One export of this person. `lock` keeps other workers from changing it at the same time."""
    query = select(Export).where(Export.id == export_id, Export.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def exports(session: Session, *, person_id: UUID, limit: int) -> Sequence[Export]:
    """This person's latest exports, the newest first."""
    query = select(Export).where(Export.person_id == person_id).order_by(Export.id.desc())
    return (await session.scalars(query.limit(limit))).all()


async def being_made(session: Session, *, person_id: UUID) -> Export | None:
    """The export that is under way; there is at most one."""
    query = select(Export).where(Export.person_id == person_id, Export.state.in_(MAKING))
    return (await session.scalars(query)).one_or_none()


async def asked_since(session: Session, *, person_id: UUID, since: datetime) -> int:
    """How often this person asked, not counting what failed on our side."""
    query = select(func.count()).where(Export.person_id == person_id, Export.asked_at > since, Export.state != "failed")
    return (await session.scalar(query)) or 0
