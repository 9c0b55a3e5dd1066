"""Which questions an interview asks, which of a set a new generation may take away, and what a key point has to be."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol, TypeVar

Kind = Literal["technical", "behavioural", "situational"]
Difficulty = Literal["easy", "medium", "hard"]
Status = Literal["draft", "approved", "rejected"]

KINDS: tuple[Kind, ...] = ("technical", "behavioural", "situational")
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
KIND_WORDS: Mapping[str, str] = {
    "technical": "Technical",
    "behavioural": "Behavioural",
    "situational": "Situational",
}
DIFFICULTY_WORDS: Mapping[str, str] = {"easy": "Easy", "medium": "Medium", "hard": "Hard"}

GENERATED = 10
"""How many generated questions a set is filled up to; rejected ones do not count."""

FEWEST_APPROVED = 3
ASKED = 6
MIX: tuple[Kind, ...] = ("technical", "situational", "technical", "behavioural", "technical", "technical")
"""The kinds of the questions of one interview, in the order they are looked for."""

ONE_WORD = "One word matches almost any answer. Write it as a claim, for example “A row lock is held until commit”."
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")


class Asked(Protocol):
    """What choosing needs to know of a question."""

    @property
    def position(self) -> int:
        """Its place in the set."""

    @property
    def kind(self) -> str:
        """One of KINDS."""

    @property
    def skill_id(self) -> str:
        """A skill of the taxonomy, or empty."""

    @property
    def difficulty(self) -> str:
        """One of DIFFICULTIES."""


Q = TypeVar("Q", bound=Asked)


def check_claim(point: str) -> str:
    """A key point as it is kept. Raises ValueError for a single word, which says nothing that could be true."""
    if len(_WORD.findall(point)) < 2:
        raise ValueError(ONE_WORD)
    return point


def share(points: int) -> int | None:
    """What each of so many key points counts, in per cent: all count the same."""
    return round(100 / points) if points else None


def choose(questions: Iterable[Q], *, required: Sequence[str], count: int = ASKED) -> list[Q]:
    """The questions to ask, in the order they are asked: a mix of kinds, required skills first, easy to hard.

    Each slot of the mix takes the question whose skill was asked least so far, then the one whose skill the job names
    first; a kind that has run out gives its slot to any other. The same set always gives the same interview.
    """
    left = sorted(questions, key=lambda question: question.position)
    chosen: list[Q] = []
    seen: Counter[str] = Counter()
    rank = {skill_id: place for place, skill_id in enumerate(required)}

    def claim(question: Q) -> tuple[int, int, int, int]:
        place = rank.get(question.skill_id, len(rank))
        return seen[question.skill_id], place, DIFFICULTIES.index(_difficulty(question)), question.position

    while left and len(chosen) < count:
        wanted = MIX[len(chosen) % len(MIX)]
        best = min([one for one in left if one.kind == wanted] or left, key=claim)
        left.remove(best)
        chosen.append(best)
        seen[best.skill_id] += 1
    return sorted(chosen, key=lambda one: (DIFFICULTIES.index(_difficulty(one)), KINDS.index(_kind(one)), one.position))


def _difficulty(question: Asked) -> Difficulty:
    return next(one for one in DIFFICULTIES if one == question.difficulty)


def _kind(question: Asked) -> Kind:
    return next(one for one in KINDS if one == question.kind)


def is_untouched(*, status: str, version: int, library_id: str) -> bool:
    """Whether nobody has worked on a generated question yet: only such a one may a new generation take away."""
    return status == "draft" and version == 1 and bool(library_id)


def falls_away(
    *,
    status: str,
    version: int,
    library_id: str,
    kind: str,
    skill_id: str,
    job_skills: Iterable[str],
    generated: Iterable[str],
) -> bool:
    """Whether a technical question was generated for a skill that the job asks for no more, and nobody worked on it.

    `generated` are the ids of what would be generated today: a question there may be about what a skill builds on.
    What someone has done or would do can be asked for any job.
    """
    return (
        is_untouched(status=status, version=version, library_id=library_id)
        and kind == "technical"
        and skill_id not in set(job_skills)
        and library_id not in set(generated)
    )
