"""Openings, in the vocabulary of schema.org JobPosting."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ARRAY, Computed, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal, plain

# One expression for both languages, because a generated column must be immutable: the configuration is a literal.
_SEARCH = "CASE WHEN language = 'ru' THEN {ru} ELSE {en} END"


def _weighted(config: str) -> str:
    return (
        f"setweight(to_tsvector('{config}', title), 'A') || "
        f"setweight(to_tsvector('{config}', skill_names || ' ' || department), 'B') || "
        f"setweight(to_tsvector('{config}', description), 'D')"
    )


class Job(Base):
    """An opening. `required_skills` and `optional_skills` hold ids of the taxonomy, the most important first."""

    __tablename__ = "job"

    id: Mapped[Id]
    org_id: Mapped[UUID] = plain(ForeignKey("organisation.id", ondelete="CASCADE"))
    status: Mapped[str] = plain(String(10))  # draft, open, closed
    title: Mapped[str] = plain(String(160))
    description: Mapped[str] = plain(Text)  # Markdown
    language: Mapped[str] = plain(String(2))
    department: Mapped[str] = plain(String(80), server_default="")
    city: Mapped[str] = plain(String(80), server_default="")
    country_code: Mapped[str] = plain(String(2), server_default="")
    work_mode: Mapped[str] = plain(String(10))  # on_site, hybrid, remote
    employment_type: Mapped[str] = plain(String(12))  # schema.org: FULL_TIME, PART_TIME, CONTRACTOR, TEMPORARY, INTERN
    level: Mapped[str] = plain(String(10))  # junior, middle, senior, lead
    salary_min: Mapped[Decimal | None] = plain(Numeric(12, 2))
    salary_max: Mapped[Decimal | None] = plain(Numeric(12, 2))
    salary_currency: Mapped[str] = plain(String(3), server_default="")
    salary_period: Mapped[str] = plain(String(5), server_default="year")  # year, month, hour
    experience_min_years: Mapped[int] = plain(server_default="0")
    experience_max_years: Mapped[int | None] = plain()
    openings: Mapped[int] = plain(server_default="1")
    rate_first: Mapped[bool] = plain(server_default="false")  # people rate answers before they see the engine's figures
    deadline: Mapped[date | None] = plain()
    required_skills: Mapped[list[str]] = plain(ARRAY(String(60)))
    optional_skills: Mapped[list[str]] = plain(ARRAY(String(60)))
    skill_names: Mapped[str] = plain(Text, server_default="")  # in words, for the text search
    search: Mapped[str] = plain(
        TSVECTOR,
        Computed(_SEARCH.format(ru=_weighted("russian"), en=_weighted("english")), persisted=True),
        deferred=True,  # for the database to look into; no job is shown with it
        deferred_raiseload=True,
    )
    created_by: Mapped[UUID | None] = personal("activity", ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = plain()
    updated_at: Mapped[datetime] = plain()
    published_at: Mapped[datetime | None] = plain()
    closed_at: Mapped[datetime | None] = plain()
    version: Mapped[int] = plain(server_default="1")

    __table_args__ = (
        Index("ix_job_search", "search", postgresql_using="gin"),
        Index("ix_job_required_skills", "required_skills", postgresql_using="gin"),
        Index("ix_job_optional_skills", "optional_skills", postgresql_using="gin"),
        Index("ix_job_open", "published_at", "id", postgresql_where="status = 'open'"),
        Index("ix_job_org", "org_id", "id"),
    )
