"""A resume and a letter for one job, as they were made, and what their person wrote over them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal, plain


class Tailoring(Base):
    """Made in the background. `edits_sealed` are texts in the person's own words, by part."""

    __tablename__ = "tailoring"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = plain(ForeignKey("job.id", ondelete="CASCADE"))
    state: Mapped[str] = personal("activity", String(10))  # generating, ready, failed
    why: Mapped[str] = personal("activity", String(20), server_default="")
    made_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    edits_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    asked_at: Mapped[datetime] = personal("activity")
    made_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (UniqueConstraint("person_id", "job_id"), Index("ix_tailoring_job", "job_id"))
