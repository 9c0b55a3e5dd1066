"""Resumes as the API shows them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class ResumeOut(BaseModel):
    """An uploaded resume. `state` goes stored, reading, matching, ready; or refused, with the reason in words."""

    id: UUID
    file_name: str
    kind: str
    size_bytes: int
    state: str
    refusal_code: str
    refusal: str
    page_count: int
    language: str
    experience_months: int
    created_at: datetime
    read_at: datetime | None


class SpanOut(BaseModel):
    """Where a field was read: offsets are Unicode code points in `text`, the page counts from 1."""

    page: int
    start: int
    end: int
    text: str
    confidence: float


class SkillOut(BaseModel):
    """A skill of the taxonomy and the words it was found by."""

    skill_id: str
    name: str
    category: str
    start: int
    end: int
    text: str


class ProfileOut(BaseModel):
    """What was read: JSON Resume 1.0, and by JSON Pointer the span behind each of its fields."""

    resume: dict[str, Any]
    evidence: dict[str, SpanOut]
    skills: list[SkillOut]
    text: str
    version: str


class ResumeList(BaseModel):
    """One person's resumes; there are few, so they come in one piece."""

    items: list[ResumeOut]
    next: str | None = None
