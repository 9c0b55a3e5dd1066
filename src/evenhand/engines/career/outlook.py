"""What a report holds: roles, skills, certificates, a market and months, each figure with the openings behind it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from .facts import Words

ENOUGH = 10
"""Near openings below which a report says that it rests on little."""

Step = Literal["show", "learn", "build", "name", "practise", "apply"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill, and how many of `of` near openings ask for it, `required` of them as a must.

    `ids` are the first of these openings. Of a skill the resume has: the `words` that name it. Of one it has not: the
    skills of the resume that most of these openings ask for `beside` it.
    """

    skill: str
    count: int
    of: int
    required: int
    ids: tuple[str, ...]
    words: tuple[Words, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A role by its title: how far the resume answers what its openings ask for (0 to 100), by which skills, and how
    many of them ask for more years than the resume shows."""

    title: str
    fit: int
    openings: int
    beyond: int
    has: tuple[str, ...]
    misses: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pay:
    """What near openings state in one currency and period: how many do, the lowest, the middle, the highest."""

    currency: str
    period: str
    count: int
    lowest: float
    middle: float
    highest: float


@dataclass(frozen=True, slots=True)
class CertificateNamed:
    """A certificate that near openings name, and whether the resume lists it."""

    name: str
    count: int
    held: bool
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """The openings looked at (`complete`: all with a skill of the resume), those near it, and what is counted there."""

    openings: int
    complete: bool
    near: int
    in_country: int
    remote: int
    countries: tuple[tuple[str, int], ...]
    hot: tuple[Wanted, ...]
    pay: tuple[Pay, ...]

    @property
    def little(self) -> bool:
        """Whether this is too few openings to build on."""
        return self.near < ENOUGH


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the plan, counted from 1: the skill it is about ("" for none), and what to do."""

    month: int
    skill: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The whole. `seal` is a hash over all of it, its inputs' hashes among it."""

    roles: tuple[Role, ...]
    double_down: tuple[Wanted, ...]
    learn: tuple[Wanted, ...]
    certificates: tuple[CertificateNamed, ...]
    market: Market
    plan: tuple[Month, ...]
    manifest: Mapping[str, Any] = field(default_factory=dict)
    seal: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)
