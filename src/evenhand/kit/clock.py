"""The clock is read at the edge and passed in as `now`; nothing below an edge asks what time it is."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The current moment, always with a time zone."""
    return datetime.now(UTC)
