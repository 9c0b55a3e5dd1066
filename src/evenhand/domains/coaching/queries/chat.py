"""Every SELECT about talks, always within one person's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from evenhand.domains.coaching.models import ChatMessage, ChatThread
from evenhand.kit.db import Session, locked


async def thread(session: Session, *, person_id: UUID, thread_id: UUID, lock: bool = False) -> ChatThread | None:
    """One talk of this person."""
    query = select(ChatThread).where(ChatThread.id == thread_id, ChatThread.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def threads(
    session: Session, *, person_id: UUID, before: UUID | None = None, limit: int | None = None
) -> Sequence[ChatThread]:
    """The talks of this person, the newest first."""
    query = select(ChatThread).where(ChatThread.person_id == person_id).order_by(ChatThread.id.desc()).limit(limit)
    return (await session.scalars(query.where(ChatThread.id < before) if before else query)).all()


async def to_add(session: Session, *, person_id: UUID) -> int:
    """How many talks there are, nobody else adding one until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"talks of {person_id}", 0))))
    return await session.scalar(select(func.count()).where(ChatThread.person_id == person_id)) or 0


async def messages(session: Session, *, person_id: UUID, thread_id: UUID) -> Sequence[ChatMessage]:
    """What was said in a talk, in order."""
    query = select(ChatMessage).where(ChatMessage.thread_id == thread_id, ChatMessage.person_id == person_id)
    return (await session.scalars(query.order_by(ChatMessage.id))).all()


async def message(session: Session, *, person_id: UUID, message_id: UUID, lock: bool = False) -> ChatMessage | None:
    """One message of this person's talks."""
    query = select(ChatMessage).where(ChatMessage.id == message_id, ChatMessage.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()
