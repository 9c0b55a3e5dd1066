"""Which applicants of a job are shown, and in which order; the same on the board, in the table and over the API."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evenhand.domains.applications.rules import Stage
from evenhand.domains.applications.schemas import ApplicantOut
from evenhand.domains.interviews.schemas.scorecard import DimensionOut
from evenhand.kit.text import Line
from evenhand.kit.words import Sentence

Proposal = Literal["select", "next_round", "decline_for_now", "not_enough_evidence", "none"]
Who = Literal["mine", "mentioned"]
Sort = Literal["match", "score", "waiting", "newest", "name"]
MOST_YEARS, MOST_CHOSEN, TEXT_CHARS = 50, 30, 120


class Filters(BaseModel):
    """What is asked for. Nothing given asks for everyone in the pipeline, the best match first."""

    q: Annotated[Line, Field(max_length=TEXT_CHARS, description="Letters of the name or the place.")] = ""
    stage: Annotated[list[Stage], Field(max_length=MOST_CHOSEN)] = []
    proposal: Proposal | None = Field(None, description="What the engine proposes; `none`: nothing yet.")
    skill: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=MOST_CHOSEN)] = []
    years: Annotated[int | None, Field(ge=0, le=MOST_YEARS, description="At least so many years of work.")] = None
    country: Annotated[Line, Field(max_length=2)] = ""
    who: Who | None = Field(None, description="Those the caller acted on, or is mentioned beside.")
    sort: Sort = "match"

    def query(self, **changes: Any) -> str:
        """As the part of an address after the question mark, with these changes; what is not asked for is left out."""
        values = {**self.model_dump(exclude_defaults=True), **changes}
        kept = {name: value for name, value in values.items() if value not in (None, "", [])}
        return urlencode(kept, doseq=True)

    @property
    def count(self) -> int:
        """How many of them narrow what is shown; the order does not."""
        return len(self.model_dump(exclude_defaults=True, exclude={"sort"}))


def read_filters(request: Request) -> Filters:
    """From an address. What cannot be read there asks for nothing, as a link that was cut off still leads somewhere."""
    given: dict[str, Any] = {}
    for name, info in Filters.model_fields.items():
        texts = [text for text in request.query_params.getlist(name) if text]
        if texts:
            given[name] = texts if info.default == [] else texts[0]
    while True:
        try:
            return Filters.model_validate(given)
        except ValidationError as error:
            wrong = {str(item["loc"][0]) for item in error.errors()}
            given = {name: value for name, value in given.items() if name not in wrong}


class InterviewStanding(BaseModel):
    """How far an applicant's interview is. Figures are missing where the caller has to rate first."""

    status: Literal["invited", "in_progress", "completed", "scored"]
    answered: int
    total: int
    rate_first: bool
    overall: float | None
    dimensions: list[DimensionOut]
    proposal: str | None
    proposal_label: Sentence | None
    people: float | None = Field(description="The mean of what people rate.")


class BoardApplicant(ApplicantOut):
    """An applicant in the organisation's list, with the interview if there is one."""

    number: int
    interview: InterviewStanding | None


class HappenedOut(BaseModel):
    """One thing that happened to an application. `words` are a person's, `saw` the seal of a scorecard seen before."""

    model_config = ConfigDict(from_attributes=True)

    kind: Literal["step", "interview", "rating", "note", "mail", "look"]
    title: Sentence
    by: str
    at: datetime
    words: str
    note: Sentence | None
    saw: str
