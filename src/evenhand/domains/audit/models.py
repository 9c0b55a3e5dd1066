"""The audit log. A trigger of the database lets entries be added and sealed once, and nothing else."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal, plain


class Entry(Base):
    """One act. Ids and codes only, and no foreign keys: it outlives what it tells of.

    `org_id` is whose chain it is in (rules.INSTALLATION for what belongs to none). `seq`, `prev` and `hash` are empty
    until the sealer has chained it.
    """

    __tablename__ = "audit_entry"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain()
    person_id: Mapped[UUID | None] = personal("identifier", erase="keep")
    role: Mapped[str] = personal("activity", String(20), erase="keep")
    act: Mapped[str] = personal("activity", String(40), erase="keep")
    object_kind: Mapped[str] = personal("activity", String(20), erase="keep")
    object_id: Mapped[UUID | None] = personal("identifier", erase="keep")
    reason: Mapped[str] = personal("activity", String(40), erase="keep")
    before: Mapped[dict[str, Any] | None] = personal("activity", JSONB(none_as_null=True), erase="keep")
    after: Mapped[dict[str, Any] | None] = personal("activity", JSONB(none_as_null=True), erase="keep")
    network: Mapped[str] = personal("activity", String(50), erase="keep")
    request_id: Mapped[str] = personal("activity", String(64), erase="keep")
    at: Mapped[datetime] = personal("activity", erase="keep")
    seq: Mapped[int | None] = plain(BigInteger())
    prev: Mapped[bytes | None] = personal("activity", erase="keep")
    hash: Mapped[bytes | None] = personal("activity", erase="keep")

    __table_args__ = (
        UniqueConstraint("org_id", "seq"),
        Index("ix_audit_entry_org", "org_id", "id"),
        Index("ix_audit_entry_person", "org_id", "person_id", "id"),
        Index("ix_audit_entry_network", "org_id", "network", "id"),
        Index("ix_audit_entry_object", "org_id", "object_id", "id"),
        Index("ix_audit_entry_unsealed", "id", postgresql_where="seq IS NULL"),
    )


class Chain(Base):
    """How far an organisation's entries are sealed: how many, and the hash of the last."""

    __tablename__ = "audit_chain"

    org_id: Mapped[UUID] = plain(primary_key=True)
    length: Mapped[int] = plain(BigInteger())
    head: Mapped[bytes] = plain()
