"""Jobs that people keep for later. Nobody but they sees which."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
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
