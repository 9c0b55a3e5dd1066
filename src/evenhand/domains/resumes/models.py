"""Uploaded resumes. Text is sealed under the person's key; only derived facts that search needs are plain."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class Resume(Base):
    """One uploaded file and what was read from it."""

    __tablename__ = "resume"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    number: Mapped[int] = personal("activity")  # its version among the person's resumes; never given twice
    file_name_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    kind: Mapped[str] = personal("activity", String(4))  # documents.formats.FORMATS
    digest: Mapped[bytes] = personal("content")  # of person and content: the same file twice is one resume
    size_bytes: Mapped[int] = personal("activity")
    object_key: Mapped[str] = personal("content", String(200), erase="destroy_key")
    state: Mapped[str] = personal("activity", String(10))  # stored, reading, looking, matching, ready, refused
    refusal_code: Mapped[str] = personal("activity", String(40), server_default="")
    refusal: Mapped[str] = personal("activity", String(400), server_default="")
    document_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    profile_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")  # as it was read
    corrections_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")  # the person's, laid over it
    page_count: Mapped[int] = personal("activity", server_default="0")
    language: Mapped[str] = personal("activity", String(2), server_default="")
    skill_ids: Mapped[list[str]] = personal("content", ARRAY(String(60)), server_default="{}")
    experience_months: Mapped[int] = personal("content", server_default="0")
    country_code: Mapped[str] = personal("content", String(2), server_default="")
    unsure_count: Mapped[int] = personal("activity", server_default="0")  # fields the person is asked to look at
    is_default: Mapped[bool] = personal("activity", server_default="false")  # what matching and applying begin with
    read_with: Mapped[str] = personal("activity", String(60), server_default="")  # versions of what read it
    again: Mapped[str] = personal("activity", String(6), server_default="")  # reading it again: asked, failed
    created_at: Mapped[datetime] = personal("activity")
    read_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (
        UniqueConstraint("person_id", "digest"),
        UniqueConstraint("person_id", "number"),
        Index("ix_resume_person", "person_id", "id"),
        Index("uq_resume_default", "person_id", unique=True, postgresql_where=text("is_default")),
    )


class ResumeNumbering(Base):
    """The last number that a resume of this person got: the resume may be gone, its number is not given again."""

    __tablename__ = "resume_numbering"

    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    last: Mapped[int] = personal("activity")
