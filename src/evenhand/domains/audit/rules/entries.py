"""What an entry may hold: ids, numbers and codes. What a person wrote has no place in a log that nobody can empty."""

import re
from collections.abc import Mapping
from uuid import UUID

INSTALLATION = UUID(int=0)
"""Whose chain takes what belongs to no organisation, such as a candidate's sign-in."""
MOST_VALUES = 8
_CODE = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LONGEST_CODE = 40

Value = str | int | UUID


class NotForTheLog(ValueError):
    """A value that is neither an id nor a number nor a code: perhaps somebody's words. A mistake of ours."""


def checked(values: Mapping[str, Value] | None) -> dict[str, str | int] | None:
    """The values as they are kept. Raises NotForTheLog."""
    if values is None:
        return None
    if len(values) > MOST_VALUES:
        raise NotForTheLog("too many values")
    return {code(name): _kept(value) for name, value in values.items()}


def code(text: str) -> str:
    """The text, if it is a code of ours. Raises NotForTheLog, which does not repeat it."""
    if len(text) > _LONGEST_CODE or not _CODE.fullmatch(text):
        raise NotForTheLog("the log holds codes, numbers and ids only")
    return str(text)


def _kept(value: Value) -> str | int:
    if isinstance(value, UUID):
        return str(value)
    return value if isinstance(value, int) else code(value)
