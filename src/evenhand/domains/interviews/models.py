"""Question sets, interviews and answers. A question is copied into the interview it is asked in, so that editing it
later changes nothing that was said."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped

from evenhand.domains.evaluation.models import Points
from evenhand.kit.db import Base, Id, personal, plain


class QuestionSet(Base):
    """The questions prepared for one job."""

    __tablename__ = "question_set"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = plain(ForeignKey("job.id", ondelete="CASCADE"), unique=True)
    created_at: Mapped[datetime] = plain()


class Question(Base):
    """A question with its gold answer. Only an approved one is ever asked."""

    __tablename__ = "question"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    set_id: Mapped[UUID] = plain(ForeignKey("question_set.id", ondelete="CASCADE"))
    position: Mapped[int] = plain()
    kind: Mapped[str] = plain(String(12))  # technical, behavioural, situational
    skill_id: Mapped[str] = plain(String(60), server_default="")
    difficulty: Mapped[str] = plain(String(6))  # easy, medium, hard
    text: Mapped[str] = plain(Text)
    gold: Mapped[str] = plain(Text)
    key_points: Mapped[list[str]] = plain(JSONB)
    red_flags: Mapped[list[str]] = plain(JSONB)
    why: Mapped[str] = plain(String(400), server_default="")
    library_id: Mapped[str] = plain(String(80), server_default="")  # empty for one written by hand
    status: Mapped[str] = plain(String(10))  # draft, approved, rejected
    review_note: Mapped[str] = plain(String(1000), server_default="")
    reviewed_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    reviewed_at: Mapped[datetime | None] = plain()
    version: Mapped[int] = plain(server_default="1")

    __table_args__ = (Index("ix_question_set", "org_id", "set_id", "position"),)


class Interview(Base):
    """One person's interview for one application."""

    __tablename__ = "interview"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = plain(ForeignKey("job.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = personal("identifier", ForeignKey("application.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = personal("activity", String(12))  # invited, in_progress, completed, scored
    invited_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    invited_at: Mapped[datetime] = personal("activity")
    expires_at: Mapped[datetime] = personal("activity")
    started_at: Mapped[datetime | None] = personal("activity")
    completed_at: Mapped[datetime | None] = personal("activity")
    scored_at: Mapped[datetime | None] = personal("activity")
    overall: Mapped[Decimal | None] = personal("assessment", Points)
    proposal: Mapped[str] = personal("assessment", String(20), server_default="")
    released_at: Mapped[datetime | None] = personal("activity")
    released_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))

    __table_args__ = (Index("ix_interview_org", "org_id", "status"),)


class InterviewQuestion(Base):
    """A question as it is asked in one interview."""

    __tablename__ = "interview_question"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    interview_id: Mapped[UUID] = personal("identifier", ForeignKey("interview.id", ondelete="CASCADE"))
    position: Mapped[int] = plain()
    question_id: Mapped[UUID | None] = plain(ForeignKey("question.id", ondelete="SET NULL"))
    kind: Mapped[str] = plain(String(12))
    skill_id: Mapped[str] = plain(String(60), server_default="")
    difficulty: Mapped[str] = plain(String(6))
    text: Mapped[str] = plain(Text)
    gold: Mapped[str] = plain(Text)
    key_points: Mapped[list[str]] = plain(JSONB)
    red_flags: Mapped[list[str]] = plain(JSONB)

    __table_args__ = (UniqueConstraint("interview_id", "position"),)


class Answer(Base):
    """What a person answered, or their draft while `answered_at` is empty. One a question, whatever is sent twice."""

    __tablename__ = "interview_answer"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    interview_id: Mapped[UUID] = personal("identifier", ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[UUID] = personal("identifier", ForeignKey("interview_question.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    declined: Mapped[bool] = personal("content", server_default="false")
    saved_at: Mapped[datetime] = personal("activity")
    answered_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (UniqueConstraint("question_id"),)
