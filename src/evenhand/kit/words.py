"""Sentences that the product makes in Python, kept as template and values until somebody reads them in their language.

Write every sentence that a person may read as one complete English template, with named places:

    class FileTooLarge(TooLarge):
        code, message = "file_too_large", say("Choose a file of 10 MB or less.")

    raise FileTooLarge(say("“%(name)s” is %(size)s. Choose a file of 10 MB or less.", name=name, size=size))
    raise ValueError(say("Write %(lowest)s or more.", lowest=lowest))         # a form shows it beside its field
    label = say_many("%(count)s answer", "%(count)s answers", len(answers))   # the plural forms of each language

- The template is a literal: the catalogue is made by reading the code. No f-strings, no `+`, no `.format`, no sentence
  glued from halves: other languages order them otherwise. A "%" of the text itself is written "%%" where there are
  values, and "%" where there are none.
- Give values as they are, not as text: a `date` becomes "19 November" or "19 ноября", a `datetime` gets its clock, a
  number its separators (from 10,000 on, so that years stay years), a list its "and", a sentence is told in turn.
- A `Sentence` is a `str`, its English, so it goes wherever text goes. To reach the page with its translation it must
  still be a `Sentence` there: a dataclass keeps it; a pydantic field is annotated `Sentence`; `+`, `.lower()` and the
  like make plain English of it.
- A template shows it with `{{ sentence }}`, and takes it as a value: `_("Read: %(step)s", step=sentence)`. JSON made
  of a pydantic model, problem JSON and the answers to live events tell it in the caller's language.
- What an engine says and what has to stay in storage as it was said is English; give its templates to `recognised`.
- To store one, store a code and say the sentence when it is read. Where that cannot be, `keep` it and make it whole
  with `kept`.
- What is no sentence but has names in several languages, such as a skill, is a `Named`.
- A mail, or anything made in the background, is made while `reading(languages[contact.language])`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Protocol, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_PLACE = re.compile(r"%\((\w+)\)s")
GROUPED_FROM = 10_000
"""Numbers below it are written without separators: "2026" may be a year."""

Value = str | int | float | Decimal | date | datetime | Sequence[str] | None
"""What may stand in a place of a sentence."""


class Sentence(str):
    """A text in English that can be told in other languages. `many` is the plural template, `number` what chooses."""

    __slots__ = ("many", "number", "template", "values")

    template: str
    values: Mapping[str, Value]
    many: str | None
    number: int

    def __new__(
        cls, template: str, values: Mapping[str, Value] | None = None, *, many: str | None = None, number: int = 1
    ) -> Self:
        """Raises KeyError for a place without a value, at the place of the mistake."""
        values = values or {}
        english = template if many is None or number == 1 else many
        made = super().__new__(cls, fill(english, values, _in_english))
        made.template, made.values, made.many, made.number = template, values, many, number
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """So that a copy is a sentence too."""
        return (self.template, self.values), {"many": self.many, "number": self.number}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """In a model: takes any text, stays a sentence in Python, and is told to the reader in JSON."""
        return core_schema.no_info_after_validator_function(
            cls._of,
            core_schema.union_schema(
                [
                    core_schema.is_instance_schema(cls),
                    core_schema.is_instance_schema(Named),
                    core_schema.str_schema(),
                ]
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                tell, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: Any) -> dict[str, Any]:
        return {"type": "string"}

    @classmethod
    def _of(cls, text: str) -> "str":
        return text if isinstance(text, Sentence | Named) else Sentence(text)


class Named(str):
    """A name with its forms in other languages, by tag: `Named("Welding", ru="Сварка")`."""

    __slots__ = ("names",)

    names: Mapping[str, str]

    def __new__(cls, english: str, **names: str) -> Self:
        """Names by the tag of their language; where there is none, the English one stands."""
        made = super().__new__(cls, english)
        made.names = names
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """So that a copy keeps its names."""
        return (str(self),), dict(self.names)


def say(template: str, /, **values: Value) -> Sentence:
    """A sentence, or a label: `say("Write %(lowest)s or more.", lowest=5)`."""
    return Sentence(template, values)


def say_many(one: str, many: str, count: int, /, **values: Value) -> Sentence:
    """A sentence that depends on a number, which both templates may name as `%(count)s`."""
    return Sentence(one, {"count": count, **values}, many=many, number=count)


def together(*sentences: str) -> Sentence:
    """Whole sentences one after the other; empty ones are left out."""
    said = {f"s{number}": sentence for number, sentence in enumerate(sentences) if sentence}
    return Sentence(" ".join(f"%({name})s" for name in said), dict(said))


def mark(template: str) -> str:
    """The template itself, put into the catalogue: of a sentence that is made elsewhere, by an engine for example."""
    return template


def recognised(text: str, templates: Iterable[str]) -> Sentence:
    """The sentence that a stored English text was made of, by the first of the templates that fits, else just the text.

    For what has to stay as it was said, such as a sealed grade. What stands in the places may itself be translated.
    """
    for template in templates:
        found = _pattern(template).fullmatch(text)
        if found:
            return Sentence(template, {name: Sentence(value) for name, value in found.groupdict().items()})
    return Sentence(text)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces = _PLACE.split(template.replace("%%", "%"))
    return re.compile(
        "".join(f"(?P<{piece}>.+?)" if i % 2 else re.escape(piece) for i, piece in enumerate(pieces)), re.DOTALL
    )


class Language(Protocol):
    """What tells sentences; `kit.languages` makes them."""

    tag: str

    def tell(self, text: str) -> str:
        """The text in this language: a Sentence or Named as such, any other text by its translation if it has one."""


class _English:
    """Before anything else is known, for example on the command line."""

    tag = "en"

    def tell(self, text: str) -> str:
        return str(text)


_reader: ContextVar[Language] = ContextVar("reader", default=_English())  # noqa: B039 - it holds nothing that changes


def reader() -> Language:
    """The language of whoever reads what is made now: set for each request and each mail, else English."""
    return _reader.get()


def read_in(language: Language) -> None:
    """From here on this request is read in that language."""
    _reader.set(language)


@contextmanager
def reading(language: Language) -> Iterator[None]:
    """What is made within is read in that language."""
    before = _reader.set(language)
    try:
        yield
    finally:
        _reader.reset(before)


def tell(text: str) -> str:
    """The text in the reader's language."""
    return _reader.get().tell(text)


