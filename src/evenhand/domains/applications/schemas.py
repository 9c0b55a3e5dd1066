"""What goes in and out about applications."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

from evenhand.domains.applications.rules import LETTER_CHARS, MOST_AT_ONCE, NOTE_CHARS, REASON_CHARS, Stage
from evenhand.domains.matching.schemas import MatchOut
from evenhand.domains.resumes.schemas import NotReadOut
from evenhand.kit.text import FilledPassage, Passage
from evenhand.kit.words import Sentence, say

QUERY_CHARS = 8_000
"""Of the address of a board: what is filtered and who stayed behind."""

Letter = Annotated[Passage, Field(max_length=LETTER_CHARS)]
Reason = Annotated[Passage, Field(max_length=REASON_CHARS)]
NoteText = Annotated[FilledPassage, Field(max_length=NOTE_CHARS)]
Back = Literal["board", "table", "resume", "match", "interview", "notes", "history"]
Version = Annotated[int, Field(ge=1, lt=2**31, description="The one the move was decided on.")]


def _one_error(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """Neither of two is one mistake of one field, not two of two."""
    try:
        return check(value)
    except ValidationError as error:
        raise PydanticCustomError("resume_choice", say("Choose a resume.")) from error


class ApplyForm(BaseModel):
    """What is chosen and written on the page of one job. `resume_id` is a resume of one's own, or "tailored" for the
    version that was put together for this job."""

    resume_id: Annotated[UUID | Literal["tailored"], WrapValidator(_one_error)]
    letter: Letter = ""


class ApplyIn(ApplyForm):
    """An application. The resume is one of the caller's own that has been read, or "tailored"."""

    model_config = ConfigDict(extra="forbid")

    job_id: UUID


class MoveIn(BaseModel):
    """A move to another stage; to `rejected` only with a reason of at least ten characters, which the person reads."""

    model_config = ConfigDict(extra="forbid")

    to: Stage
    version: Version
    reason: Reason = ""


class Way(BaseModel):
    """The page an act was made on: a tab of the applicant, or the board with its filters."""

    back: Back = "resume"
    query: Annotated[str, Field(max_length=QUERY_CHARS)] = ""


class MoveForm(Way):
    """One choice of the menu of moves."""

    to: Stage
    version: Version


class RejectForm(Way):
    """The reason in words."""

    version: Version
    reason: Reason = ""


class ChosenIn(BaseModel):
    """An application, and the version of it that the move was decided on."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    version: Version


class MovesIn(BaseModel):
    """Several applications for one job to move in one act; to `rejected` with one reason, which each person reads."""

    model_config = ConfigDict(extra="forbid")

    to: Stage
    chosen: Annotated[list[ChosenIn], Field(min_length=1, max_length=MOST_AT_ONCE)]
    reason: Reason = ""


class ManyForm(Way):
    """The people chosen on the board, each as "id.version", and where to move them."""

    chosen: Annotated[list[str], Field(max_length=MOST_AT_ONCE)] = []
    to: Stage | None = None
    reason: Reason = ""


class UndoForm(BaseModel):
    """The act to take back, and the page to return to."""

    act: UUID
    back: Annotated[str, Field(max_length=QUERY_CHARS)] = ""


class NamesForm(BaseModel):
    """Whether applicants' names are hidden from oneself."""

    hide: bool = False
    back: Annotated[str, Field(max_length=QUERY_CHARS)] = ""


class NamesIn(BaseModel):
    """Whether applicants' names are hidden from oneself."""

    hide_names: bool


class StayedOut(BaseModel):
    """Somebody who was not moved, and why."""

    model_config = ConfigDict(from_attributes=True)

    application_id: UUID
    name: str
    code: str
    why: Sentence


class ActOut(BaseModel):
    """What became of an act on several applications; `act_id` takes it back."""

    act_id: UUID
    moved: list[UUID]
    stayed: list[StayedOut]


class WithdrawIn(BaseModel):
    """A reason if the person wants to give one."""

    reason: Reason = ""


class NoteIn(BaseModel):
    """A note for colleagues. The person it is about may read it in their export."""

    text: NoteText


class JobRef(BaseModel):
    """The job an application is for."""

    id: UUID
    title: str
    company: str


class StepOut(BaseModel):
    """One step of a history: the stage it led to, who made it, and their reason if they gave one."""

    model_config = ConfigDict(from_attributes=True)

    stage: Stage
    label: str
    by: str
    by_candidate: bool
    reason: str
    at: datetime


class ApplicationOut(BaseModel):
    """An application in its own candidate's list."""

    id: UUID
    job: JobRef
    stage: Stage
    label: str
    applied_at: datetime
    moved_at: datetime


class OwnApplication(ApplicationOut):
    """The same with what was sent and everything that happened. `letter` and `file_name` are null once erased."""

    side: Literal["candidate"] = "candidate"
    letter: str | None
    file_name: str | None
    resume_version: int | None
    for_job: bool | None
    history: list[StepOut]


class ApplicantOut(BaseModel):
    """An applicant as the organisation sees them in a list, the best match first."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    job_id: UUID
    name: str
    email: str
    city: str
    country_code: str
    stage: Stage
    label: str
    version: int
    applied_at: datetime
    moved_at: datetime
    experience_months: int
    match: MatchOut


class ReceivedApplication(ApplicantOut):
    """The same with what they sent. The spans of the match are places in `text`."""

    side: Literal["organisation"] = "organisation"
    letter: str
    file_name: str
    resume_version: int = Field(description="Of the resume, or of the one it was made of (`for_job`); 0: not known.")
    for_job: bool = Field(description="Whether the resume was put together for this job.")
    resume: dict[str, Any] = Field(description="JSON Resume 1.0, as it was on the day of applying.")
    text: str
    not_read: list[NotReadOut]
    unseen_pages: list[int] = Field(description="Pictures read by unseen text over them, not compared with it.")
    history: list[StepOut]


class NoteOut(BaseModel):
    """A note with its author's name."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    author: str
    text: str
    at: datetime
    edited_at: datetime | None
    mentions_me: bool
