"""Which questions an interview asks, which of a set a new generation may take away, and what a key point has to be."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypeVar

from evenhand.kit.words import Sentence, say

Kind = Literal["technical", "behavioural", "situational"]
Difficulty = Literal["easy", "medium", "hard"]
Status = Literal["draft", "approved", "rejected"]

KINDS: tuple[Kind, ...] = ("technical", "behavioural", "situational")
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
KIND_WORDS: Mapping[str, Sentence] = {
    "technical": say("Technical"),
    "behavioural": say("Behavioural"),
    "situational": say("Situational"),
}
DIFFICULTY_WORDS: Mapping[str, Sentence] = {"easy": say("Easy"), "medium": say("Medium"), "hard": say("Hard")}

Mix = Literal["level", "easier", "even", "harder"]
MIX_WORDS: Mapping[Mix, Sentence] = {
    "level": say("What suits the level"),
    "easier": say("Mostly easy"),
    "even": say("Easy, medium and hard alike"),
    "harder": say("Mostly hard"),
}

GENERATED = 10
"""How many generated questions a set is filled up to, if nobody wants another number. Rejected ones do not count."""

MOST_QUESTIONS = 60
"""More than these nobody could review."""

FEWEST_APPROVED = 3
ASKED = 6
MIX: tuple[Kind, ...] = ("technical", "situational", "technical", "behavioural", "technical", "technical")
"""The kinds of the questions of one interview, in the order they are looked for."""

ONE_WORD = say(
    "One word matches almost any answer. Write it as a claim, for example “A row lock is held until commit”."
)
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


class Covering(Protocol):
    """What covering a skill needs to know of a question."""

    @property
    def skill_id(self) -> str:
        """A skill of the taxonomy, or empty."""

    @property
    def status(self) -> str:
        """draft, approved or rejected."""

    @property
    def why(self) -> Mapping[str, Any]:
        """The generator's reason, or nothing."""


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
    *, status: str, version: int, library_id: str, kind: str, why: Mapping[str, Any], job_skills: Iterable[str]
) -> bool:
    """Whether a technical question was generated for a skill that the job asks for no more, and nobody worked on it.

    `why` is the generator's reason, which names the skill it was chosen for. What someone has done or would do can be
    asked for any job.
    """
    return (
        is_untouched(status=status, version=version, library_id=library_id)
        and kind == "technical"
        and why.get("skill_id") not in set(job_skills)
    )


def uncovered(job_skills: Iterable[str], questions: Iterable[Covering]) -> list[str]:
    """The skills of a job that no question of its set is about, in the job's order. Rejected ones ask about nothing.

    A question that was chosen for a skill, such as one about what it builds on, counts for it.
    """
    live = [question for question in questions if question.status != "rejected"]
    about = {question.skill_id for question in live} | {str(question.why.get("skill_id", "")) for question in live}
    return [skill_id for skill_id in job_skills if skill_id not in about]
