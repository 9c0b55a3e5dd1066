"""Taking contact details out of a text before it is sent: names, e-mail, phone, links, addresses.

It rather takes too much: a model needs none of these to judge what somebody can do. Dates and amounts stay.
"""

import re
import unicodedata
from collections.abc import Iterable

_EMAIL = re.compile(
    r"[\w.+'-]+(?:@|\s?[(\[]\s?(?:at|собака)\s?[)\]]\s?)[\w-]+(?:(?:\.|\s?[(\[]\s?(?:dot|точка)\s?[)\]]\s?)[\w-]+)+",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:https?|ftp)://\S+|\bwww\.\S+"
    r"|\b(?:[\w-]+\.)+[a-zа-я]{2,12}/[^\s,;)]+"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|me|info|example|ru|рф|de|fr|uk|eu|app|site|page)\b"
    r"|(?<![\w@])@[A-Za-z][\w.]{2,31}\b"
    r"|\b(?:skype|telegram|whatsapp|discord)\s*:\s*\S+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])[+(]?\d[\d ().\-/\u2010-\u2013\u00a0]{5,22}\d(?!\w)")
_AFTER_PHONE = re.compile(
    r"\b((?:tel|phone|mobile|cell|fax|тел|телефон|моб)[a-zа-я]*\.?\s*:?\s*)[+(]?\d[\d ().\-/]{3,20}\d", re.IGNORECASE
)
_DATE_PART = re.compile(r"(?:19|20)\d\d|0?[1-9]|[12]\d|3[01]")
_STREET = re.compile(
    r"\b\d{1,5}[a-z]?\s+(?:[A-Z][\w'-]*\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Square|Close|Place|Terrace|Quay)\b\.?"
    r"(?:,?\s*(?:Apt|Flat|Unit|Suite)\.?\s*\w+)?"
    r"|\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|weg|allee|platz|gasse|laan|straat|kade)\s+\d+\s?[a-z]?\b"
    r"|\b(?:rue|via|calle|avenida)\s+(?:[\w'’-]+\s+){0,3}[\w'’-]+,?\s+\d+\b|\b\d+,?\s+rue\s+[^\n,;]{3,40}"
    r"|(?:\bул\.|\bулица|\bпроспект|\bпр-т|\bпр\.|\bпереулок|\bпер\.|\bбульвар|\bшоссе|\bнаб\.)\s*[^\n,;]{2,40}"
    r"(?:,\s*(?:д\.|дом)?\s*\d+[\w/]*)?(?:,\s*(?:корп\.|к\.|стр\.)\s*\d+)?(?:,\s*(?:кв\.|квартира|оф\.)\s*\d+)?",
)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_LOCAL = re.compile(r"\(?\d{2,4}\)?[ -]\d{2,4}[ -]?\d{2,4}(?:[ -]?\d{2,4})?")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0]\d{3})+")
_YEARS = re.compile(r"(?:19|20)\d\d\s*[-/\u2010-\u2013]\s*(?:19|20)\d\d")


def redact(text: str, *, names: Iterable[str] = (), hide: Iterable[str] = ()) -> str:
    """The text without contact details. `names` are people's, `hide` other words that must not be sent.

    Invisible characters go too, since a detail could be hidden behind them.
    """
    text = _visible(text)
    for secret in sorted({_visible(one).strip() for one in hide}, key=len, reverse=True):
        if len(secret) > 2:
            text = re.sub(_spaced(secret), "[hidden]", text, flags=re.IGNORECASE)
    text = _EMAIL.sub("[email]", text)
    text = _LINK.sub("[link]", text)
    text = _STREET.sub("[address]", text)
    text = _AFTER_PHONE.sub(r"\1[phone]", text)
    text = _NUMBER.sub(_phone, text)
    for name in _parts(names):
        text = re.sub(name, "[name]", text, flags=re.IGNORECASE)
    return re.sub(r"\[name\](?:[ \t]+\[name\])+", "[name]", text)


def _visible(text: str) -> str:
    kept = unicodedata.normalize("NFKC", text)
    return "".join(c for c in kept if c in "\n\t" or unicodedata.category(c) not in {"Cf", "Cc", "Co", "Cs"})


def _spaced(words: str) -> str:
    """A pattern for the words with any spaces between them."""
    return r"(?<!\w)" + r"\s+".join(re.escape(part) for part in words.split()) + r"(?!\w)"


def _phone(found: re.Match[str]) -> str:
    number = found[0].strip()
    digits = re.sub(r"\D", "", number)
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return found[0]
    if number[0] not in "+(":
        dates = all(_DATE_PART.fullmatch(part) for part in re.findall(r"\d+", number))
        if dates or _THOUSANDS.fullmatch(number) or _YEARS.fullmatch(number):
            return found[0]
        if len(digits) < 9 and not _LOCAL.fullmatch(number):
            return found[0]
    return found[0].replace(number, "[phone]")


def _parts(names: Iterable[str]) -> list[str]:
    """Patterns for whole names and each part of them; Russian ones in any case."""
    parts = {part for name in names for part in re.split(r"[\s,]+", _visible(name)) if len(part.strip(".")) > 1}
    return [_name(part.strip(".")) for part in sorted(parts, key=len, reverse=True)]


def _name(part: str) -> str:
    stem, ending = (part, "")
    if re.fullmatch(r"[а-яё-]{4,}", part, re.IGNORECASE):
        stem, ending = re.sub(r"[аяйоеуюыиь]$", "", part, flags=re.IGNORECASE), r"[а-яё]{0,3}"
    return rf"(?<!\w){re.escape(stem)}{ending}(?:['’]s)?(?!\w)"
