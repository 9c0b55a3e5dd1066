"""Which database this command works on: the one in DATABASE_URL, or the embedded one, started or joined."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

import asyncpg
from pydantic import ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from evenhand.external.email import MailSettingsUnusable
from evenhand.kit.crypto import KeyringError
from evenhand.kit.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from evenhand.kit.errors import AppError
from evenhand.kit.languages import LanguageUnknown
from evenhand.kit.settings import Settings
from evenhand.seeding import SeedingRefused

OLDEST_POSTGRES = 16
CONNECT_SECONDS = 10


class DatabaseUnusable(Exception):
    """The database cannot be used; the text is one sentence for the operator."""


@dataclass(frozen=True)
class OpenDatabase:
    """An address that answered, and the embedded server behind it if there is one."""

    url: str
    embedded: EmbeddedPostgres | None


def stop_with(sentence: str) -> NoReturn:
    """End the command with one clear sentence."""
    print(f"evenhand: {sentence}", file=sys.stderr)
    raise SystemExit(1)


@contextmanager
def saying_why() -> Iterator[None]:
    """End the command with one sentence for what an operator can mend; a mistake of ours keeps its trace."""
    try:
        yield
    except (DatabaseUnusable, KeyringError, LanguageUnknown, MailSettingsUnusable, SeedingRefused) as error:
        stop_with(str(error))
    except AppError as refusal:
        stop_with(refusal.text)
    except DBAPIError as error:
        stop_with(database_refused(error))
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        stop_with(f"{error.filename} cannot be used ({error.strerror}). Check whose it is, and EVENHAND_DATA_DIR.")


def database_refused(error: DBAPIError) -> str:
    """What the server said, in one line. It never quotes a statement or a value."""
    said = str(error.orig).partition("\n")[0].rpartition(">: ")[2]
    return f"The database refused this: {said}. Check that the user in DATABASE_URL owns its database."


def read_environment() -> Settings:
    """Settings from the environment; ends the command with a sentence for each that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        for item in error.errors():
            name = str(item["loc"][0]) if item["loc"] else "a setting"
            variable = name if name == "DATABASE_URL" else f"EVENHAND_{name.upper()}"
            print(f"evenhand: {variable} cannot be used: {item['msg']}.", file=sys.stderr)
        raise SystemExit(1) from error


def read_settings() -> Settings:
    """Settings with a data folder that can be written; else the command ends with a sentence."""
    settings = read_environment()
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data_dir):
            pass
    except OSError as error:
        stop_with(
            f"The data folder {settings.data_dir} cannot be written ({error.strerror}). "
            "Set EVENHAND_DATA_DIR to a folder that can."
        )
    return settings


@contextmanager
def open_database(settings: Settings) -> Iterator[OpenDatabase]:
    """A database that answers. An embedded one that this process started is stopped at the end.

    Raises DatabaseUnusable.
    """
    if settings.database_url:
        url = external_url(settings.database_url.get_secret_value())
        asyncio.run(check_server(url))
        yield OpenDatabase(url, None)
        return
    server = EmbeddedPostgres(settings.data_dir / "postgres")
    try:
        server.start()
        yield OpenDatabase(server.url(), server)
    except EmbeddedPostgresError as error:
        raise DatabaseUnusable(str(error)) from error
    finally:
        server.stop()


def external_url(given: str) -> str:
    """DATABASE_URL with our driver, whichever of the usual prefixes it has."""
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise DatabaseUnusable(
            "DATABASE_URL cannot be read. It looks like postgresql://user:password@host:5432/evenhand."
        ) from error
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise DatabaseUnusable("DATABASE_URL names another kind of database. Evenhand needs PostgreSQL 16 or newer.")
    return url.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


async def check_server(url: str) -> None:
    """Refuse a server that does not answer or is too old."""
    address = make_url(url).set(drivername="postgresql")
    shown = address.render_as_string(hide_password=True)
    try:
        connection = await asyncpg.connect(address.render_as_string(hide_password=False), timeout=CONNECT_SECONDS)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        reason = str(error) or type(error).__name__
        raise DatabaseUnusable(
            f"The database {shown} cannot be reached ({reason}). Check DATABASE_URL and that the server runs."
        ) from error
    try:
        version = int(await connection.fetchval("SHOW server_version_num")) // 10000
    finally:
        await connection.close()
    if version < OLDEST_POSTGRES:
        raise DatabaseUnusable(
            f"The database {shown} is PostgreSQL {version}; Evenhand needs {OLDEST_POSTGRES} or newer."
        )
