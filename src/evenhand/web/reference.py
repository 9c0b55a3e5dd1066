"""The API's reference as a page shows it: OpenAPI turned into groups of operations with plain fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body: `kind` is a word ("string"), `place` is path, query, header or body."""

    name: str
    place: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True)
class Answer:
    """What may come back: a status with its meaning, and the fields of the answer."""

    status: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Operation:
    """One route: its id is unique in the page."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    fields: tuple[Field, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Group:
    """The operations of one tag, in the order of their paths."""

    name: str
    operations: tuple[Operation, ...]


def groups(document: Mapping[str, Any]) -> list[Group]:
    """The operations of an OpenAPI 3.1 document by their first tag, groups in alphabetical order."""
    found: dict[str, list[Operation]] = {}
    for path, item in sorted(document["paths"].items()):
        for method in METHODS:
            if method in item:
                made = _operation(document, path, method, item[method])
                found.setdefault((item[method].get("tags") or ["other"])[0], []).append(made)
    return [Group(name, tuple(operations)) for name, operations in sorted(found.items())]


def _operation(document: Mapping[str, Any], path: str, method: str, told: Schema) -> Operation:
    parameters = tuple(
        Field(
            name=one["name"],
            place=one["in"],
            kind=_kind(one.get("schema", {})),
            required=bool(one.get("required")),
            about=one.get("description", ""),
        )
        for one in told.get("parameters", ())
    )
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        about=told.get("description", ""),
        fields=parameters + tuple(_content(document, told.get("requestBody", {}))),
        answers=tuple(
            Answer(
                status=status,
                about=_meaning(status, answer.get("description", "")),
                fields=tuple(_content(document, answer)),
            )
            for status, answer in sorted(told.get("responses", {}).items())
            if status < "400"  # every refusal has the one shape that the head of the page describes
        ),
    )


def _meaning(status: str, description: str) -> str:
    if description and description != "Successful Response":
        return description
    return HTTPStatus(int(status)).phrase if status.isdigit() else ""


def _content(document: Mapping[str, Any], holder: Schema) -> Iterator[Field]:
    """The fields of the first media type of a request or an answer."""
    for media in holder.get("content", {}).values():
        schema = _resolved(document, media.get("schema", {}))
        required = set(schema.get("required", ()))
        for name, part in schema.get("properties", {}).items():
            yield Field(
                name=name,
                place="body",
                kind=_kind(part),
                required=name in required,
                about=_resolved(document, part).get("description", "") if "$ref" not in part else "",
            )
        return


def _resolved(document: Mapping[str, Any], schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _kind(schema: Schema) -> str:
    """A word for a schema: "string", "uuid", "list of Skill", "integer or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")
