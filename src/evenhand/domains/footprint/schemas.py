"""A footprint as the API shows it, to its person alone."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from evenhand.external.footprint import GithubFound, StackExchangeFound
from evenhand.kit.text import Line
from evenhand.kit.words import Sentence

State = Literal["waiting", "ready", "limited", "away", "missing", "unusable", "other", "idle"]


class AccountIn(BaseModel):
    """Which account it is."""

    model_config = ConfigDict(extra="forbid")

    account: Line = Field(
        min_length=1, max_length=300, description="A name at GitHub, or the address of a profile at either site."
    )


class LinkOut(BaseModel):
    """One account, and what was found there."""

    source: Literal["github", "stackexchange"]
    account: str = Field(description="Its name; at Stack Exchange the number of the user.")
    site: str = Field(description="Which site of Stack Exchange; empty for GitHub.")
    url: str
    state: State = Field(
        description="`limited`: the site wants a pause; `away`: not reached; `missing`: no such account; `unusable`: "
        "the answer was of no use; `other`: the name belongs to another account now; `idle`: not looked at."
    )
    next_at: datetime | None = Field(description="When it is tried again by itself.")
    looked_at: datetime | None = Field(description="What was found is as of then.")
    proved_at: datetime | None = Field(
        description="Null while it is only the person's word that this account is theirs."
    )
    code: str = Field(description="Written into the account's own text about itself, it proves the account.")
    found: GithubFound | StackExchangeFound | None = Field(discriminator="kind")


class SuggestionOut(BaseModel):
    """What the person may want to add to their resume. Nothing is changed by itself."""

    skill_id: str
    skill: str
    sentence: Sentence
    url: str


class FootprintOut(BaseModel):
    """Everything about the caller's public work. No company sees any of it, and it is in no score."""

    on: list[str] = Field(description="The sources that may be asked here.")
    allowed: bool = Field(description="Whether the caller agrees to the notice `footprint`.")
    links: list[LinkOut]
    suggestions: list[SuggestionOut]
    dismissed: list[SuggestionOut] = Field(description="What would be suggested, had the caller not dismissed it.")
    resume_id: UUID | None = Field(description="The resume that suggestions are for.")
