"""Mails on their way. Address and text are sealed under the receiver's key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class Mail(Base):
    """One mail to one person."""

    __tablename__ = "mail"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = personal("activity", String(40))
    content_sealed: Mapped[bytes] = personal("contact", erase="destroy_key")  # to, subject, text
    state: Mapped[str] = personal("activity", String(8))  # queued, sent, failed
    created_at: Mapped[datetime] = personal("activity")
    sent_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (Index("ix_mail_person", "person_id", "id"),)
