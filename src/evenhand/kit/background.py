"""Facts and their followers: work enqueued in the transaction that made the fact true, done by the worker afterwards.

A fact is a small frozen model holding ids only. `publish` writes one task per follower through the caller's own
transaction, so there is no lost task and none for a change that rolled back. A follower must be safe to run twice:
after a crash the queue hands its task to the next worker.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import structlog
from pgqueuer import QueueManager
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job
from pgqueuer.queries import Queries
from pydantic import BaseModel, ConfigDict
from sqlalchemy import text

from evenhand.kit.db import Session
from evenhand.kit.logs import said

log = structlog.get_logger(__name__)

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=10)


class Fact(BaseModel):
    """Something that became true, named in the past tense. Ids only: no text, no addresses."""

    model_config = ConfigDict(frozen=True, extra="ignore")


@dataclass(frozen=True)
class Follower:
    """A function that runs after a fact. `needs` are the names of its keyword arguments, filled by the worker."""

    name: str
    fact: type[Fact]
    run: Callable[..., Awaitable[None]]
    retries: int
    gave_up: Callable[..., Awaitable[None]] | None
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Routine:
    """A function that a worker runs again and again, with a pause after each time. It must be safe to run at once in
    several workers, and to be killed."""

    name: str
    run: Callable[..., Awaitable[None]]
    pause: timedelta
    needs: tuple[str, ...]


@dataclass
class Followers:
    """The followers of one domain, in the order they were declared, and what it does without a fact to follow."""

    all: list[Follower] = field(default_factory=list)
    routines: list[Routine] = field(default_factory=list)

    def on(
        self, *facts: type[Fact], retries: int = 5, gave_up: Callable[..., Awaitable[None]] | None = None
    ) -> Callable[[Callable[..., Awaitable[None]]], Callable[..., Awaitable[None]]]:
        """Declare `async def follower(fact, *, need, ...)` of one kind of fact or several; retried with growing pauses,
        then `gave_up` is called (same arguments) so that whoever waits on the page is told."""

        def declare(run: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
            for fact in facts:
                name = _name(run) if len(facts) == 1 else f"{_name(run)}.{fact.__name__}"
                self.all.append(Follower(name, fact, run, retries, gave_up, _needs(run)))
            return run

        return declare

    def every(self, pause: timedelta) -> Callable[[Callable[..., Awaitable[None]]], Callable[..., Awaitable[None]]]:
        """Declare `async def routine(*, need, ...)`, run with this pause after each time."""

        def declare(run: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
            self.routines.append(Routine(_name(run), run, pause, _needs(run)))
            return run

        return declare


def _name(run: Callable[..., Any]) -> str:
    return f"{run.__module__.removeprefix('evenhand.domains.')}.{run.__name__}"


def _needs(run: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(
        name
        for name, parameter in inspect.signature(run).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    )


class FollowerTable:
    """All followers of the product, by fact. Built once by the wiring; travels on every session as its info."""

    INFO_KEY = "followers"

    def __init__(self, groups: Iterable[Followers]) -> None:
        groups = tuple(groups)
        self.all = [follower for group in groups for follower in group.all]
        self.routines = [routine for group in groups for routine in group.routines]
        names = [follower.name for follower in self.all]
        if len(set(names)) != len(names):
            raise ValueError("two followers share a name")

    def of(self, fact: type[Fact]) -> list[Follower]:
        """Who follows this kind of fact."""
        return [follower for follower in self.all if follower.fact is fact]


class _SessionDriver:
    """Sends pgqueuer's SQL through the SQLAlchemy session.

    The session's raw connection is not in a transaction before SQLAlchemy has sent a statement, so enqueueing
    on it directly could commit by itself and survive a rollback.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    async def fetch(self, query: str, *args: Any) -> list[dict[str, Any]]:
        connection = await self._session.connection()
        return [dict(row) for row in (await connection.exec_driver_sql(query, tuple(args))).mappings()]


async def publish(session: Session, fact: Fact, *, after: timedelta | None = None) -> None:
    """Enqueue one task per follower in this transaction, to run once it has committed (`after` a pause if given)."""
    table: FollowerTable = session.info[FollowerTable.INFO_KEY]
    followers = table.of(type(fact))
    if not followers:
        return
    payload = fact.model_dump_json().encode()
    count = len(followers)
    await Queries(cast("Any", _SessionDriver(session))).enqueue(
        [follower.name for follower in followers],
        [payload] * count,
        [0] * count,
        [after] * count,
    )


_FORGET_TASKS = text("""
    DELETE FROM pgqueuer WHERE EXISTS (
        SELECT 1 FROM unnest(CAST(:ids AS text[])) AS one
        WHERE position(one IN convert_from(coalesce(payload, ''), 'UTF8')) > 0
    )
""")
_FORGET_TROUBLES = text("""
    UPDATE pgqueuer_log SET traceback = NULL WHERE traceback IS NOT NULL AND EXISTS (
        SELECT 1 FROM unnest(CAST(:ids AS text[])) AS one WHERE position(one IN traceback::text) > 0
    )
""")


async def forget(session: Session, *, ids: Iterable[str]) -> None:
    """Take every task off the queue that names one of these ids, waiting or given up, and what was noted of trouble."""
    about = {"ids": sorted(set(ids))}
    await session.execute(_FORGET_TASKS, about)
    await session.execute(_FORGET_TROUBLES, about)


def check_needs(table: FollowerTable, needs: Mapping[str, Any]) -> None:
    """Raises TypeError when a follower or routine asks for something the wiring does not have."""
    asked = {one.name: one.needs for one in table.all} | {one.name: one.needs for one in table.routines}
    for name, wanted in asked.items():
        unknown = set(wanted) - set(needs)
        if unknown:
            raise TypeError(f"{name} needs {', '.join(sorted(unknown))}, which the wiring does not have")


async def repeat(routine: Routine, needs: Mapping[str, Any], *, stop: asyncio.Event) -> None:
    """Run a routine until `stop`, through any trouble. What troubles it is logged once, until it went well again."""
    given = {name: needs[name] for name in routine.needs}
    troubled = False
    while not stop.is_set():
        try:
            await routine.run(**given)
            troubled = False
        except Exception as error:  # noqa: BLE001 - an edge: whatever it is, the work must go on
            if not troubled:
                log.warning("routine_failed", routine=routine.name, error=said(error))
            troubled = True
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), routine.pause.total_seconds())


def register(manager: QueueManager, table: FollowerTable, needs: Mapping[str, Any]) -> None:
    """Give every follower an entry point on the worker's queue, its needs filled by name. Raises TypeError."""
    check_needs(table, needs)
    for follower in table.all:
        manager.entrypoint(follower.name, on_failure="hold")(_task(follower, needs))


def _task(follower: Follower, needs: Mapping[str, Any]) -> Callable[[Job], Awaitable[None]]:
    given = {name: needs[name] for name in follower.needs}

    async def task(job: Job) -> None:
        fact = follower.fact.model_validate_json(job.payload or b"{}")
        try:
            await follower.run(fact, **given)
        except Exception as error:
            if job.attempts < follower.retries:
                log.warning("task_retried", task=follower.name, attempt=job.attempts + 1, error=said(error))
                raise RetryRequested(delay=min(FIRST_RETRY * 2**job.attempts, LONGEST_RETRY)) from error
            log.exception("task_given_up", task=follower.name)
            if follower.gave_up:
                await follower.gave_up(fact, **given)
            raise

    return task
