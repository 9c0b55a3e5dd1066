"""Reviews of resumes, one each: the newest."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class ResumeReview(Base):
    """The review of one resume, for its owner's eyes. Asked for (`kit/asked.py`).

    While a new one is made the old one stays. `inputs` is the fingerprint of what the kept review rests on.
    """

    __tablename__ = "resume_review"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    resume_id: Mapped[UUID] = personal("identifier", ForeignKey("resume.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = personal("activity", String(10))
    why: Mapped[str] = personal("activity", String(20), server_default="")
    review_sealed: Mapped[bytes | None] = personal("assessment", erase="destroy_key")
    refined_sealed: Mapped[bytes | None] = personal("assessment", erase="destroy_key")  # rules.refining.Refined
    score: Mapped[int | None] = personal("assessment")
    inputs: Mapped[str] = personal("assessment", String(64), server_default="")
    seal: Mapped[str] = personal("assessment", String(64), server_default="")
    asked_at: Mapped[datetime] = personal("activity")
    made_at: Mapped[datetime | None] = personal("activity")
