"""Jobs that people keep for later, and what each lacks or answers in their resume. Nobody but they sees these."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal, plain


class SavedJob(Base):
    """A job that somebody keeps."""

    __tablename__ = "saved_job"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = plain(ForeignKey("job.id", ondelete="CASCADE"))
    saved_at: Mapped[datetime] = personal("activity")

    __table_args__ = (
        UniqueConstraint("person_id", "job_id"),
        Index("ix_saved_job_person", "person_id", "id"),
        Index("ix_saved_job_job", "job_id"),
    )


class GapReport(Base):
    """A kept job beside its person's default resume, made in the background; it goes when the job is let go."""

    __tablename__ = "gap_report"

    id: Mapped[Id]
    saved_job_id: Mapped[UUID] = personal("identifier", ForeignKey("saved_job.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = plain(ForeignKey("job.id", ondelete="CASCADE"))
    state: Mapped[str] = personal("activity", String(10))  # generating, ready, failed
    why: Mapped[str] = personal("activity", String(20), server_default="")  # of a failed one: a code
    inputs: Mapped[bytes | None] = personal("content")  # a hash of all that it was made of
    analysis_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    asked_at: Mapped[datetime] = personal("activity")
    made_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (Index("ix_gap_report_person", "person_id", "id"), Index("ix_gap_report_job", "job_id"))
