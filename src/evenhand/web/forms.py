"""Reading a form into a schema: what was typed is kept, and every error is a sentence beside its field."""

import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, SecretStr, ValidationError
from starlette.datastructures import FormData, UploadFile

from evenhand.kit.words import Sentence, say, say_many

M = TypeVar("M", bound=BaseModel)

WHOLE_NUMBER = say("Write a whole number.")
NUMBER = say("Write a number.")
ONE_OF_THE_LIST = say("Choose one of the list.")
DATE = say("Write a date such as 2026-12-31.")


@dataclass
class Form(Generic[M]):
    """A form as it came: `value` when it can be used, else `errors` by field name. `values` are as typed."""

    value: M | None = None
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def error_list(self) -> list[dict[str, str]]:
        """The errors for the summary above the form: each leads to its field."""
        return [{"id": f"f-{name}" if name != "form" else "", "message": text} for name, text in self.errors.items()]

    def refuse(self, name: str, message: str) -> None:
        """Add an error that only the service could know."""
        self.errors[name] = message


def blank(model: type[M], values: Mapping[str, Any] | None = None) -> Form[M]:
    """A form nobody has sent yet, optionally with values to start from."""
    return Form(values=dict.fromkeys(model.model_fields, "") | dict(values or {}))


async def read_form(request: Request, model: type[M]) -> Form[M]:
    """What the person sent. An empty text field counts as left out."""
    sent = await request.form()
    values = _values(sent, model)
    given = {name: value for name, value in values.items() if value not in ("", [])}
    kept = dict.fromkeys(model.model_fields, "") | {
        name: value for name, value in values.items() if "password" not in name
    }
    try:
        return Form(value=model.model_validate(given), values=kept)
    except ValidationError as error:
        return Form(values=kept, errors=sentences(error))


def _values(sent: FormData, model: type[BaseModel]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if name not in sent:
            continue
        if typing.get_origin(info.annotation) in (list, tuple):
            values[name] = [item for item in sent.getlist(name) if item != ""]
        else:
            item = sent[name]
            values[name] = item if isinstance(item, UploadFile) else item.replace("\r\n", "\n")
    return values


def sentences(error: ValidationError) -> dict[str, str]:
    """One sentence for each field that was refused, by dotted field name."""
    found: dict[str, str] = {}
    for item in error.errors(include_url=False):
        name = ".".join(str(part) for part in item["loc"]) or "form"
        found.setdefault(name, sentence(item))
    return found


def sentence(item: Mapping[str, Any]) -> str:
    """A validation error in plain words: what to do, not what a parser thought."""
    context = item.get("ctx", {})
    kind = item["type"]
    if kind == "value_error":
        error = context.get("error")
        return error.args[0] if isinstance(error, ValueError) and error.args else say("This cannot be read.")
    if kind in {"too_short", "too_long"} and isinstance(item.get("input"), str | SecretStr):
        kind = f"string_{kind}"  # a secret string reports its length as a collection does
    make = _SENTENCES.get(kind)
    return make(context) if make else say("This cannot be read.")


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], Sentence]] = {
    "missing": lambda _: say("Fill this in."),
    "string_too_short": lambda c: say_many(
        "Use at least one character.", "Use at least %(count)s characters.", c["min_length"]
    ),
    "string_too_long": lambda c: say_many(
        "Use one character only.", "Use at most %(count)s characters.", c["max_length"]
    ),
    "too_short": lambda c: say("Choose at least %(fewest)s.", fewest=c["min_length"]),
    "too_long": lambda c: say("Choose at most %(most)s.", most=c["max_length"]),
    "int_parsing": lambda _: WHOLE_NUMBER,
    "int_from_float": lambda _: WHOLE_NUMBER,
    "int_type": lambda _: WHOLE_NUMBER,
    "decimal_parsing": lambda _: NUMBER,
    "float_parsing": lambda _: NUMBER,
    "greater_than_equal": lambda c: say("Write %(lowest)s or more.", lowest=c["ge"]),
    "less_than_equal": lambda c: say("Write %(highest)s or less.", highest=c["le"]),
    "greater_than": lambda c: say("Write more than %(bound)s.", bound=c["gt"]),
    "less_than": lambda c: say("Write less than %(bound)s.", bound=c["lt"]),
    "enum": lambda _: ONE_OF_THE_LIST,
    "literal_error": lambda _: ONE_OF_THE_LIST,
    "date_from_datetime_parsing": lambda _: DATE,
    "date_parsing": lambda _: DATE,
    "uuid_parsing": lambda _: say("This is not an id we know."),
    "json_invalid": lambda _: say("The body is not valid JSON."),
    "extra_forbidden": lambda _: say("This field is not known here."),
}
