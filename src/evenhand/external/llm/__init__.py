"""Language models: text for text, or a filled Pydantic model, or text as it is written.

None need be there: `null` says so, and whoever asks does without. What an answer says is a proposal; whoever asked
checks it against what it was made of.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

__all__ = [
    "Answer",
    "Away",
    "Brief",
    "CutOff",
    "Filled",
    "LanguageModels",
    "Message",
    "NotThere",
    "Place",
    "Tally",
    "Trouble",
    "Unusable",
    "Usage",
]

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class Message:
    """One turn of a conversation. `system` says what is to be done, `user` and `assistant` are what was said."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True)
class Brief:
    """What is asked. `most_tokens` bounds the answer; `outside` lets it go to endpoints that are not the operator's."""

    messages: Sequence[Message]
    most_tokens: int = 1_000
    outside: bool = False


@dataclass(frozen=True)
class Usage:
    """Tokens, as the endpoint counted them, or by our own rough count; and what they cost."""

    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    estimated: bool = False

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.cost + other.cost,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True)
class Answer:
    """A text, who wrote it (the endpoint's key, its model) and what it took. `raw` is every reply as it came."""

    text: str
    endpoint: str
    model: str
    usage: Usage
    raw: Sequence[str] = ()
    complete: bool = True


@dataclass(frozen=True)
class Filled(Generic[Shape]):
    """A model filled from an answer, and the answer. `repaired` says that the first one did not fit."""

    value: Shape
    answer: Answer
    repaired: bool = False


@dataclass(frozen=True)
class Place:
    """An endpoint for the eyes of an operator: never its key. `resting` is for how many seconds it is left alone."""

    key: str
    model: str
    url: str
    own: bool
    has_api_key: bool
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)
    resting: float = 0.0
    trouble: str = ""


@dataclass
class Tally:
    """What a stream took, known once it has ended."""

    answer: Answer | None = None
    pieces: list[str] = field(default_factory=list)


class Trouble(Exception):
    """No answer that can be used. The text is for the log and the operator: it quotes nothing that was sent or said.

    `usage` is what was spent all the same, `endpoint` who was asked last, `raw` what came.
    """

    def __init__(self, text: str, *, usage: Usage | None = None, endpoint: str = "", raw: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.usage = usage or Usage()
        self.endpoint = endpoint
        self.raw = raw


class NotThere(Trouble):
    """No endpoint is configured, or none that may be asked this."""


class Away(Trouble):
    """Every endpoint was asked, or is resting after too many failures."""


class Unusable(Trouble):
    """There was an answer, and after one repair it still had not the shape that was asked for."""


class CutOff(Trouble):
    """A stream ended in the middle. What had come stays with whoever read it."""


class LanguageModels(Protocol):
    """Asks the configured endpoints, in their order, the next one when one is away."""

    def places(self) -> Sequence[Place]:
        """What is configured, and how it is."""

    async def complete(self, brief: Brief) -> Answer:
        """A text. Raises NotThere, Away."""

    async def fill(self, brief: Brief, shape: type[Shape]) -> Filled[Shape]:
        """A filled model. Raises NotThere, Away, Unusable."""

    def stream(self, brief: Brief, tally: Tally) -> AsyncGenerator[str, None]:
        """Pieces of a text as they are written; `tally` tells afterwards what it took. Raises NotThere, Away, CutOff.

        Closing it, or cancelling whoever reads, hangs up.
        """