def fill(template: str, values: Mapping[str, Value], write: Any) -> str:
    """The template with each value as `write` writes it. A template without values is taken as it stands."""
    return template % {name: write(value) for name, value in values.items()} if values else template


def _in_english(value: Value) -> str:
    match value:
        case str():
            return str(value)
        case datetime():
            return f"{value.day} {value:%B}, {value:%H:%M}{' UTC' if value.utcoffset() is not None else ''}"
        case date():
            return f"{value.day} {value:%B}"
        case int() | float() | Decimal() if not isinstance(value, bool):
            return f"{value:,}" if not -GROUPED_FROM < value < GROUPED_FROM else str(value)
        case list() | tuple():
            parts = [_in_english(part) for part in value]
            return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return str(value)


def keep(text: str) -> Any:
    """A sentence as plain JSON values, to store it. Text without values stays the text."""
    if not isinstance(text, Sentence) or not text.values:
        return str(text)
    values = {name: _kept_value(value) for name, value in text.values.items()}
    return {"one": text.template, "many": text.many, "number": text.number, "values": values}


def _kept_value(value: Value) -> Any:
    match value:
        case str():
            return keep(value)
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"on": value.isoformat()}
        case Decimal():
            return float(value)
        case list() | tuple():
            return [keep(part) for part in value]
    return value


def kept(stored: Any) -> str:
    """The sentence that was stored by `keep`, whole again."""
    if isinstance(stored, str):
        return Sentence(stored)
    values = {name: _whole_value(value) for name, value in stored["values"].items()}
    return Sentence(stored["one"], values, many=stored["many"], number=stored["number"])


def _whole_value(value: Any) -> Any:
    match value:
        case {"at": str(moment)}:
            return datetime.fromisoformat(moment)
        case {"on": str(day)}:
            return date.fromisoformat(day)
        case {"one": _}:
            return kept(value)
        case list():
            return [kept(part) for part in value]
    return value
