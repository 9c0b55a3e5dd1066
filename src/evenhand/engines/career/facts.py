"""What a report is computed from: one resume's skills, and openings."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the resume: offsets in code points, the end exclusive; `text` is the line around them."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a person, and nothing else is asked for.

    `skills` by id, each with the words that name it (none where the person added it by hand), months of work (0: not
    known), ISO country or "", and the certificates the resume lists.
    """

    skills: Mapping[str, tuple[Words, ...]]
    months: int = 0
    country: str = ""
    certificates: tuple[str, ...] = ()

    def digest(self) -> str:
        """A hash of all of it."""
        skills = {skill: [asdict(one) for one in self.skills[skill]] for skill in sorted(self.skills)}
        return digest([skills, self.months, self.country, list(self.certificates)])


@dataclass(frozen=True, slots=True)
class Salary:
    """What an opening states: yearly, monthly or hourly (`period`), from, to, and in which currency."""

    lowest: float | None
    highest: float | None
    currency: str
    period: str


@dataclass(frozen=True, slots=True)
class Opening:
    """One job that is open now. `years` of work it asks for at the least."""

    id: str
    title: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    country: str = ""
    remote: bool = False
    years: int = 0
    salary: Salary | None = None
    text: str = ""

    @property
    def skills(self) -> frozenset[str]:
        """All it asks for."""
        return frozenset((*self.required, *self.optional))


@dataclass(frozen=True, slots=True)
class Seen:
    """The openings of a market, and whether these are all there are with a skill of the candidate."""

    openings: tuple[Opening, ...]
    complete: bool = True
    categories: Mapping[str, str] = field(
        default_factory=dict
    )  # of each skill; "soft" and "languages" are of all trades

    def digest(self) -> str:
        """A hash of all of it, whatever its order."""
        return digest([self.complete, [asdict(one) for one in sorted(self.openings, key=lambda one: one.id)]])


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
