"""Looks at everything an installation stands on, and says of each thing how to mend it."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from obstore.store import LocalStore

from evenhand import migrate
from evenhand.cli.database import DatabaseUnusable, check_server, external_url, open_database, read_settings
from evenhand.engines.documents import read_document
from evenhand.engines.embeddings import minilm
from evenhand.engines.skills import taxonomy
from evenhand.external.storage import ObjectFiles
from evenhand.kit.crypto import Keyring, KeyringError
from evenhand.kit.db import make_engine
from evenhand.kit.settings import Settings
from evenhand.web.render import MANIFEST

ENOUGH_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and what to say."""

    name: str
    well: bool
    words: str


def doctor() -> None:
    """Print what was found; the exit status is 1 when something needs mending."""
    settings = read_settings()
    findings = [
        _settings(settings),
        _space(settings),
        _keys(settings),
        _storage(settings),
        _database(settings),
        _documents(),
        _skills(),
        _embeddings(),
        _assets(),
        _mail(settings),
    ]
    for finding in findings:
        print(f"{'ok  ' if finding.well else 'MEND'}  {finding.name}: {finding.words}")
    raise SystemExit(0 if all(finding.well for finding in findings) else 1)


def _settings(settings: Settings) -> Finding:
    if settings.environment == "production" and not settings.secure_cookies and settings.host != "127.0.0.1":
        return Finding(
            "settings",
            False,
            f"people reach {settings.public_url} without TLS. "
            "Put a proxy with https in front and set EVENHAND_BASE_URL.",
        )
    return Finding("settings", True, f"{settings.environment}, {settings.public_url}, data in {settings.data_dir}")


def _space(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data_dir).free
    words = f"{free / 1024**3:.1f} GB free in {settings.data_dir}"
    if free < ENOUGH_BYTES:
        return Finding("disk", False, f"{words}. Make room: below 2 GB the database may stop.")
    return Finding("disk", True, words)


def _keys(settings: Settings) -> Finding:
    path = settings.data_dir / "keys" / "keyring.json"
    try:
        Keyring.open(path)
    except KeyringError as error:
        return Finding("keys", False, str(error))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        return Finding("keys", False, f"others can read {path}. Run: chmod 600 {path}")
    return Finding("keys", True, f"{path}; keep a backup of it apart from the database's")


def _storage(settings: Settings) -> Finding:
    folder = settings.data_dir / "files"

    async def round_trip() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        files = ObjectFiles(LocalStore(str(folder)))
        await files.put("doctor/probe", b"probe")
        content = await files.get("doctor/probe")
        await files.delete("doctor/probe")
        if content != b"probe":
            raise OSError("what was read differs from what was written")

    return _try(
        "storage", round_trip, f"files in {folder} can be written and read", "Check the folder's owner and disk."
    )


def _database(settings: Settings) -> Finding:
    async def look(url: str) -> str:
        await check_server(url)
        engine = make_engine(url)
        try:
            behind = await migrate.pending(engine)
        finally:
            await engine.dispose()
        return (
            "answers, but is behind this version; `evenhand migrate` or the next start brings it up"
            if behind
            else "answers and is at this version"
        )

    try:
        if settings.database_url:
            words = asyncio.run(look(external_url(settings.database_url.get_secret_value())))
            return Finding("database", True, f"yours {words}")
        with open_database(settings) as database:
            return Finding("database", True, f"the embedded PostgreSQL {asyncio.run(look(database.url))}")
    except DatabaseUnusable as error:
        return Finding("database", False, str(error))


def _documents() -> Finding:
    async def read() -> None:
        document = await asyncio.to_thread(read_document, b"Mira Sandoval\nBackend engineer\n", filename="probe.txt")
        if "Mira" not in document.text:
            raise OSError("the reader returned another text")

    return _try("documents", read, "the limited reading process works", "Reinstall with `make setup`.")


def _skills() -> Finding:
    known = taxonomy()
    return Finding("skills", True, f"{len(known.skills)} skills, version {known.version}")


def _embeddings() -> Finding:
    async def embed() -> None:
        await asyncio.to_thread(minilm().embed, ["a probe"])

    return _try(
        "embeddings",
        embed,
        "the built-in model loads",
        "Reinstall with `make setup`; a CPU of x86-64 or ARM64 is needed.",
    )


def _assets() -> Finding:
    if not Path(MANIFEST).exists():
        return Finding("page assets", False, "not built. Run `make setup`.")
    return Finding("page assets", True, "built")


def _mail(settings: Settings) -> Finding:
    if settings.smtp_url:
        return Finding("mail", True, f"by SMTP, from {settings.mail_from}")
    return Finding(
        "mail", True, f"no server set: mails are files in {settings.data_dir / 'outbox'} (EVENHAND_SMTP_URL)"
    )


def _try(name: str, attempt: Callable[[], Awaitable[None]], well: str, mend: str) -> Finding:
    async def run() -> None:
        await attempt()

    try:
        asyncio.run(run())
    except Exception as error:  # noqa: BLE001 - a doctor reports whatever it meets
        return Finding(name, False, f"{error or type(error).__name__}. {mend}")
    return Finding(name, True, well)
