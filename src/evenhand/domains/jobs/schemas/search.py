"""What someone looks for in the list of open jobs, as it stands in an address."""

import re
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from evenhand.domains.jobs.rules import EmploymentType, Language, Level, WorkMode
from evenhand.domains.jobs.schemas.job import DEPARTMENT_CHARS, PLACE_CHARS, Country, Currency
from evenhand.kit.cursor import DEFAULT_LIMIT, MAX_CURSOR_CHARS, MAX_LIMIT
from evenhand.kit.text import Line

WORDS_CHARS = 200
SLUG_CHARS = 120
MOST_WANTED_PAY = 1_000_000_000
_LAST_WORD = re.compile(r"(?:^|\s)(\w{2,})$")


class JobSearch(BaseModel):
    """Words and filters; an empty one filters nothing. A filter on pay leaves out jobs that do not state it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    q: Annotated[Line, Field(max_length=WORDS_CHARS, description='Words; "in quotes", or, -without.')] = ""
    company: Annotated[Line, Field(max_length=SLUG_CHARS, description="The company's slug.")] = ""
    country: Country = ""
    city: Annotated[Line, Field(max_length=PLACE_CHARS)] = ""
    work_mode: WorkMode | None = None
    level: Level | None = None
    employment_type: EmploymentType | None = None
    department: Annotated[Line, Field(max_length=DEPARTMENT_CHARS)] = ""
    language: Language | None = None
    salary: Annotated[
        int | None, Field(ge=1, le=MOST_WANTED_PAY, description="At least this much a year, in `currency`.")
    ] = None
    currency: Currency = "EUR"

    @field_validator("work_mode", "level", "employment_type", "language", "salary", mode="before")
    @classmethod
    def _nothing_chosen(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("currency")
    @classmethod
    def _no_currency_chosen(cls, value: str) -> str:
        return value or "EUR"

    @classmethod
    def lenient(cls, sent: Mapping[str, Any]) -> "JobSearch":
        """From a page's address. What cannot be understood filters nothing: a link that is shared must still open."""
        given = dict(sent)
        place = str(given.pop("location", ""))
        if place:
            given["country"], _, given["city"] = place.partition("/")
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            wrong = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
            return cls.model_validate({name: value for name, value in given.items() if name not in wrong})

    @property
    def location(self) -> str:
        """Country and city as one choice: "NL", "NL/Rotterdam"."""
        return f"{self.country}/{self.city}" if self.city else self.country

    @property
    def in_use(self) -> list[str]:
        """The names of the filters that are set, in the order of the page; words come first."""
        names = ("q", "location", "work_mode", "level", "employment_type", "department", "language", "salary")
        return [name for name in (*names, "company") if getattr(self, name)]

    def without(self, name: str) -> "JobSearch":
        """The same search with one filter taken away."""
        gone = {"location": ("country", "city"), "salary": ("salary", "currency")}.get(name, (name,))
        return JobSearch.model_validate(self.model_dump(exclude=set(gone)))

    def query(self, **more: str) -> str:
        """The search as the query of an address, with "?" where there is anything to say."""
        pairs = {name: getattr(self, name) for name in self.in_use} | more
        if self.salary:
            pairs["currency"] = self.currency
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def last_word(self) -> str:
        """The word someone may still be typing; empty where the words end in a sign or a quotation."""
        found = _LAST_WORD.search(self.q)
        return found.group(1) if found and '"' not in self.q else ""


class JobQuery(JobSearch):
    """A search over the API, page by page."""

    cursor: Annotated[str, Field(max_length=MAX_CURSOR_CHARS, description="`next` of the page before.")] = ""
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
