"""A Pydantic model asked of a language model: its JSON Schema, what a reply holds of it, and what to say of faults."""

import json
import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from evenhand.external.llm import Message

Shape = TypeVar("Shape", bound=BaseModel)
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
MOST_FAULTS = 12


class Misfit(Exception):
    """The reply is not of the shape. The text names fields and rules, and quotes no value."""


def response_format(shape: type[BaseModel], *, by_schema: bool) -> dict[str, Any]:
    """What the endpoint is told: the schema itself, or only that JSON is wanted."""
    if not by_schema:
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": shape.__name__, "schema": shape.model_json_schema()}}


def in_words(shape: type[BaseModel]) -> Message:
    """The schema as a message, for endpoints that only know that JSON is wanted."""
    schema = json.dumps(shape.model_json_schema(), ensure_ascii=False)
    return Message("system", f"Answer with one JSON object, and nothing else, that fits this JSON Schema:\n{schema}")


def read(text: str, shape: type[Shape]) -> Shape:
    """The model in a reply, whatever was wrapped around it. Raises Misfit."""
    text = _THOUGHT.sub("", text)
    fenced = _FENCED.match(text)
    text = fenced.group(1) if fenced else text
    first, last = text.find("{"), text.rfind("}")
    if first < 0 or last < first:
        raise Misfit("There is no JSON object in it.")
    try:
        return shape.model_validate_json(text[first : last + 1])
    except ValidationError as error:
        raise Misfit(_faults(error)) from None


def _faults(error: ValidationError) -> str:
    told = [
        f"- {'.'.join(str(part) for part in one['loc']) or 'the whole'}: {one['msg']}"
        for one in error.errors(include_input=False, include_context=False, include_url=False)[:MOST_FAULTS]
    ]
    return "\n".join(told)


def repair(reply: str, faults: str) -> list[Message]:
    """What is said to have an answer mended."""
    return [
        Message("assistant", reply or "{}"),
        Message(
            "user",
            f"That answer cannot be used:\n{faults}\n"
            "Give the whole answer again as one JSON object that fits, and nothing else.",
        ),
    ]
