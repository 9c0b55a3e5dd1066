"""Talks with the coach: titles, messages and where answers come from are sealed under the person's key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class ChatThread(Base):
    """One talk, and what the person chose to have it about."""

    __tablename__ = "chat_thread"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    title_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    resume_id: Mapped[UUID | None] = personal("activity", ForeignKey("resume.id", ondelete="SET NULL"))
    job_id: Mapped[UUID | None] = personal("activity", ForeignKey("job.id", ondelete="SET NULL"))
    also: Mapped[list[str]] = personal("activity", ARRAY(String(10)), server_default="{}")  # rules.chat.ALSO
    created_at: Mapped[datetime] = personal("activity")
    changed_at: Mapped[datetime] = personal("activity")

    __table_args__ = (Index("ix_chat_thread_person", "person_id", "id"),)


class ChatMessage(Base):
    """One message. An answer is kept as it grows, so that whoever reads it may lose the line, and the server die."""

    __tablename__ = "chat_message"

    id: Mapped[Id]
    thread_id: Mapped[UUID] = personal("activity", ForeignKey("chat_thread.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str] = personal("activity", String(4))  # me, you: the coach
    state: Mapped[str] = personal("activity", String(8))  # said, waiting, writing, done, stopped, broken
    stop: Mapped[bool] = personal("activity", server_default="false")  # asked to stop
    why: Mapped[str] = personal("activity", String(20), server_default="")  # why no language model, or what broke
    engine: Mapped[str] = personal("activity", String(160), server_default="")
    text_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    sources_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    created_at: Mapped[datetime] = personal("activity")
    changed_at: Mapped[datetime] = personal("activity")

    __table_args__ = (Index("ix_chat_message_thread", "thread_id", "id"),)
