"""What is asked of the log, and an entry as it is shown."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from evenhand.domains.audit.rules import Act
from evenhand.kit.addresses import network_of
from evenhand.kit.cursor import DEFAULT_LIMIT, MAX_CURSOR_CHARS, MAX_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.words import Sentence, say


class Names(Protocol):
    """What the people of an organisation are called. The wiring fills it: the log itself knows ids only."""

    async def __call__(self, session: Session, *, org_id: UUID) -> Mapping[UUID, str]:
        """By id, in the order they are listed in."""


class Companies(Protocol):
    """What the organisations of the installation are called."""

    async def __call__(self, session: Session) -> Mapping[UUID, str]:
        """By id, in the order they are listed in."""


class Search(BaseModel):
    """Which entries are asked for; an empty part leaves none out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    person: UUID | None = Field(None, description="Who did it.")
    act: Act | None = None
    object: UUID | None = Field(None, description="What it was done to.")
    organisation: UUID | None = Field(
        None, description="Whose chain, for platform administrators; zeros are the installation's own."
    )
    since: date | None = Field(None, description="The first day, in UTC.")
    until: date | None = Field(None, description="The last day, in UTC.")
    network: str | None = Field(
        None, max_length=50, description="The address it came from, or its network: only the network is kept."
    )

    @field_validator("person", "act", "object", "organisation", "since", "until", "network", mode="before")
    @classmethod
    def _nothing_asked(cls, value: Any) -> Any:
        return value.strip() or None if isinstance(value, str) else value

    @field_validator("network")
    @classmethod
    def _as_kept(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not (network := _network(value)):
            raise ValueError(say("Write an address such as 192.0.2.7, or a network such as 192.0.2.0/24."))
        return network

    @classmethod
    def lenient(cls, sent: Mapping[str, Any]) -> "Search":
        """From a page's address. What cannot be understood leaves nothing out."""
        try:
            return cls.model_validate(dict(sent))
        except ValidationError as error:
            wrong = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
            return cls.model_validate({name: value for name, value in sent.items() if name not in wrong})

    @property
    def is_empty(self) -> bool:
        """Whether every entry fits."""
        return not self.model_dump(exclude_none=True)

    def codes(self) -> dict[str, str | UUID] | None:
        """What was asked for, as the log may tell it."""
        asked: dict[str, str | UUID] = {
            name: value if isinstance(value, UUID) else str(value)
            for name in ("person", "act", "object", "organisation", "since", "until")
            if (value := getattr(self, name)) is not None
        }
        return ({**asked, "from": "network"} if self.network else asked) or None

    def scope(self) -> dict[str, Any]:
        """As `queries.entries` takes it."""
        return {
            "person_id": self.person,
            "act": self.act or "",
            "object_id": self.object,
            "since": _midnight(self.since) if self.since else None,
            "network": self.network or "",
            "until": _midnight(self.until + timedelta(days=1)) if self.until and self.until < date.max else None,
        }


class SearchQuery(Search):
    """The same, a page at a time."""

    cursor: Annotated[str, Field(max_length=MAX_CURSOR_CHARS, description="`next` of the page before.")] = ""
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT


def _network(text: str) -> str:
    try:
        return network_of(text)
    except ValueError:  # wider than what is kept
        return ""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


class EntryOut(BaseModel):
    """One entry. `seq` and `hash` are null until it is sealed, a second or two later."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    org_id: UUID = Field(description="Whose chain it is in; zeros are the installation's own.")
    at: datetime
    act: str
    label: Sentence = Field(description="The act in words.")
    person_id: UUID | None = Field(
        description="Who did it; null for the product itself, and for whoever could not sign in."
    )
    role: str
    object_kind: str
    object_id: UUID | None
    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    network: str
    request_id: str
    seq: int | None
    hash: str | None
