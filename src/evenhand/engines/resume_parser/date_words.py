"""How dates are spelled: a regular expression for a point in time, and those for what stands around points.

Every quantifier is bounded, so that no text makes a search slower than linear.
"""

import re

from .lexicon import alternatives, fold, owners, spelled, topic

YEAR = r"(?:19[4-9]\d|20\d\d)"
_MONTH = spelled(word for lexicon in topic("dates") for listed in lexicon["months"].values() for word in listed)
_SEASON = spelled(word for lexicon in topic("dates") for listed in lexicon["seasons"].values() for word in listed)
_PRESENT = alternatives("dates", "present")
_MASKED = r"(?:19|20)(?:[XxХх]{2}|[_?]{2})"
_MARK = rf"(?:\s?(?:{alternatives('dates', 'year_marks')})(?!\w))?"
_DASH = r"[-–—−‑~→…]"

POINT = re.compile(
    rf"""(?<![\w$€£₽#@+])(?<!\d[.,/])(?:
      (?P<short>{YEAR})(?:\s?[–—]\s?(?P<short_end>\d\d)|-(?P<short_far>1[3-9]|[2-9]\d))(?![\w./-])
    | (?P<slash_month>0[1-9]|1[0-2])/(?P<slash_year>\d\d)\s?{_DASH}\s?
      (?P<until_month>0[1-9]|1[0-2])/(?P<until_year>\d\d)(?![\w./])
    | (?P<slash_month_now>0[1-9]|1[0-2])/(?P<slash_year_now>\d\d)(?=\s?{_DASH}\s?(?:{_PRESENT})(?!\w))
    | (?P<iso_year>{YEAR})[-/.](?P<iso_month>1[0-2]|0?[1-9])(?:[-/.](?P<iso_day>3[01]|[12]\d|0?[1-9]))?(?!\w)
    | (?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<full_year>{YEAR})(?!\w)
    | (?P<month>1[0-2]|0?[1-9])\s?[./-]\s?(?P<month_year>{YEAR})(?!\w|\.\d)
    | (?:(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s{{1,2}})?(?P<named>{_MONTH})
      (?:\s?(?P<named_day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,)?
      [\s,/-]{{0,3}}(?:(?P<named_year>{YEAR})|['’](?P<named_short>\d\d)|(?P<named_masked>{_MASKED}))(?!\w)
    | (?P<year_first>{YEAR})[\s,]{{1,3}}(?P<month_after>{_MONTH})(?!\w)(?!\s?\d)
    | (?P<season>{_SEASON})[\s,]{{1,3}}(?P<season_year>{YEAR})(?!\w)
    | (?:Q(?P<quarter>[1-4])|(?P<quarter_ru>[1-4])[\s-]{{0,2}}(?:й\s)?кв(?:артал|\.)?)
      [\s,/-]{{0,3}}(?P<quarter_year>{YEAR})(?!\w)
    | (?P<year>{YEAR})(?!\w)(?![%+°])
    | (?P<masked>{_MASKED})(?!\w)
    | (?P<bare_month>{_MONTH})(?=\s{{0,3}}{_DASH}\s{{0,3}}(?:{_MONTH})(?!\w))
    | (?P<present>{_PRESENT})(?!\w)
    ){_MARK}""",
    re.IGNORECASE | re.VERBOSE,
)
_RANGE_WORDS = alternatives("dates", "range")
BETWEEN = re.compile(rf"\s*(?:{_DASH}{{1,3}}\s*(?:(?:{_RANGE_WORDS})\s)?|(?:{_RANGE_WORDS})\s)\s*", re.IGNORECASE)
OPEN_END = re.compile(rf"\s*{_DASH}{{1,3}}\s*$")
ISO_BETWEEN = re.compile(r"\s?/\s?")  # ISO 8601: "2019-03/2021-06"
ENDS_IN_MONTH = re.compile(rf"(?<!\w)(?:{_MONTH})\s*$", re.IGNORECASE)
ENDS_AT_MONTH = re.compile(rf"{YEAR}{_MARK}\s?{_DASH}{{1,3}}\s?(?:{_MONTH})$", re.IGNORECASE)  # a year is to follow
SINCE = re.compile(rf"(?:^|[\s(,;:|])(?:{alternatives('dates', 'since')})\s{{1,2}}$", re.IGNORECASE)
_BEFORE = alternatives("dates", "before")
BEFORE = re.compile(rf"(?:^|(?<=[\s(,;:|·•–—-]))(?:(?:{_BEFORE})\s?:?\s{{0,2}}){{1,2}}$", re.IGNORECASE)
EXPECTED = re.compile(rf"\s*{_DASH}\s*(?:(?:{_BEFORE})\s?){{1,2}}", re.IGNORECASE)
WIDEST_GAP = 30  # code points between two points of one range
LONGEST_LEAD = 40  # code points before a point that may say what it is

_YEARS = alternatives("dates", "years")
_MONTHS = alternatives("dates", "months_long")
DURATION = re.compile(
    rf"""(?<![\w.,/])[≈~]?(?:
      \d{{1,2}}\s?(?:{_YEARS})(?:\s?(?:,|and|и)?\s?\d{{1,2}}\s?(?:{_MONTHS}))?
    | \d{{1,2}}\s?(?:{_MONTHS})
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)

_MONTH_NUMBERS = {
    fold(word): int(number)
    for lexicon in topic("dates")
    for number, listed in lexicon["months"].items()
    for word in listed
}
_SEASON_NAMES = owners("dates", "seasons")


def month_number(word: str) -> int:
    """1 to 12 for a month's name or abbreviation in any of the languages."""
    return _MONTH_NUMBERS[fold(word)]


def season_name(word: str) -> str:
    """ "spring", "summer", "autumn" or "winter"."""
    return _SEASON_NAMES[fold(word)]
