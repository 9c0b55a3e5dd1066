"""A person's learning plan: goals and tasks, made from a career report or a gap report, or written by themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class PlanTask(Base):
    """A goal (`step` is "goal": a skill to reach) or a task under one or none.

    What a report made has a `step` and shows built-in words until the person renames it; "" is the person's own.
    `touched`: moved, renamed or ticked, so no new report takes it away. `dropped`: deleted, so none brings it back.
    """

    __tablename__ = "plan_task"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    resume_id: Mapped[UUID | None] = personal("activity", ForeignKey("resume.id", ondelete="SET NULL"))
    goal_id: Mapped[UUID | None] = personal("activity", ForeignKey("plan_task.id", ondelete="SET NULL"))
    step: Mapped[str] = personal("activity", String(10), server_default="")
    skill: Mapped[str] = personal("content", String(60), server_default="")
    title_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    description_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    starts_on: Mapped[date] = personal("activity")
    ends_on: Mapped[date] = personal("activity")
    priority: Mapped[str] = personal("activity", String(8), server_default="medium")  # high, medium, low, optional
    done_at: Mapped[datetime | None] = personal("activity")
    touched: Mapped[bool] = personal("activity", server_default="false")
    dropped: Mapped[bool] = personal("activity", server_default="false")
    created_at: Mapped[datetime] = personal("activity")

    __table_args__ = (
        Index("ix_plan_task_person", "person_id", "starts_on", "id"),
        Index("uq_plan_task_made", "person_id", "skill", "step", unique=True, postgresql_where=text("step <> ''")),
    )


class PlanSource(Base):
    """A job whose gap report a task was made from. Its title and company stay when the job is gone."""

    __tablename__ = "plan_source"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    task_id: Mapped[UUID] = personal("activity", ForeignKey("plan_task.id", ondelete="CASCADE"))
    job_id: Mapped[UUID | None] = personal("activity", ForeignKey("job.id", ondelete="SET NULL"))
    words_sealed: Mapped[bytes] = personal("content", erase="destroy_key")  # title and company, as they were then
    created_at: Mapped[datetime] = personal("activity")

    __table_args__ = (
        UniqueConstraint("task_id", "job_id"),
        Index("ix_plan_source_person", "person_id", "id"),
        Index("ix_plan_source_job", "job_id"),
    )
