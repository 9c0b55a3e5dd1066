"""Question sets, interviews and answers, and practice, which has tables of its own that no company's query reads.
A question is copied into the interview it is asked in, so that editing it later changes nothing that was said."""

from datetime import datetime
from decimal import Decimal
from typing import Any
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
    """A question with its gold answer. Only an approved one is ever asked.

    The row holds the edition that is asked, or the newest one while none has been approved. An edit of an approved
    question makes a further edition, which waits (`waiting` is its number) while the approved one goes on being asked.
    """

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
    follow_ups: Mapped[list[str]] = plain(JSONB, server_default="[]")
    expected: Mapped[dict[str, str]] = plain(JSONB, server_default="{}")  # by level: junior, middle, senior
    why: Mapped[dict[str, Any]] = plain(JSONB, server_default="{}")  # the generator's reason; empty if there is none
    library_id: Mapped[str] = plain(String(80), server_default="")  # empty for one written by hand
    copied_from: Mapped[UUID | None] = plain(ForeignKey("question.id", ondelete="SET NULL"))  # in an earlier set
    status: Mapped[str] = plain(String(10))  # draft, approved, rejected
    review_note: Mapped[str] = plain(String(1000), server_default="")
    reviewed_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    reviewed_at: Mapped[datetime | None] = plain()
    edition: Mapped[int] = plain(server_default="1")  # which edition this row holds
    editions: Mapped[int] = plain(server_default="1")  # how many there are
    waiting: Mapped[int | None] = plain()  # the edition that waits for a review
    version: Mapped[int] = plain(server_default="1")  # grows with every change, for whoever changes it next

    __table_args__ = (
        Index("ix_question_set", "org_id", "set_id", "position"),
        Index("ix_question_waiting", "org_id", "set_id", postgresql_where="waiting IS NOT NULL"),
    )


class QuestionEdition(Base):
    """What a question said at one time, who wrote it and who reviewed it. The words of an edition never change."""

    __tablename__ = "question_edition"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    question_id: Mapped[UUID] = plain(ForeignKey("question.id", ondelete="CASCADE"))
    number: Mapped[int] = plain()
    contents: Mapped[dict[str, Any]] = plain(JSONB)  # schemas.questions.QuestionIn
    status: Mapped[str] = plain(String(10))  # draft, approved, rejected, replaced
    note: Mapped[str] = plain(String(1000), server_default="")
    written_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    written_at: Mapped[datetime] = plain()
    reviewed_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    reviewed_at: Mapped[datetime | None] = plain()

    __table_args__ = (UniqueConstraint("question_id", "number"),)


class Sitting:
    """What an interview and a practice have in common: how far it is, and its clock."""

    status: Mapped[str] = personal("activity", String(12))  # invited, in_progress, completed, scored
    started_at: Mapped[datetime | None] = personal("activity")
    completed_at: Mapped[datetime | None] = personal("activity")
    scored_at: Mapped[datetime | None] = personal("activity")
    stalled_at: Mapped[datetime | None] = personal("activity")  # grading was given up; asking again clears it
    overall: Mapped[Decimal | None] = personal("assessment", Points)
    minutes_each: Mapped[int | None] = plain()  # for a question; none: no clock
    extra_asked: Mapped[int] = personal("content", server_default="0")  # per cent; for nobody's eyes but their own
    held_by: Mapped[str] = personal("activity", String(40), server_default="")  # the tab it is open in
    pause: Mapped[str] = personal("activity", String(8), server_default="")  # own: they paused; time: it ran out
    counted_at: Mapped[datetime | None] = personal("activity")  # the clock runs since; none: it stands still
    rest_until: Mapped[datetime | None] = personal("activity")  # "take your time"


class Asking:
    """A question as it is asked."""

    position: Mapped[int] = plain()
    kind: Mapped[str] = plain(String(12))
    skill_id: Mapped[str] = plain(String(60), server_default="")
    difficulty: Mapped[str] = plain(String(6))
    text: Mapped[str] = plain(Text)
    gold: Mapped[str] = plain(Text)
    key_points: Mapped[list[str]] = plain(JSONB)
    red_flags: Mapped[list[str]] = plain(JSONB)
    spent_ms: Mapped[int] = personal("activity", server_default="0")  # on the clock; nobody is told


class Giving:
    """What a person answered, or their draft while `answered_at` is empty. One a question, whatever is sent twice."""

    text_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    declined: Mapped[bool] = personal("content", server_default="false")
    saved_at: Mapped[datetime] = personal("activity")
    answered_at: Mapped[datetime | None] = personal("activity")
    other_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")  # a draft of another device
    other_at: Mapped[datetime | None] = personal("activity")


