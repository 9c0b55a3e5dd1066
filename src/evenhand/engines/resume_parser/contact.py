"""E-mail addresses, telephone numbers and web addresses."""

import re
from collections.abc import Iterable, Sequence

import phonenumbers

from evenhand.engines.documents import Document

from .dates import find_periods
from .draft import GUESS, LIKELY, SURE, Leaf
from .lexicon import alternatives
from .span import Span

_EMAIL = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9_][A-Za-z0-9_.+%-]{0,63}@(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,5}[A-Za-zрф]{2,24}(?![\w@-])"
)
_TLDS = (
    "com|org|net|io|dev|me|info|app|ai|co|edu|gov|tech|page|site|online|blog|ru|su|рф|by|ua|kz|eu|de|uk|fr|es|it|nl|pl|cz|ch|at|se"
    "|no|fi|dk|be|pt|ca|us|in|au|nz|br|jp|kr|cn|sg|il|tr|ee|lv|lt|am|ge|xyz|pro|work|link|design|digital|team"
)
_URL = re.compile(
    rf"(?<![\w@.-])(?:https?://[^\s|·•<>()\[\]\"“”]{{3,300}}|www\.[^\s|·•<>()\[\]\"“”,]{{3,300}}"
    rf"|(?:[A-Za-zА-Яа-я0-9](?:[A-Za-zА-Яа-я0-9-]{{0,62}})\.){{1,4}}(?:{_TLDS})(?![\w@-])(?:/[^\s|·•<>()\[\]\"“”,]{{0,200}})?)",
)
_PHONE = re.compile(r"(?<![\w.])(?:\(?\+|\()?\d(?:[\s().\-–‑/]{0,3}\d){6,14}(?![\w])")
_LABELLED = re.compile(rf"(?:^|[\s(|])(?:{alternatives('basics', 'phone_labels')})\s?[:.]?\s?$", re.IGNORECASE)
_NORTH_AMERICAN = re.compile(r"\(?[2-9]\d\d\)?[ .\-–]{1,2}[2-9]\d\d[ .\-–]\d{4}")
_RUSSIAN = re.compile(r"8[\s(.\-]{0,2}[3489]\d\d.*")
_YEAR_DIGITS = 4
_DASHES = str.maketrans({"–": "-", "‑": "-", "—": "-", "/": " "})


def find_email(document: Document, spans: Sequence[Span]) -> Leaf | None:
    """The first address in `spans`, else behind a mailto link."""
    for span in spans:
        if (match := _EMAIL.search(span.text)) is not None:
            return Leaf(match.group(), span.start + match.start(), span.start + match.end(), SURE)
    for link in document.links:
        address = link.url[len("mailto:") :].split("?")[0]
        if link.url.lower().startswith("mailto:") and _EMAIL.fullmatch(address) and link.end > link.start:
            return Leaf(address, link.start, link.end, LIKELY)
    return None


def emails_in(text: str) -> list[tuple[int, int]]:
    """Where addresses stand in `text`."""
    return [match.span() for match in _EMAIL.finditer(text)]


def phones_in(text: str) -> list[tuple[int, int]]:
    """Where runs of digits stand in `text` that may be telephone numbers."""
    return [match.span() for match in _PHONE.finditer(text)]


def find_phone(spans: Iterable[Span], region: str | None) -> Leaf | None:
    """The first telephone number: E.164 where the number, its form or `region` tells the country, else as written."""
    for span in spans:
        dates = find_periods(span)
        for match in _PHONE.finditer(span.text):
            start, end = span.start + match.start(), span.start + match.end()
            inside = [period for period in dates if period.start < end and start < period.end]
            if any(not period.single or period.end - period.start > _YEAR_DIGITS for period in inside):
                continue  # "03/2015 - 12/2018" has the digits of a telephone number
            labelled = _LABELLED.search(span.text, 0, match.start()) is not None
            found = _number(match.group(), region, labelled=labelled)
            if found is not None and (not inside or found[1] > GUESS):  # "029 2018 0642" is a number of Cardiff
                return Leaf(found[0], start, end, found[1])
    return None


def _number(written: str, region: str | None, *, labelled: bool) -> tuple[str, float] | None:
    text = written.translate(_DASHES)
    if "+" in text:
        return _e164(text, None, SURE)
    if _RUSSIAN.fullmatch(text) and region in (None, "RU", "KZ") and len(re.sub(r"\D", "", text)) == 11:
        return _e164(text, "RU", SURE if region else LIKELY)
    if region is not None and (found := _e164(text, region, SURE)) is not None:
        return found
    if _NORTH_AMERICAN.fullmatch(text):  # whichever country of +1 it is
        return _e164(text, "US", LIKELY)
    return (written, GUESS) if labelled else None


def _e164(text: str, region: str | None, confidence: float) -> tuple[str, float] | None:
    try:
        number = phonenumbers.parse(text.replace("(+", "+(") if "(+" in text else text, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None  # "local only" is too short to be called from anywhere
    sure = confidence if phonenumbers.is_valid_number(number) else GUESS
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), sure


def find_urls(span: Span) -> list[Span]:
    """Web addresses written in `span`; e-mail addresses are not."""
    taken = emails_in(span.text)
    return [
        span.cut(match.start(), match.start() + len(match.group().rstrip(".,;:)")))
        for match in _URL.finditer(span.text)
        if not any(start <= match.start() < end for start, end in taken)
    ]


def first_url(span: Span) -> Leaf | None:
    """The first web address in `span`, with its scheme."""
    found = find_urls(span)
    return Leaf(with_scheme(found[0].text), found[0].start, found[0].end, SURE) if found else None


def with_scheme(url: str) -> str:
    return url if url.lower().startswith(("http://", "https://")) else f"https://{url}"
