"""Sealed scores."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal

Points = Numeric(4, 1)


class Score(Base):
    """The grade of one answer. `grade_sealed` holds the spans and quotes; `manifest` only hashes and parameters."""

    __tablename__ = "score"

    id: Mapped[Id]
    org_id: Mapped[UUID] = personal("identifier", ForeignKey("organisation.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    subject_id: Mapped[UUID] = personal("identifier", unique=True)  # the answer it is about
    group_id: Mapped[UUID] = personal("identifier")  # the interview the answer belongs to
    label: Mapped[str] = personal("assessment", String(20))
    relevance: Mapped[Decimal | None] = personal("assessment", Points)
    completeness: Mapped[Decimal | None] = personal("assessment", Points)
    accuracy: Mapped[Decimal | None] = personal("assessment", Points)
    clarity: Mapped[Decimal | None] = personal("assessment", Points)
    overall: Mapped[Decimal | None] = personal("assessment", Points)
    grade_sealed: Mapped[bytes] = personal("assessment", erase="destroy_key")
    manifest: Mapped[dict[str, Any]] = personal("assessment", JSONB)
    seal: Mapped[str] = personal("assessment", String(64))
    created_at: Mapped[datetime] = personal("activity")

    __table_args__ = (Index("ix_score_group", "org_id", "group_id"),)
