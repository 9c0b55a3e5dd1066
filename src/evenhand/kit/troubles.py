"""Troubles of the database that pass or that an operator mends, told from mistakes of ours and said in words."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine

from evenhand.kit.errors import AppError
from evenhand.kit.words import say

AWAY_SECONDS = 5  # an embedded server that died is back sooner
AWAY_STATES = ("08", "57P", "53300")  # connection lost, server stopping or starting, more connections than it allows
FULL_STATES = ("53100",)  # PostgreSQL Appendix A: disk_full
NOT_CONNECTED = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


class DatabaseAway(AppError):
    """The database restarts, or everybody asks at once."""

    status, code = 503, "database_away"
    message = say("The database is away for a moment. What was saved is safe. Wait a few seconds and try again.")

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": str(AWAY_SECONDS)})


class DatabaseFull(AppError):
    """The disk of the database has no room left."""

    status, code = 507, "disk_full"
    message = say(
        "The server has no room left, so this was not saved. What was saved before is safe. "
        "Tell whoever runs this site, and try again later."
    )


def watch_connecting(engine: AsyncEngine) -> None:
    """A connection that cannot be opened is DatabaseAway to whoever asked for it."""

    @event.listens_for(engine.sync_engine, "do_connect")
    def connect(dialect: object, _record: object, arguments: tuple[object, ...], names: dict[str, object]) -> object:
        try:
            return dialect.connect(*arguments, **names)  # type: ignore[attr-defined]  # SQLAlchemy's Dialect
        except NOT_CONNECTED as error:
            raise DatabaseAway from error


@contextmanager
def said_plainly() -> Iterator[None]:
    """Raises DatabaseAway or DatabaseFull for what is one of those; every other error stays what it is."""
    try:
        yield
    except NoConnectionFree as error:
        raise DatabaseAway from error
    except DBAPIError as error:
        state = str(getattr(error.orig, "sqlstate", None) or "")
        if state.startswith(FULL_STATES):
            raise DatabaseFull from error
        if error.connection_invalidated or state.startswith(AWAY_STATES):
            raise DatabaseAway from error
        raise
