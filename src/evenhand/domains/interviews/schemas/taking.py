"""What the interview room is told and what it sends, live and over the API."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from evenhand.domains.interviews.rules.clock import Extra
from evenhand.kit.words import Sentence

ClientId = Annotated[str, Field(max_length=100, description="Made by the client; an answer is taken once either way.")]
TabId = Annotated[
    str,
    Field(max_length=40, description="The tab that sends this. One that another tab has taken over from is refused."),
]
Waiting = Literal["", "begin", "paused", "time_over", "review"]
Act = Literal["go_on", "pause", "rest", "extra", "finish", "change", "use_other", "drop_other"]


class RoomQuestion(BaseModel):
    """The question that is asked now. `hint` says how to begin, and nothing of the answer."""

    id: UUID
    number: int
    text: str
    kind: str
    topic: str
    hint: Sentence


class EarlierAnswer(BaseModel):
    """A question that was answered, and the answer."""

    question_id: UUID
    number: int
    text: str
    answer: str
    declined: bool


class OtherDraft(BaseModel):
    """Words for this question that were typed on another device and are not in the draft. Kept until it is answered."""

    text: str
    saved_at: datetime


class Clock(BaseModel):
    """The clock of this question. It runs since `counted_at` (or the end of a rest), and stands still without one."""

    limit_seconds: int = Field(description="For this question, extra time included.")
    spent_seconds: float = Field(description="Used up to `counted_at`.")
    counted_at: datetime | None
    rest_until: datetime | None


class RoomState(BaseModel):
    """Everything the room shows. `draft`, `saved_at`, `other` and `clock` are about the question that is asked now.

    While the room is `waiting` to begin, to go on or to be reviewed and finished, no question is asked.
    """

    interview_id: UUID
    status: Literal["invited", "in_progress", "completed"]
    waiting: Waiting
    total: int
    answered: int
    question: RoomQuestion | None
    draft: str
    saved_at: datetime | None
    other: OtherDraft | None
    earlier: list[EarlierAnswer]
    minutes_each: int | None = Field(description="For a question, without extra time; none where there is no clock.")
    extra: int = Field(description="Per cent of time more, chosen or given. Nobody else is told.")
    clock: Clock | None
    held_by: str = Field(description="The tab the interview is open in.")
    expires_at: datetime | None = Field(description="None for a practice.")


class Join(BaseModel):
    """Coming into the room. `take` makes this tab the one the interview is open in."""

    interview_id: UUID
    tab: TabId = ""
    take: bool = True


class LiveHere(BaseModel):
    """The page is open. Sent every 20 seconds while a clock runs."""

    interview_id: UUID
    tab: TabId = ""


class LiveDecline(LiveHere):
    """Going on without an answer."""

    question_id: UUID
    review: bool = False


class LiveDraft(LiveHere):
    """Words that are not sent yet. `saved_at` is the stored draft they began from: another one is not overwritten."""

    question_id: UUID
    text: str
    saved_at: datetime | None = None
    aside: bool = Field(False, description="Keep them beside the draft, as the other version.")


class LiveAnswer(LiveHere):
    """An answer."""

    question_id: UUID
    text: str
    client_id: ClientId = ""
    review: bool = Field(False, description="Leave the interview open for a review when this was the last answer.")
    time_over: bool = Field(False, description="The time ran out: these are the words typed until then.")


class LiveAct(LiveHere):
    """Pausing and going on, taking one's time, extra time, changing an answer, finishing."""

    act: Act
    question_id: UUID | None = None
    extra: Extra = 0


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
    review: bool = Field(
        False, description="Leave the interview open for a review when this was the last answer; finish it afterwards."
    )


class ActIn(BaseModel):
    """What someone who takes an interview can do besides answering."""

    act: Act
    question_id: UUID | None = Field(None, description="For `change`: the answer to change.")
    extra: Extra = Field(0, description="For `extra`: per cent of time more. No reason is asked for.")


class Saved(BaseModel):
    """When a draft was stored, and the words of another device that it would have overwritten."""

    saved_at: datetime
    other: OtherDraft | None = None


class ExtraTime(BaseModel):
    """More time for each question, per cent."""

    extra: Extra
