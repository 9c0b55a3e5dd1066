"""What the interview room is told and what it sends, live and over the API."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

ClientId = Annotated[str, Field(max_length=100, description="Made by the client; an answer is taken once either way.")]


class RoomQuestion(BaseModel):
    """The question that is asked now."""

    id: UUID
    number: int
    text: str
    kind: str
    topic: str


class EarlierAnswer(BaseModel):
    """A question that was answered, and the answer."""

    number: int
    text: str
    answer: str


class RoomState(BaseModel):
    """Everything the room shows. `draft` and `saved_at` are about the question that is asked now."""

    interview_id: UUID
    status: Literal["invited", "in_progress", "completed"]
    total: int
    answered: int
    question: RoomQuestion | None
    draft: str
    saved_at: datetime | None
    earlier: list[EarlierAnswer]
    expires_at: datetime


class Join(BaseModel):
    """Coming into the room."""

    interview_id: UUID


class LiveDecline(Join):
    """Going on without an answer."""

    question_id: UUID


class LiveDraft(LiveDecline):
    """Words that are not sent yet."""

    text: str


class LiveAnswer(LiveDraft):
    """An answer."""

    client_id: ClientId = ""


class Draft(BaseModel):
    """Words that are not sent yet; they are kept, and never scored."""

    question_id: UUID
    text: str


class AnswerIn(BaseModel):
    """An answer, or `declined` for “I don’t know this one”. What is sent twice counts once."""

    question_id: UUID
    text: str = Field("", description="At most 20,000 characters.")
    declined: bool = False
    client_id: ClientId = ""


class Saved(BaseModel):
    """When a draft was stored."""

    saved_at: datetime
