"""What is held about one person, as each domain hands it over for that person's own eyes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.words import Sentence


@dataclass(frozen=True)
class Item:
    """One thing held. `source` says where it came from, `holder` which company holds it (empty: only the account).

    `title`, `note`, `at` and `href` are how a page names it, `act` what the person can do about this one, and where.
    `values` is everything, ready to be written as JSON once sentences are told in the reader's language.
    """

    title: str
    source: Sentence
    values: Mapping[str, Any]
    holder: str = ""
    note: str = ""
    at: datetime | None = None
    href: str = ""
    act: tuple[Sentence, str] | None = None


@dataclass(frozen=True)
class HeldFile:
    """A file as it was uploaded, sealed under the key of this custodian."""

    name: str
    object_key: str
    custodian: UUID


@dataclass(frozen=True)
class Holding:
    """Things of one kind. `purpose` is their place in the data map."""

    name: str
    purpose: str
    items: Sequence[Item]
    files: Sequence[HeldFile] = field(default_factory=tuple)


class Holder(Protocol):
    """A domain that holds something about people: it finds all of one person's, whoever has a copy, and opens it."""

    async def __call__(self, session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
        """Everything this domain holds. What cannot be read any more, because a key was destroyed, is left out."""
