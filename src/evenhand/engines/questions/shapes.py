"""What a library question holds: its words, the claims of a right answer, what each level is expected to say."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["technical", "behavioural", "situational"]
Difficulty = Literal["easy", "medium", "hard"]
Level = Literal["junior", "middle", "senior", "lead"]
Language = Literal["en", "ru"]


class LibraryInvalid(ValueError):
    """A library file holds a mistake; the message names the question."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer holds at each level, a sentence or two each; nothing is scored by it."""

    junior: str = ""
    middle: str = ""
    senior: str = ""

    def at(self, level: Level) -> str:
        """A lead is expected to answer as a senior does."""
        return {"junior": self.junior, "middle": self.middle}.get(level, self.senior)


@dataclass(frozen=True, slots=True)
class LibraryQuestion:
    """One question with a good answer, the claims such an answer must make, and claims that contradict it.

    `skill_id` is the skill it is about, None for a question that belongs to no skill; `also` names further skills that
    it tests. For a behavioural question `gold` is one example of a good account, told by someone who was there.
    `follow_ups` are what one may ask afterwards in conversation. `version` grows when the meaning of the question does.
    """

    id: str
    kind: Kind
    skill_id: str | None
    difficulty: Difficulty
    text: str
    gold: str
    key_points: tuple[str, ...]
    red_flags: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    expected: Expected = Expected()
    follow_ups: tuple[str, ...] = ()
    version: int = 1
    language: Language = "en"