class Interview(Sitting, Base):
    """One person's interview for one application."""

    __tablename__ = "interview"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = plain(ForeignKey("job.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = personal("identifier", ForeignKey("application.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    invited_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    invited_at: Mapped[datetime] = personal("activity")
    expires_at: Mapped[datetime] = personal("activity")
    extra_given: Mapped[int] = personal("activity", server_default="0")  # per cent; not on the scorecard
    proposal: Mapped[str] = personal("assessment", String(20), server_default="")
    released_at: Mapped[datetime | None] = personal("activity")
    released_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime | None] = personal("activity")  # the candidate asked to be shown the scorecard

    __table_args__ = (Index("ix_interview_org", "org_id", "status"),)

    @property
    def custodian(self) -> UUID:
        """Whose copy of the person's words this is."""
        return self.org_id


class InterviewQuestion(Asking, Base):
    """A question as it is asked in one interview."""

    __tablename__ = "interview_question"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    interview_id: Mapped[UUID] = personal("identifier", ForeignKey("interview.id", ondelete="CASCADE"))
    question_id: Mapped[UUID | None] = plain(ForeignKey("question.id", ondelete="SET NULL"))
    edition: Mapped[int] = plain(server_default="1")  # of the question

    __table_args__ = (
        UniqueConstraint("interview_id", "position"),
        Index("ix_interview_question_question", "question_id"),
    )


class Answer(Giving, Base):
    """An answer in an interview."""

    __tablename__ = "interview_answer"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    interview_id: Mapped[UUID] = personal("identifier", ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[UUID] = personal("identifier", ForeignKey("interview_question.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)

    __table_args__ = (UniqueConstraint("question_id"),)


class Rating(Base):
    """How one person rated an interview. Rating again adds a row; the newest of each person counts.

    The four figures are over all answers; `detail_sealed` holds those of each answer, and the words. `before` says that
    the engine's figures were not shown to this person yet; `seal` names the grades that the rating stands beside.
    """

    __tablename__ = "interview_rating"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    interview_id: Mapped[UUID] = personal("identifier", ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    rater_id: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    relevance: Mapped[Decimal | None] = personal("assessment", Points)
    completeness: Mapped[Decimal | None] = personal("assessment", Points)
    accuracy: Mapped[Decimal | None] = personal("assessment", Points)
    clarity: Mapped[Decimal | None] = personal("assessment", Points)
    overall: Mapped[Decimal | None] = personal("assessment", Points)
    detail_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    before: Mapped[bool] = personal("activity")
    seal: Mapped[str] = personal("assessment", String(64))
    at: Mapped[datetime] = personal("activity")


class Contest(Base):
    """A candidate says that a score is wrong, once for each seal; a person answers. `before` and `after` are figures.

    `outcome` is empty until then: kept, regraded by the engine, or rated by the person who answers.
    """

    __tablename__ = "score_contest"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    interview_id: Mapped[UUID] = personal("identifier", ForeignKey("interview.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    seal: Mapped[str] = personal("assessment", String(64))
    words_sealed: Mapped[bytes] = personal("content", erase="destroy_key")
    at: Mapped[datetime] = personal("activity")
    due_at: Mapped[datetime] = personal("activity")
    outcome: Mapped[str] = personal("activity", String(10), server_default="")
    answer_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    answered_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None] = personal("activity")
    before: Mapped[Decimal | None] = personal("assessment", Points)
    after: Mapped[Decimal | None] = personal("assessment", Points)

    __table_args__ = (
        UniqueConstraint("interview_id", "seal"),
        Index("ix_score_contest_open", "org_id", "due_at", postgresql_where="outcome = ''"),
    )


class Practice(Sitting, Base):
    """A person's practice, for their own eyes: no organisation, no job and no application is part of it."""

    __tablename__ = "practice"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = personal("content", String(200))
    created_at: Mapped[datetime] = personal("activity")

    @property
    def custodian(self) -> UUID:
        """Only the person's own account holds a key to it."""
        return self.person_id


class PracticeQuestion(Asking, Base):
    """A question of the library as it is asked in one practice."""

    __tablename__ = "practice_question"

    id: Mapped[Id]
    practice_id: Mapped[UUID] = personal("identifier", ForeignKey("practice.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)

    __table_args__ = (UniqueConstraint("practice_id", "position"),)


class PracticeAnswer(Giving, Base):
    """An answer in a practice, with its grade once there is one."""

    __tablename__ = "practice_answer"

    id: Mapped[Id]
    practice_id: Mapped[UUID] = personal("identifier", ForeignKey("practice.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[UUID] = personal("identifier", ForeignKey("practice_question.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"), index=True)
    grade_sealed: Mapped[bytes | None] = personal("assessment", erase="destroy_key")

    __table_args__ = (UniqueConstraint("question_id"),)
