"""Talks with the coach as pages and the API show them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from evenhand.domains.coaching.rules.chat import ALSO, MOST_CHARS, TITLE_CHARS, Also, State
from evenhand.kit.text import FilledLine, FilledPassage
from evenhand.kit.words import Sentence


class ThreadIn(BaseModel):
    """What a talk is to be about: a resume of one's own, a published job, both, or neither."""

    model_config = ConfigDict(extra="forbid")

    resume_id: UUID | None = None
    job_id: UUID | None = None
    also: list[Also] = Field(
        default_factory=list,
        max_length=len(ALSO),
        description="Of the resume its review, of the job the gap report and tailored version; public work; if there.",
    )


class ThreadChange(ThreadIn):
    """Another title, another context. A resume or job that is left out is taken out of the talk."""

    title: Annotated[FilledLine, Field(max_length=TITLE_CHARS)]


class MessageIn(BaseModel):
    """What the person says."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[FilledPassage, Field(max_length=MOST_CHARS)]


class SourceOut(BaseModel):
    """Where something in an answer was quoted from: characters `start` to `end` of that text."""

    kind: Literal["guidance", "resume", "job", "review", "gap", "tailored", "footprint"]
    title: str
    quote: str
    start: int
    end: int


class MessageOut(BaseModel):
    """One message. `engine` says what answered, `remark` what is to be said of it."""

    id: UUID
    role: Literal["me", "coach"]
    text: str
    state: State
    engine: str = ""
    remark: Sentence | None = None
    sources: list[SourceOut] = Field(default_factory=list)
    at: datetime


class ThreadSummary(BaseModel):
    """A talk in a list."""

    id: UUID
    title: str
    created_at: datetime
    changed_at: datetime


class ThreadList(BaseModel):
    """One page of talks, the newest first."""

    items: list[ThreadSummary]
    next_cursor: str | None = None


class ContextOut(BaseModel):
    """What a talk is about, by name."""

    resume_id: UUID | None = None
    resume: str = ""
    job_id: UUID | None = None
    job: str = ""
    also: list[Also] = Field(default_factory=list, description="Those that were chosen and are there.")


class ThreadOut(ThreadSummary):
    """A talk with everything that was said, and whether a language model can be asked now (`without`: why not)."""

    context: ContextOut
    messages: list[MessageOut]
    without: str = ""
    standing: Sentence | None = None


class Asked(BaseModel):
    """What was taken: the message, and the one that becomes the answer. Follow `events` to read it as it is written."""

    message_id: UUID
    answer_id: UUID
    events: str
