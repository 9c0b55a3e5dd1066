"""What the sites say, in our words and within limits, and what may go wrong."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Parts = dict[str, Any]
"""Answers as they were read, by what was asked, with what lets the site say that nothing has changed. Plain JSON."""


@dataclass(frozen=True)
class Account:
    """An account: at GitHub its name, at Stack Exchange the site's name there and the number of the user."""

    name: str
    site: str = ""


class Shape(BaseModel):
    """Kept as JSON, and read again by later versions."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Language(Shape):
    """A programming language: in how many repositories it is the main one, and how much of it those hold that were
    looked into; None where none was."""

    name: str
    repositories: int
    bytes: int | None = None


class Repository(Shape):
    """A public repository of the account's own. Years only: hours and days of work are nobody's business."""

    name: str
    language: str = ""
    first_year: int | None = None
    last_year: int | None = None


class Contribution(Shape):
    """A change that somebody else's project took."""

    repository: str  # owner/name
    number: int
    title: str


class GithubFound(Shape):
    """What a GitHub account shows."""

    kind: Literal["github"] = "github"
    account_id: int
    name: str
    since: int | None = None
    own: int = 0
    forks: int = 0
    cut: bool = False
    looked_into: int = 0
    languages: list[Language] = []
    repositories: list[Repository] = []
    first_year: int | None = None
    last_year: int | None = None
    merged: int | None = None
    contributions: list[Contribution] = []


class Tag(Shape):
    """A subject of questions and answers."""

    name: str
    answers: int
    score: int


class StackExchangeFound(Shape):
    """What an account on a site of Stack Exchange shows."""

    kind: Literal["stackexchange"] = "stackexchange"
    account_id: int
    name: str
    site: str
    since: int | None = None
    reputation: int | None = None
    answers: int | None = None
    tags: list[Tag] = []


Found = GithubFound | StackExchangeFound


@dataclass(frozen=True)
class Looked:
    """One look: what was found, what to keep for the next one, and until when the site must not be asked again."""

    found: Found
    parts: Parts
    says_code: bool = False
    pause: datetime | None = None


class Trouble(Exception):
    """There was no look."""


class NotThere(Trouble):
    """The site knows no such account."""


class Away(Trouble):
    """The site could not be reached, or does not answer for now."""


class Unusable(Trouble):
    """The site answered what is no answer."""


class Limited(Trouble):
    """The site wants no more requests before this moment."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.until = until
