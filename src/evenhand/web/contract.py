"""What the API's document says of refusals. FastAPI knows only its own; each operation gets those it can answer with.

Which they are follows from what the route declares: a permission, a body, an id in its address, a rate. What a route
refuses beyond that it names itself (`responses={410: {}}`). A test sends what it likes and finds what is missing.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "A refusal or failure in words, as RFC 9457 has it; a refusal may add fields of its own.",
    "required": ["type", "title", "status", "detail", "instance", "code", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people, in their language."},
        "instance": {"type": "string"},
        "code": {"type": "string", "description": "For programs; it does not change."},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
SAFE = frozenset({"get", "head", "options"})
OF_FASTAPI = ("HTTPValidationError", "ValidationError")


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every refusal of every operation. Changes it, and may be given it twice."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for path, item in document["paths"].items():
        for method, operation in item.items():
            named = {code for code in operation["responses"] if int(code) >= HTTPStatus.BAD_REQUEST}
            for code in sorted(named | {str(int(status)) for status in _refusals(path, method, operation)}):
                operation["responses"][code] = {"description": HTTPStatus(int(code)).phrase, "content": CONTENT}
            operation["responses"] = dict(sorted(operation["responses"].items()))
    for name in OF_FASTAPI:
        schemas.pop(name, None)
    return document


def _refusals(path: str, method: str, operation: Mapping[str, Any]) -> Iterator[HTTPStatus]:
    yield HTTPStatus.UNAUTHORIZED  # for a token that is not good, whatever the route asks for
    yield HTTPStatus.TOO_MANY_REQUESTS
    yield HTTPStatus.SERVICE_UNAVAILABLE
    if operation.get("x-permission") != "anyone":
        yield HTTPStatus.FORBIDDEN
    if "{" in path:
        yield HTTPStatus.NOT_FOUND
    if operation.get("parameters") or "requestBody" in operation:
        yield HTTPStatus.UNPROCESSABLE_ENTITY
    if "requestBody" in operation:
        yield from (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if method not in SAFE:
        yield from (HTTPStatus.CONFLICT, HTTPStatus.INSUFFICIENT_STORAGE)
