"""One PostgreSQL for the whole run, a database for each worker, and a transaction for each test that is rolled back."""

import asyncio
import faulthandler
import gc
import os
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, async_sessionmaker, create_async_engine

from evenhand import migrate
from evenhand.kit.background import FollowerTable
from evenhand.kit.db import Database, Session, make_engine
from evenhand.kit.embedded_postgres import EmbeddedPostgres
from evenhand.kit.garbage import FEW, MANY, SOME, keep
from evenhand.kit.passwords import Passwords
from evenhand.kit.rates import SharedRates
from evenhand.kit.settings import Settings
from evenhand.main import create_api, share
from evenhand.wiring import House
from tests.client import Client
from tests.kit.postgres_for_tests import start_for_tests, stop_for_tests
from tests.people import Cast, Member, make_cast

TEMPLATE = "template_migrated"
QUICK_PASSWORDS = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), refused_after=0)

LONGEST_END = 600
"""Seconds a worker has to end once its tests are done, the others' too; then its stacks are printed and it ends."""

POSTGRES = pytest.StashKey[EmbeddedPostgres]()


def pytest_configure(config: pytest.Config) -> None:
    """The controller (or the only process) starts the cluster; workers inherit its address."""
    # Each program that a test starts would compile the whole product and its libraries anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    gc.disable()  # until everything is loaded
    # A run in the background of a shell inherits that interrupts are ignored, and so would the programs it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    postgres = config.stash[POSTGRES] = start_for_tests()
    os.environ["EVENHAND_TEST_POSTGRES"] = postgres.url()
    asyncio.run(_make_template(postgres.url()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that no worker is left alone with them at the end."""
    items.sort(key=lambda item: not (item.get_closest_marker("process") or item.get_closest_marker("browser")))


def pytest_collection_finish() -> None:
    """What is loaded stays; looking for garbage among it again and again would take a seventh of most tests' time."""
    keep()
    gc.set_threshold(FEW, SOME, MANY)
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster and take its folder away."""
    if POSTGRES in config.stash:
        stop_for_tests(config.stash[POSTGRES])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Nothing that a test left behind may hold up the end of a worker for ever."""
    if hasattr(session.config, "workerinput"):
        faulthandler.dump_traceback_later(LONGEST_END, exit=True)


async def _make_template(url: str) -> None:
    await _on_server(url, f"CREATE DATABASE {TEMPLATE}")
    engine = make_engine(_named(url, TEMPLATE))
    await migrate.upgrade(engine)
    await engine.dispose()


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


async def _on_server(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this xdist worker, or "main"."""
    given: dict[str, str] = getattr(request.config, "workerinput", {})
    return given.get("workerid", "main")


@asynccontextmanager
async def new_database(name: str, *, template: str = TEMPLATE) -> AsyncIterator[str]:
    """The address of a fresh migrated database (or a copy of `template`, which nobody may use), dropped afterwards."""
    server = os.environ["EVENHAND_TEST_POSTGRES"]
    await _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield _named(server, name)
    finally:
        await _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
async def engine(worker: str) -> AsyncIterator[AsyncEngine]:
    """An engine on this worker's database."""
    async with new_database(f"worker_{worker}") as url:
        engine = make_engine(url)
        yield engine
        await engine.dispose()


@pytest.fixture
async def own_database(worker: str, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of a database of the test's own, for one that commits, kills or drives a browser."""
    name = f"own_{worker}_{abs(hash(request.node.nodeid)) % 10**8}"
    async with new_database(name) as url:
        yield url


class RolledBack(Database):
    """A Database whose transactions are savepoints of one connection, which the test rolls back at its end."""

    def __init__(self, connection: AsyncConnection, followers: FollowerTable, cast: Cast | None = None) -> None:
        self.cast = cast
        self._sessions = async_sessionmaker(
            connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
            info={FollowerTable.INFO_KEY: followers},
        )
        self._apart = self._sessions

    async def close(self) -> None:
        """The connection belongs to the test."""


def on_database(house: House, database: Database) -> House:
    """The product on another database than it was built for."""
    object.__setattr__(house, "database", database)
    object.__setattr__(house, "rates", SharedRates(database, key=b"of the test"))
    return house


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a development installation in a folder of the run's own."""
    return Settings(data_dir=tmp_path_factory.mktemp("data"), environment="development", _env_file=None)


@dataclass(frozen=True)
class SignedUp:
    """A database that the cast is in, and the keys they had when they came."""

    engine: AsyncEngine
    cast: Cast
    data: Path
    wrapped: Mapping[Path, bytes]

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """What a test does to keys and files of the cast is undone, as its transaction is."""
        try:
            yield
        finally:
            self._put_back()

    def _put_back(self) -> None:
        for member in vars(self.cast).values():
            for files in (f"people/{member.id}", f"organisations/{member.actor.org_id}"):
                shutil.rmtree(self.data / "files" / files, ignore_errors=True)
            folder = self.data / "keys" / "people" / str(member.id)
            for path in set(folder.iterdir()) - set(self.wrapped) if folder.exists() else ():
                path.unlink()
        for path, content in self.wrapped.items():
            if not path.exists():
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)


@pytest.fixture(scope="session")
async def signed_up(worker: str, settings: Settings) -> AsyncIterator[SignedUp]:
    """The cast, signed up once for this worker: six people cost more than most tests."""
    async with new_database(f"cast_{worker}") as url:
        built = House.build(settings, database_url=url, passwords=QUICK_PASSWORDS)
        cast = await make_cast(built)
        await built.database.close()
        keys = settings.data_dir / "keys" / "people"
        wrapped = {path: path.read_bytes() for one in vars(cast).values() for path in (keys / str(one.id)).iterdir()}
        engine = make_engine(url)
        yield SignedUp(engine, cast, settings.data_dir, wrapped)
        await engine.dispose()


@pytest.fixture
async def house(
    engine: AsyncEngine, signed_up: SignedUp, settings: Settings, request: pytest.FixtureRequest
) -> AsyncIterator[House]:
    """The product as the wiring builds it, on a transaction that is rolled back: with the cast in it where the test
    asks for them, and else with nobody."""
    cast = signed_up.cast if "cast" in request.fixturenames else None
    used = signed_up.engine if cast else engine
    built = House.build(settings, database_url=used.url.render_as_string(False), passwords=QUICK_PASSWORDS)
    await built.database.close()
    with signed_up.untouched() if cast else nullcontext():
        async with used.connect() as connection:
            transaction = await connection.begin()
            yield on_database(built, RolledBack(connection, built.followers, cast))
            await transaction.rollback()


@pytest.fixture
async def session(house: House) -> AsyncIterator[Session]:
    """A session in the test's transaction."""
    async with house.database.transaction() as session:
        yield session


@pytest.fixture
async def cast(house: House) -> Cast:
    """Alice owns, Bob works with her, Charlie is outside; Mira is a candidate."""
    there = house.database.cast if isinstance(house.database, RolledBack) else None
    return there or await make_cast(house)


@pytest.fixture(scope="session")
def built_api(settings: Settings) -> FastAPI:
    """The web application, built once: hundreds of routes and their templates cost more than most tests."""
    return create_api(House.build(settings, database_url="postgresql+asyncpg://nowhere", passwords=QUICK_PASSWORDS))


@pytest.fixture
def api(built_api: FastAPI, house: House) -> FastAPI:
    """The web application on the test's transaction, without sockets."""
    share(built_api, house)
    return built_api


@pytest.fixture
async def client_of(api: FastAPI, house: House) -> AsyncIterator[Callable[..., Awaitable[Client]]]:
    """`await client_of(member)`: a client signed in for pages and API alike; without a member it is nobody."""
    async with AsyncExitStack() as stack:

        async def make(member: Member | None = None) -> Client:
            client = await stack.enter_async_context(Client(api))
            if member:
                await client.sign_in_as(member, house)
            return client

        yield make


@pytest.fixture
async def run_background(house: House) -> Callable[[], Awaitable[int]]:
    """`await run_background()`: does everything the queue holds, as the worker would; returns how much that was."""
    return partial(run_queue, house)


async def run_queue(house: House) -> int:
    """Do everything the queue of this product holds, as the worker would; how much that was."""
    done = 0
    while tasks := await _take_tasks(house):
        for name, payload in tasks:
            follower = next(one for one in house.followers.all if one.name == name)
            needs = {need: house.needs()[need] for need in follower.needs}
            await follower.run(follower.fact.model_validate_json(payload), **needs)
            done += 1
    return done


async def _take_tasks(house: House) -> list[tuple[str, bytes]]:
    async with house.database.transaction() as session:
        rows = await session.execute(text("DELETE FROM pgqueuer RETURNING id, entrypoint, payload"))
        return [(entrypoint, payload) for _, entrypoint, payload in sorted(rows)]


@pytest.fixture(scope="session", autouse=True)
def _quiet_environment() -> Iterator[None]:
    """No setting of the machine reaches a test."""
    taken = {name: os.environ.pop(name) for name in list(os.environ) if _is_setting(name)}
    yield
    os.environ.update(taken)


def _is_setting(name: str) -> bool:
    return name == "DATABASE_URL" or (name.startswith("EVENHAND_") and not name.startswith("EVENHAND_TEST_"))
