"""Turns a text into sentences and words whose offsets point into the text a person sees."""

import re
import unicodedata
from dataclasses import dataclass

from evenhand.engines.grading import lexicon
from evenhand.engines.grading.words import FUNCTION_WORDS, is_negator, stem

# A sentence without punctuation is cut here, so that a run-on or a dictated answer still has places to point at.
MAX_SENTENCE_WORDS = 50

_WORD = re.compile(
    r"(?P<number>\d+(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    r"|[^\W\d_][\w\u00ad\u200b-\u200f\u2060\ufeff]*(?:['’`ʼ][^\W\d_]+|\"t\b)*(?:\+\+|#)?"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_APOSTROPHE = re.compile('[’`ʼ"]')
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[\r\n\u2028\u2029]+|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|mr|mrs|ms|dr|т\.е|т\.к|т\.д|т\.п|напр)|\b[A-ZА-Я])\.$", re.IGNORECASE
)
_CLAUSE_MARK = re.compile(r"[;:,()\[\]—–]|\s-\s|[.!?…]")
_CLAUSE_WORDS = lexicon.words("clause words")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number.

    `start` and `end` are code points in the source. `norm` is lower case without invisible characters; a number is in
    plain digits. `content` is false for words that only hold a sentence together; `opens` says that a clause begins.
    """

    norm: str
    stem: str
    start: int
    end: int
    number: bool
    content: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens `first:last` of a passage."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its words and sentences. Every offset points into `source`."""

    source: str
    tokens: tuple[Token, ...]
    sentences: tuple[Stretch, ...]

    def span(self, stretch: Stretch) -> tuple[int, int]:
        """The characters of a stretch that holds at least one token."""
        return self.tokens[stretch.first].start, self.tokens[stretch.last - 1].end


def read_text(source: str) -> Passage:
    """Split a text into words and sentences; control characters, bidi marks and emoji are no words."""
    tokens: list[Token] = []
    sentences: list[Stretch] = []
    first = 0
    for match in _WORD.finditer(source):
        gap = source[tokens[-1].end if tokens else 0 : match.start()]
        ends = _ends_sentence(source, tokens[-1].end if tokens else 0, gap) or len(tokens) - first >= MAX_SENTENCE_WORDS
        if ends and len(tokens) > first:
            sentences.append(Stretch(first, len(tokens)))
            first = len(tokens)
        tokens.append(_token(match, opens=ends or not tokens or _CLAUSE_MARK.search(gap) is not None))
    if len(tokens) > first:
        sentences.append(Stretch(first, len(tokens)))
    return Passage(source, tuple(tokens), tuple(sentences))


def _ends_sentence(source: str, gap_start: int, gap: str) -> bool:
    end = _SENTENCE_END.search(gap)
    if end is None:
        return False
    if end.group() != ".":
        return True
    return _ABBREVIATION.search(source[max(0, gap_start - 8) : gap_start + end.end()]) is None


def _token(match: re.Match[str], *, opens: bool) -> Token:
    if match["number"]:
        norm = _plain_number(match["number"])
        return Token(norm, norm, match.start(), match.end(), True, True, opens)
    norm = _APOSTROPHE.sub("'", _INVISIBLE.sub("", unicodedata.normalize("NFKC", match.group())).casefold())
    content = norm not in FUNCTION_WORDS and norm not in _CLAUSE_WORDS and not is_negator(norm)
    return Token(norm, stem(norm), match.start(), match.end(), False, content, opens or norm in _CLAUSE_WORDS)


def _plain_number(digits: str) -> str:
    digits = re.sub("[\u00a0\u202f]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    digits = digits.replace(",", ".")
    whole, _, part = digits.partition(".")
    # Digits of other scripts (٣, ३) are digits too.
    plain = str(int(whole)) if len(whole) <= 30 else whole
    return f"{plain}.{part}" if part else plain
