"""The languages of the product: which there are, how each tells a sentence, and which one somebody reads."""

import functools
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from evenhand.kit.words import GROUPED_FROM, Named, Sentence, Value, fill

SOURCE = "en"
"""The language that templates and code are written in. It has no catalogue."""

NAMES: Mapping[str, str] = {"en": "English", "ru": "Русский"}
"""What each language calls itself."""

MOST_WISHES = 20
"""Languages read of one Accept-Language header; no person has set more."""


class LanguageUnknown(Exception):
    """A setting names a language there is no catalogue of; the text is a sentence for the operator."""


class Tongue:
    """One language: its catalogue, and how it writes dates, numbers and lists."""

    def __init__(self, tag: str, catalogue: NullTranslations | None = None) -> None:
        self.tag = tag
        self.name = NAMES.get(tag, tag)
        self.locale = Locale.parse(tag.replace("-", "_"))
        self.catalogue = catalogue or NullTranslations()

    def tell(self, text: str) -> str:
        """A Sentence or a Named in this language; any other text as the catalogue has it, else as it is."""
        match text:
            case Named():
                return text.names.get(self.tag, str(text))
            case Sentence(many=None):
                return fill(self.one(text.template), text.values, self.write)
            case Sentence():
                return fill(self.several(text.template, text.many or "", text.number), text.values, self.write)
        return self.one(text)

    def one(self, template: str) -> str:
        """A template as translated. The empty one is the catalogue's own header, which nobody should read."""
        return self.catalogue.gettext(template) if template else template

    def several(self, one: str, many: str, count: int) -> str:
        """The plural form that this language uses for the count."""
        return self.catalogue.ngettext(one, many, count)

    def write(self, value: Value) -> str:
        """What stands in a place of a sentence, as this language writes it."""
        match value:
            case str():
                return self.tell(value) if isinstance(value, Sentence | Named) else value
            case datetime():
                clock = format_time(value.timetz(), "HH:mm", locale=self.locale)
                zone = " UTC" if value.utcoffset() is not None else ""
                return f"{format_date(value, 'd MMMM', locale=self.locale)}, {clock}{zone}"
            case date():
                return format_date(value, "d MMMM", locale=self.locale)
            case list() | tuple():
                return format_list([self.write(part) for part in value], locale=self.locale)
            case int() | float() | Decimal() if not isinstance(value, bool):
                grouped = not -GROUPED_FROM < value < GROUPED_FROM
                _, _, decimals = str(value).partition(".")  # "7.0" says to which digit it is known
                pattern = "#,##0" + ("." + "0" * len(decimals) if decimals.isdigit() else "")
                return str(format_decimal(value, pattern, locale=self.locale, group_separator=grouped))
        return str(value)


@dataclass(frozen=True)
class Languages:
    """All languages of an installation, by tag; `fallback` is for whoever has not said which they read."""

    all: Mapping[str, Tongue]
    fallback: Tongue

    def __getitem__(self, tag: str) -> Tongue:
        return self.all.get(tag, self.fallback)

    def __iter__(self) -> Iterator[Tongue]:
        return iter(self.all.values())

    def known(self, tag: str) -> Tongue | None:
        """The language of this tag if there is one."""
        return self.all.get(tag)

    def wished(self, accept_language: str) -> Tongue | None:
        """The first of the wished languages that there is (RFC 9110 §12.5.4), by its primary subtag: ru-UA is ru."""
        for tag in _by_weight(accept_language):
            if tag == "*":
                return self.fallback
            if found := self.all.get(tag.split("-")[0]):
                return found
        return None


def _by_weight(accept_language: str) -> list[str]:
    wishes: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:MOST_WISHES]:
        tag, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if tag and quality > 0:
            wishes.append((-quality, tag.strip().lower()))
    return [tag for _, tag in sorted(wishes, key=lambda wish: wish[0])]


def load(folder: Path, *, fallback: str = SOURCE) -> Languages:
    """The languages that have a catalogue in the folder (`<tag>/LC_MESSAGES/evenhand.po`), and English.

    Raises LanguageUnknown where the fallback is none of them.
    """
    paths = sorted(folder.glob("*/LC_MESSAGES/evenhand.po"))
    found = {SOURCE: Tongue(SOURCE)} | {path.parts[-3]: Tongue(path.parts[-3], _catalogue(path)) for path in paths}
    if fallback not in found:
        raise LanguageUnknown(f"EVENHAND_LANGUAGE is {fallback!r}. Choose one of {', '.join(found)}.")
    return Languages(found, found[fallback])


@functools.cache
def _catalogue(path: Path) -> GNUTranslations:
    """A catalogue as text is what people change; reading it takes some hundredths of a second, once in a process."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
