"""A question with its gold answers, key points and red flags, read once and kept for the next answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from evenhand.engines.embeddings import TextEncoder
from evenhand.engines.grading.account import STANDARD_POINTS, asks_for_account, is_account, without_reporting
from evenhand.engines.grading.claims import extract_claims
from evenhand.engines.grading.language import language_of
from evenhand.engines.grading.reading import Reading, meet, read_reference
from evenhand.engines.grading.setting import Setting, make_setting

MAX_REFERENCE_CHARS = 20_000
MAX_ALTERNATIVES = 20
MAX_POINTS = 30
# References kept ready: about half a megabyte each.
_KEPT = 32


class GradingRefused(Exception):
    """The question cannot be graded as it was given; `code` is stable, `message` says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, eq=False)
class Point:
    """One claim an answer should make, or a red flag it should not; `text` is how it was given."""

    text: str
    reading: Reading


@dataclass(frozen=True, eq=False)
class Alternative:
    """One gold answer with the points an answer is held against; the reading is None where only key points exist."""

    gold: Reading | None
    points: tuple[Point, ...]


@dataclass(frozen=True, eq=False)
class Reference:
    """All that answers to one question are compared with."""

    question: Reading
    alternatives: tuple[Alternative, ...]
    points_given: bool
    account: bool
    red_flags: tuple[Point, ...]
    setting: Setting
    stems: frozenset[str]

    @property
    def golds(self) -> tuple[Reading, ...]:
        """The gold answers that have words."""
        return tuple(alternative.gold for alternative in self.alternatives if alternative.gold is not None)


def make_reference(
    *,
    question: str,
    gold: Sequence[str],
    key_points: Sequence[str] = (),
    red_flags: Sequence[str] = (),
    encoder: TextEncoder,
) -> Reference:
    """Read a question and what a good answer holds. Without key points they are taken from each gold answer.

    Raises:
        GradingRefused: a text is too long, or there are too many of them.
    """
    _check("gold answers", gold, MAX_ALTERNATIVES)
    _check("key points", key_points, MAX_POINTS)
    _check("red flags", red_flags, MAX_POINTS)
    _check("questions", [question], 1)
    return _read(question, tuple(gold), tuple(key_points), tuple(red_flags), encoder)


def _check(what: str, texts: Sequence[str], most: int) -> None:
    if len(texts) > most:
        raise GradingRefused("too_many", f"A question takes up to {most} {what}; this one has {len(texts)}.")
    for text in texts:
        if len(text) > MAX_REFERENCE_CHARS:
            raise GradingRefused(
                "too_long",
                f"One of the {what} has {len(text):,} characters. Shorten it to {MAX_REFERENCE_CHARS:,}.",
            )


@lru_cache(maxsize=_KEPT)
def _read(
    question: str,
    gold: tuple[str, ...],
    key_points: tuple[str, ...],
    red_flags: tuple[str, ...],
    encoder: TextEncoder,
) -> Reference:
    meet([question, *gold, *key_points, *red_flags], encoder)
    asked = read_reference(question, encoder)
    golds = [reading for text in gold if (reading := read_reference(text, encoder)).passage.tokens]
    account = asks_for_account(asked.passage)
    if account and not key_points and golds and all(is_account(reading.passage) for reading in golds):
        # Nobody else lives the story of the gold answer: without key points only the telling can be judged.
        key_points = STANDARD_POINTS["ru" if language_of(asked.passage) == "ru" else "en"]
    given = _points(key_points, encoder, account=account)
    flags = _points(red_flags, encoder, account=account)
    if given:
        first = Alternative(golds[0] if golds else None, given)
        alternatives = (first, *(Alternative(reading, given) for reading in golds[1:]))
    else:
        alternatives = tuple(
            Alternative(reading, _points(extract_claims(reading.passage.source, question=question), encoder))
            for reading in golds
        )
    setting = make_setting(asked, [*golds, *(point.reading for point in given)])
    told = [asked, *golds, *(point.reading for point in (*given, *flags))]
    stems = frozenset(stem for reading in told for stem in reading.stems)
    return Reference(asked, alternatives, bool(given), account, flags, setting, stems)


def _points(texts: Sequence[str], encoder: TextEncoder, *, account: bool = False) -> tuple[Point, ...]:
    readings = ((text, read_reference(without_reporting(text) if account else text, encoder)) for text in texts)
    return tuple(Point(text, reading) for text, reading in readings if reading.passage.tokens)
