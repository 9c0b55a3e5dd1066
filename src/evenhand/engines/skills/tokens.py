"""Cut text into comparable words without losing where each one stood.

Russian words are compared by a stem: one inflectional ending is cut off, the same way in the taxonomy and in
the text. Listed forms were the other choice. A two-word Russian name has some twenty written forms ("складской
учёт", "складского учёта", "складскому учёту" ...), so lists would be long, unreadable in a diff and never
complete, while a rule that only has to map the forms of one word to the same key, and not to a real word, fits
in thirty lines. It does not follow vowels that come and go ("рынок", "рынка"): where an alias needs that, both
forms are listed. English words lose a plural "s" for the same reason.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MARKS = "\u0300-\u036f\u00ad\u200b\u200c\u200d\u2060"  # combining marks, soft hyphens, zero-width joiners
_TOP_LEVEL = "com|org|net|io|dev|ru|рф|eu|de|co|app|me|ai|edu|gov|info|uk"
_NOT_HOSTS = r"asp\.net|vb\.net|ado\.net|ml\.net|socket\.io|monday\.com|draw\.io"  # names of tools that look like hosts
_TOKEN = re.compile(
    rf"""
      (?P<skip> (?:https?://|www\.)\S+                                  # addresses are not claims about skill
              | [\w.+-]{{1,64}}@[\w.-]{{1,255}}
              | (?<![\w.])(?!(?:{_NOT_HOSTS})\b)[\w-]{{1,63}}\.(?:{_TOP_LEVEL})(?!\w)(?:/\S*)? )
    | (?P<word> (?<![\w.])\.net\b
              | (?<!\w)[cfjс](?:\+\+|\#)
              | [^\W_](?:[^\W_]|[{_MARKS}])* )
    """,
    re.VERBOSE,
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060]")
_MAX_GAP = 6  # characters between two words of one name; wider is another column


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its comparison key, how it is joined to the word before, and its span in the original text.

    `joint` is " " (space, line break or hyphen), "/", "&", ".", "'", "" (nothing between), or None where the text
    between the two words ends any name.
    """

    key: str
    joint: str | None
    start: int
    end: int


def fold(text: str) -> str:
    """Lower-case text of the same length, so that offsets in one are offsets in the other."""
    lowered = text.lower()
    if len(lowered) != len(text):  # one letter became two, as the Turkish dotted capital I does
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return lowered.replace("ё", "е")


def tokens(text: str) -> list[Token]:
    """The words of `text` in order, with spans in `text` as it was given. Linear in the length of the text."""
    folded = fold(text)
    found: list[Token] = []
    reached = -1  # where the last word ended; -1 while no name can go on
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        if match.lastgroup == "skip":
            reached = -1
            continue
        joint = _joint(folded[reached:start]) if reached >= 0 and start - reached <= _MAX_GAP else None
        found.append(Token(stem(match.group()), joint, start, end))
        reached = end
    return found


@lru_cache(maxsize=4096)
def _joint(gap: str) -> str | None:
    bare = gap.strip()
    if gap == "":
        return ""
    if bare == "":
        return " " if gap.count("\n") < 2 and "\t" not in gap else None
    if bare in "-‐‑" and gap.rstrip("\n\r ") == bare and ("\n" in gap or gap == bare):
        return " "  # "full-stack", and a word pair broken at a line's end
    if bare in "/&":
        return bare
    if gap == ":":  # "1С:Бухгалтерия"; a heading's colon has a space after it
        return " "
    if bare in {"'", "’"} and gap[0] == bare:
        return "'" if gap == bare else " "  # "driver's licence", "drivers' hours"
    if gap == ".":
        return gap
    return None


_NOUN_ENDINGS = (
    "ами ями иями ией иям иях ием ой ей ом ем ам ям ах ях ою ею ов ев ию ия ии ие ья ье ью ьи а я о е ы и у ю ь й"
)
_ADJECTIVE_ENDINGS = "ого его ому ему ыми ими ая яя ое ее ые ие ый ий ой ей ую юю ых их ым им"
_RUSSIAN_ENDINGS = frozenset(f"{_NOUN_ENDINGS} {_ADJECTIVE_ENDINGS}".split())
_MIN_RUSSIAN = 4  # shorter words are left whole
_MIN_STEM = 3  # what must remain: a shorter stem would join strangers
_MIN_PLURAL = 4
_NOT_PLURAL = ("ss", "us", "is", "ics")  # access, status, analysis, electronics


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """The comparison key of one folded word: the same for its inflected forms, not meant to be shown."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", _INVISIBLE.sub("", word)).replace("ё", "е")
    if "а" <= word[0] <= "я":
        return _russian_stem(word)
    if len(word) >= _MIN_PLURAL and word.endswith("s") and not word.endswith(_NOT_PLURAL):
        return word[:-3] + "y" if word.endswith("ies") and len(word) > _MIN_PLURAL else word[:-1]
    return word


def _russian_stem(word: str) -> str:
    if len(word) < _MIN_RUSSIAN:
        return word
    for length in (3, 2, 1):
        if word[-length:] in _RUSSIAN_ENDINGS and len(word) - length >= _MIN_STEM:
            cut = word[:-length]
            return cut[:-1] if cut.endswith("и") and len(cut) > _MIN_STEM else cut
    return word
