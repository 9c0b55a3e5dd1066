"""Applications, their moves along the stages, and notes. What an organisation received is sealed under its own key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal, plain


class Application(Base):
    """One person's application for one job, with the copy of their resume that the organisation received."""

    __tablename__ = "application"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = plain(ForeignKey("job.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    resume_id: Mapped[UUID | None] = personal("identifier", ForeignKey("resume.id", ondelete="SET NULL"))
    stage: Mapped[str] = personal("activity", String(12))
    version: Mapped[int] = plain(server_default="1")
    # Two boxes: a board of a hundred people opens the small one of each, and the large one of nobody.
    summary_sealed: Mapped[bytes] = personal("contact", erase="destroy_key")  # name, e-mail, city
    received_sealed: Mapped[bytes] = personal("content", erase="destroy_key")  # letter, resume with evidence, text
    object_key: Mapped[str] = personal("content", String(200), erase="destroy_key")
    skill_ids: Mapped[list[str]] = personal("content", ARRAY(String(60)))
    experience_months: Mapped[int] = personal("content")
    country_code: Mapped[str] = personal("content", String(2), server_default="")
    applied_at: Mapped[datetime] = personal("activity")
    moved_at: Mapped[datetime] = personal("activity")

    __table_args__ = (
        UniqueConstraint("job_id", "person_id"),
        Index("ix_application_pipeline", "org_id", "job_id", "stage"),
    )


class Move(Base):
    """A step from one stage to another. `by_person_id` is empty only where a person was erased since."""

    __tablename__ = "application_move"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = personal("identifier", ForeignKey("application.id", ondelete="CASCADE"), index=True)
    from_stage: Mapped[str] = personal("activity", String(12))
    to_stage: Mapped[str] = personal("activity", String(12))
    by_person_id: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    reason_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    at: Mapped[datetime] = personal("activity")


class Note(Base):
    """What a member of the organisation wrote about an application. The person may read it in their export."""

    __tablename__ = "application_note"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = personal("identifier", ForeignKey("application.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    text_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    at: Mapped[datetime] = personal("activity")
