"""Exports. The archive itself is a sealed file, never a row."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class Export(Base):
    """One request of a person for everything held about them, and what became of it."""

    __tablename__ = "data_export"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    state: Mapped[str] = personal("activity", String(10))  # asked, collecting, packing, ready, failed, gone
    asked_at: Mapped[datetime] = personal("activity")
    ready_at: Mapped[datetime | None] = personal("activity")
    expires_at: Mapped[datetime | None] = personal("activity")
    size_bytes: Mapped[int] = personal("activity", server_default="0")
    downloads: Mapped[int] = personal("activity", server_default="0")
    downloaded_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (
        Index("ix_data_export_person", "person_id", "id"),
        Index(  # two at once would be the same one twice
            "uq_data_export_making",
            "person_id",
            unique=True,
            postgresql_where=text("state IN ('asked', 'collecting', 'packing')"),
        ),
    )
