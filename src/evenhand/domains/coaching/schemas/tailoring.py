"""A resume and a letter for a job as the API shows them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from evenhand.domains.coaching.schemas.refining import RefinedOut
from evenhand.kit.words import Sentence

MOST_CHARS = 8_000


class UnsupportedOut(BaseModel):
    """Words that stand nowhere in the resume."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    kind: Literal["number", "skill", "name", "word"]


class StatementOut(BaseModel):
    """A statement and the fields of the resume behind it: JSON Pointers with what stands there. "frame" and "ask" are
    sentences of the letter that claim nothing of the person."""

    text: str
    kind: str
    sources: list[tuple[str, str]]
    by_model: bool = Field(description="Whether a language model worded it; the built-in engine did otherwise.")


class PartOut(BaseModel):
    """A part that can be written over. `text` is what stands there now, `own` whether it is in the person's words."""

    key: str
    about: str
    text: str
    own: bool
    statements: list[StatementOut]
    left_out: list[str]
    unsupported: list[UnsupportedOut]


class TailoringOut(BaseModel):
    """What the caller has for a job. `state` is empty before anything was asked for, else generating, ready, failed."""

    job_id: UUID
    state: Literal["", "generating", "ready", "failed"]
    why_code: str
    why: Sentence | None
    made_at: datetime | None
    version: str
    resume: dict[str, Any] | None = Field(description="JSON Resume 1.0, with the person's own words in it.")
    parts: list[PartOut]
    by_model: RefinedOut


class PartIn(BaseModel):
    """A part in one's own words; an empty text brings back what was made. `keep` keeps words that stand nowhere in the
    resume, marked as the person's own."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=MOST_CHARS)]
    keep: bool = False
