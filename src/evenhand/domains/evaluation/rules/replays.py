"""What a grade rests on, and what grading it once more came to."""

from dataclasses import dataclass

from evenhand.engines.grading import Difference


@dataclass(frozen=True)
class Inputs:
    """Everything a grade rests on. The answer is the text people see: spans count its code points."""

    question: str
    gold: str
    key_points: tuple[str, ...]
    red_flags: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Replay:
    """A grade made once more from the stored inputs, and where it differs from the one that was kept."""

    seal: str
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether it is the same result with the same seal, and the kept one was not tampered with."""
        return not self.differences

    @property
    def again(self) -> str:
        """The seal that came out this time."""
        return next((str(one.fresh) for one in self.differences if one.where == "/seal"), self.seal)
