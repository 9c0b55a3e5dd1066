"""Uploaded resumes. Text is sealed under the person's key; only derived facts that search needs are plain."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class Resume(Base):
    """One uploaded file and what was read from it."""

    __tablename__ = "resume"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    file_name_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    kind: Mapped[str] = personal("activity", String(4))  # pdf, docx, txt
    digest: Mapped[bytes] = personal("content")  # of person and content: the same file twice is one resume
    size_bytes: Mapped[int] = personal("activity")
    object_key: Mapped[str] = personal("content", String(200), erase="destroy_key")
    state: Mapped[str] = personal("activity", String(10))  # stored, reading, matching, ready, refused
    refusal_code: Mapped[str] = personal("activity", String(40), server_default="")
    refusal: Mapped[str] = personal("activity", String(400), server_default="")
    document_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    profile_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    page_count: Mapped[int] = personal("activity", server_default="0")
    language: Mapped[str] = personal("activity", String(2), server_default="")
    skill_ids: Mapped[list[str]] = personal("content", ARRAY(String(60)), server_default="{}")
    experience_months: Mapped[int] = personal("content", server_default="0")
    country_code: Mapped[str] = personal("content", String(2), server_default="")
    created_at: Mapped[datetime] = personal("activity")
    read_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (
        UniqueConstraint("person_id", "digest"),
        Index("ix_resume_person", "person_id", "id"),
    )
