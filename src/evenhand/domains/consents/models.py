"""What each person agreed to, act by act. The newest act for a purpose counts; none is ever changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class Consent(Base):
    """One act: given or taken back, for one purpose, with the version of the notice that stood beside it."""

    __tablename__ = "consent"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[str] = personal("activity", String(20))
    given: Mapped[bool] = personal("activity")
    notice: Mapped[int] = personal("activity")
    at: Mapped[datetime] = personal("activity")

    __table_args__ = (Index("ix_consent_person", "person_id", "purpose", "id"),)
