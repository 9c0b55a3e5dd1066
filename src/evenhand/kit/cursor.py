"""Pages of a long list: an opaque cursor holds the sort key of the last row shown, so that no page skips or repeats."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from evenhand.kit.errors import Invalid
from evenhand.kit.words import say

T = TypeVar("T")
Row = TypeVar("Row")
KeyPart = str | int | datetime | UUID

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
MAX_CURSOR_CHARS = 400
INTEGER_BITS = 31  # of the database's ordinary integers, beside the sign

Cursor = Annotated[str, Query(max_length=MAX_CURSOR_CHARS, description="`next` of the page before; empty at first.")]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many items at most.")]


class BadCursor(Invalid):
    """A cursor that was not made here, or for another list."""

    code, message = "bad_cursor", say("This cursor is not one of ours. Start again without it.")


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(None, description="The cursor of the next page; null on the last one.")


def to_cursor(*key: KeyPart) -> str:
    """A sort key as text that fits into an address."""
    plain = [part if isinstance(part, str | int) else _text(part) for part in key]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def _text(part: datetime | UUID) -> str:
    return part.isoformat() if isinstance(part, datetime) else str(part)


def from_cursor(cursor: str, *kinds: type[KeyPart]) -> tuple[Any, ...] | None:
    """The sort key, each part of its kind; None for the first page. Raises BadCursor."""
    if not cursor:
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(plain, list) or len(plain) != len(kinds):
            raise BadCursor
        return tuple(_part(value, kind) for value, kind in zip(plain, kinds, strict=True))
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError) as error:
        raise BadCursor from error


def _part(value: Any, kind: type[KeyPart]) -> KeyPart:
    if kind is int:
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**INTEGER_BITS:
            raise BadCursor
        return value
    if not isinstance(value, str) or "\x00" in value:  # PostgreSQL has no text with a zero in it
        raise BadCursor
    if kind is UUID:
        return UUID(value)
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise BadCursor
        return moment.astimezone(UTC)  # whose first and last hours cannot be moved to another zone
    return value


def cut(rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[KeyPart, ...]]) -> tuple[list[Row], str | None]:
    """One page of rows that were asked for with `limit + 1`, and the cursor of the next page if there is one."""
    shown = list(rows[:limit])
    return shown, to_cursor(*key(shown[-1])) if len(rows) > limit else None
