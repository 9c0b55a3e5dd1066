"""Accounts on public sites that people named, and what was found there. Nobody but the person sees any of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal, plain


class FootprintLink(Base):
    """One account. Which one it is, and everything found, is sealed under the person's key."""

    __tablename__ = "footprint_link"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    source: Mapped[str] = personal("activity", String(14))  # github, stackexchange
    account_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    state: Mapped[str] = personal(
        "activity", String(10)
    )  # waiting, ready, limited, away, missing, unusable, other, idle
    found_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    tries: Mapped[int] = personal("activity", server_default="0")  # since it last worked
    linked_at: Mapped[datetime] = personal("activity")
    asked_at: Mapped[datetime] = personal("activity")
    looked_at: Mapped[datetime | None] = personal("activity")  # what was found is as of then
    next_at: Mapped[datetime | None] = personal("activity")  # when it is tried again by itself
    proved_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (
        UniqueConstraint("person_id", "source"),
        Index("ix_footprint_link_next_at", "next_at"),
        Index("ix_footprint_link_looked_at", "looked_at"),
    )


class FootprintDismissal(Base):
    """A suggestion that somebody does not want, whatever their accounts show later."""

    __tablename__ = "footprint_dismissal"

    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[str] = personal("content", String(60), primary_key=True)
    dismissed_at: Mapped[datetime] = personal("activity")


class FootprintPause(Base):
    """Until when a site wants no requests from this installation, whoever they are for."""

    __tablename__ = "footprint_pause"

    source: Mapped[str] = plain(String(14), primary_key=True)
    until: Mapped[datetime] = plain()
