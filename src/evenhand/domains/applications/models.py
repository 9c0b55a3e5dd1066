"""Applications, their moves along the stages, and notes. What an organisation received is sealed under its own key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal, plain


class Application(Base):
    """One person's application for one job, with the copy of their resume that the organisation received."""

    __tablename__ = "application"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = plain(ForeignKey("job.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    resume_id: Mapped[UUID | None] = personal("identifier", ForeignKey("resume.id", ondelete="SET NULL"))
    number: Mapped[int] = plain(server_default="0")  # within the job, by which someone without a name is called
    stage: Mapped[str] = personal("activity", String(12))
    version: Mapped[int] = plain(server_default="1")
    # Two boxes: a board of a hundred people opens the small one of each, and the large one of nobody.
    summary_sealed: Mapped[bytes] = personal("contact", erase="destroy_key")  # name, e-mail, city
    received_sealed: Mapped[bytes] = personal("content", erase="destroy_key")  # letter, resume with evidence, text
    object_key: Mapped[str] = personal("content", String(200), erase="destroy_key")
    skill_ids: Mapped[list[str]] = personal("content", ARRAY(String(60)))
    experience_months: Mapped[int] = personal("content")
    country_code: Mapped[str] = personal("content", String(2), server_default="")
    applied_at: Mapped[datetime] = personal("activity")
    moved_at: Mapped[datetime] = personal("activity")

    __table_args__ = (
        UniqueConstraint("job_id", "person_id"),
        Index("ix_application_pipeline", "org_id", "job_id", "stage"),
    )


class Move(Base):
    """A step from one stage to another. `by_person_id` is empty only where a person was erased since.

    Moves made in one act share `act_id`; `undoes` is the move that this one takes back. `quiet` says that another mail
    tells the person. `saw` is the seal of the scorecard that whoever moved had been shown before.
    """

    __tablename__ = "application_move"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = personal("identifier", ForeignKey("application.id", ondelete="CASCADE"), index=True)
    from_stage: Mapped[str] = personal("activity", String(12))
    to_stage: Mapped[str] = personal("activity", String(12))
    by_person_id: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    reason_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    act_id: Mapped[UUID] = plain()
    undoes: Mapped[UUID | None] = plain(ForeignKey("application_move.id", ondelete="SET NULL"))
    quiet: Mapped[bool] = plain(server_default="false")
    saw: Mapped[str] = personal("activity", String(64), server_default="")
    at: Mapped[datetime] = personal("activity")

    __table_args__ = (Index("ix_application_move_act", "org_id", "act_id"),)


class Note(Base):
    """What a member of the organisation wrote about an application. The person may read it in their export."""

    __tablename__ = "application_note"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = personal("identifier", ForeignKey("application.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    text_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    at: Mapped[datetime] = personal("activity")
    edited_at: Mapped[datetime | None] = personal("activity")


class Mention(Base):
    """A colleague who is named in a note. `seen_at` is when they first read it."""

    __tablename__ = "application_mention"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = personal("identifier", ForeignKey("application.id", ondelete="CASCADE"), index=True)
    note_id: Mapped[UUID] = personal("identifier", ForeignKey("application_note.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("activity", ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime] = personal("activity")
    seen_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (
        UniqueConstraint("note_id", "person_id"),
        Index("ix_application_mention_person", "person_id", "org_id"),
    )


class Look(Base):
    """That a member of the organisation looked at something about an application: the first and the last time.

    `mark` tells versions apart: of a scorecard it is the seal.
    """

    __tablename__ = "application_look"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = personal("identifier", ForeignKey("application.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("activity", ForeignKey("person.id", ondelete="CASCADE"))
    what: Mapped[str] = personal("activity", String(12))  # resume, match, scorecard, comparison, file
    mark: Mapped[str] = personal("activity", String(64), server_default="")
    first_at: Mapped[datetime] = personal("activity")
    last_at: Mapped[datetime] = personal("activity")

    __table_args__ = (UniqueConstraint("application_id", "person_id", "what", "mark"),)


class Glasses(Base):
    """How one member of an organisation wants to see applicants: with or without their names."""

    __tablename__ = "application_glasses"

    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = personal("activity", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    hide_names: Mapped[bool] = personal("activity")
