"""Exports, whose archive is a sealed file and never a row; and erasures, which outlive whoever asked for them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal, plain


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


class Erasure(Base):
    """What somebody wanted erased, how far that is, and the certificate of what was done.

    `org_id` is whose copy it is about (none: the person's own). `report` holds tables, counts and hashes, and no data
    of anybody; once all is done, the reference to the person is taken off and the row stays as the certificate.
    """

    __tablename__ = "erasure"

    id: Mapped[Id]
    reference: Mapped[str] = personal("activity", String(24), unique=True, erase="keep")
    person_id: Mapped[UUID | None] = personal("identifier", ForeignKey("person.id", ondelete="SET NULL"))
    org_id: Mapped[UUID | None] = plain(ForeignKey("organisation.id", ondelete="SET NULL"))
    what: Mapped[str] = personal("activity", String(12), erase="keep")  # account, copy, practice, resumes
    cause: Mapped[str] = personal("activity", String(12), erase="keep")  # person, organisation, retention
    reason: Mapped[str] = personal("activity", String(20), server_default="", erase="keep")  # the organisation's
    by_person_id: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    state: Mapped[str] = personal(
        "activity", String(10), erase="keep"
    )  # asked, erasing, held, done, cancelled, stopped
    asked_at: Mapped[datetime] = personal("activity", erase="keep")
    due_at: Mapped[datetime] = personal("activity", erase="keep")
    done_at: Mapped[datetime | None] = personal("activity", erase="keep")
    report: Mapped[dict[str, Any]] = personal("activity", JSONB, erase="keep")

    __table_args__ = (
        Index("ix_erasure_person", "person_id", "id"),
        Index("ix_erasure_by_person", "by_person_id"),
        Index("ix_erasure_open", "due_at", postgresql_where=text("state IN ('asked', 'erasing')")),
        Index(  # asking twice is asking once
            "uq_erasure_open",
            "person_id",
            "what",
            "org_id",
            unique=True,
            postgresql_where=text("state IN ('asked', 'erasing', 'held')"),
            postgresql_nulls_not_distinct=True,
        ),
    )


class LegalHold(Base):
    """That an organisation has to keep its copy of somebody's data for now. One at a time for each person."""

    __tablename__ = "legal_hold"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = personal("activity", String(12))  # claim, authority, audit
    ends_on: Mapped[date | None] = personal("activity")
    set_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"), index=True)
    set_at: Mapped[datetime] = personal("activity")
    lifted_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"), index=True)
    lifted_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (
        Index("uq_legal_hold_active", "org_id", "person_id", unique=True, postgresql_where=text("lifted_at IS NULL")),
    )


class RetentionPolicy(Base):
    """For how many months an organisation keeps applications that ended in one way, where it is not the default."""

    __tablename__ = "retention_policy"

    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[str] = plain(String(12), primary_key=True)  # rejected, withdrawn, hired, waiting
    months: Mapped[int] = plain()
    set_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"), index=True)
    set_at: Mapped[datetime] = plain()
