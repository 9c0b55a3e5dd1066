"""Career reports, one for each resume: the newest, and how a language model words it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class CareerReport(Base):
    """What one resume could lead to, for its owner's eyes. Asked for (`kit/asked.py`).

    While a new one is made the old one stays. `inputs` is the hash of all the kept report rests on, `known` of what it
    knew of the person, `market` of when the openings it counted had last changed.
    """

    __tablename__ = "career_report"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    resume_id: Mapped[UUID] = personal("identifier", ForeignKey("resume.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = personal("activity", String(10))
    why: Mapped[str] = personal("activity", String(20), server_default="")
    report_sealed: Mapped[bytes | None] = personal("assessment", erase="destroy_key")
    inputs: Mapped[str] = personal("assessment", String(64), server_default="")
    known: Mapped[str] = personal("assessment", String(64), server_default="")
    market: Mapped[str] = personal("activity", String(64), server_default="")
    seal: Mapped[str] = personal("assessment", String(64), server_default="")
    asked_at: Mapped[datetime] = personal("activity")
    made_at: Mapped[datetime | None] = personal("activity")


class ReportWording(Base):
    """Sentences of a report as a language model says them, for its owner's eyes: asked for (`kit/asked.py`), in the
    `language` of whoever asked. `inputs` is the hash of the sentences that were sent; the report is without them."""

    __tablename__ = "report_wording"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    resume_id: Mapped[UUID] = personal("identifier", ForeignKey("resume.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = personal("activity", String(10))
    why: Mapped[str] = personal("activity", String(20), server_default="")
    language: Mapped[str] = personal("activity", String(10))
    refined_sealed: Mapped[bytes | None] = personal("assessment", erase="destroy_key")  # rules.refining.Refined
    inputs: Mapped[str] = personal("assessment", String(64), server_default="")
    asked_at: Mapped[datetime] = personal("activity")
    made_at: Mapped[datetime | None] = personal("activity")
