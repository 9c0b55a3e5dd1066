"""Looks at everything an installation stands on, and says of each thing how to mend it."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evenhand import migrate
from evenhand.cli.database import DatabaseUnusable, check_server, open_database, read_settings
from evenhand.engines.documents import read_document
from evenhand.engines.embeddings import e5, minilm
from evenhand.engines.embeddings.e5 import capable
from evenhand.engines.skills import taxonomy
from evenhand.external.email.smtp import SmtpMailer
from evenhand.external.storage import StorageUnavailable, open_files
from evenhand.kit.crypto import KeyringError, open_keys
from evenhand.kit.crypto.opening import too_open
from evenhand.kit.crypto.rotation import in_use
from evenhand.kit.db import make_engine
from evenhand.kit.settings import Settings
from evenhand.web.render import MANIFEST

ENOUGH_BYTES = 2 * 1024**3
MAIL_SECONDS = 10


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and what to say."""

    name: str
    well: bool
    words: str


def doctor() -> None:
    """Print what was found; the exit status is 1 when something needs mending."""
    settings = read_settings()
    checks: tuple[tuple[str, Callable[[], Finding], str], ...] = (
        ("settings", lambda: _settings(settings), "See the table of settings in README.md."),
        ("disk", lambda: _space(settings), "Check the disk of EVENHAND_DATA_DIR."),
        ("keys", lambda: _keys(settings), "Check the owner of the folder."),
        ("storage", lambda: _storage(settings), "Check the owner of the folder, and the disk."),
        ("database", lambda: _database(settings), "Check DATABASE_URL and the server."),
        ("documents", _documents, "Run `make setup` again."),
        ("skills", _skills, "Run `make setup` again."),
        ("embeddings", _embeddings, "Run `make setup` again; it needs a processor of x86-64 or ARM64."),
        ("page assets", _assets, "Run `make setup` again."),
        ("mail", lambda: _mail(settings), "Check EVENHAND_SMTP_URL and the mail server."),
    )
    well = True
    for name, look, mend in checks:
        finding = _looked(name, look, mend)
        well = well and finding.well
        print(f"{'ok  ' if finding.well else 'MEND'}  {finding.name}: {finding.words}", flush=True)
    raise SystemExit(0 if well else 1)


def _looked(name: str, look: Callable[[], Finding], mend: str) -> Finding:
    """What a look found; when it stumbles, that is what was found."""
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - a doctor reports whatever it meets
        words = (str(error.__cause__ or error) or type(error).__name__).partition("\n")[0].rstrip(".")
        return Finding(name, False, f"{words}. {mend}")


def _settings(settings: Settings) -> Finding:
    own_machine = settings.host in {"127.0.0.1", "::1", "localhost"}
    if settings.environment == "production" and not settings.secure_cookies and not own_machine:
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
    home = settings.data_dir / "keys"
    try:
        folder, keyring = open_keys(home, production=not settings.development)
    except KeyringError as error:
        return Finding("keys", False, str(error))
    if exposed := too_open(folder):
        return Finding("keys", False, exposed)
    used = in_use(folder)
    if lost := sum(count for key_id, count in used.items() if key_id not in keyring.masters):
        return Finding("keys", False, f"{lost:,} data keys are opened by no master key of {folder.ring}. Restore them.")
    return Finding("keys", True, f"{folder.ring}; keep a backup of {home} apart from the database's")


def _storage(settings: Settings) -> Finding:
    where = f"the bucket {settings.s3.bucket}" if settings.s3 else str(settings.data_dir / "files")

    async def round_trip() -> bytes:
        files = open_files(settings.data_dir / "files", settings.s3)
        await files.put("doctor/probe", b"probe")
        content = await files.get("doctor/probe")
        await files.delete("doctor/probe")
        return content

    try:
        same = asyncio.run(round_trip()) == b"probe"
    except StorageUnavailable as trouble:
        return Finding("storage", False, f"{where} cannot be used: {trouble.why()}")
    if not same:
        return Finding("storage", False, f"what was read in {where} differs from what was written. Check the disk.")
    return Finding("storage", True, f"files in {where} can be written and read")


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
        with open_database(settings) as database:
            whose = "the embedded PostgreSQL" if database.embedded else "yours"
            return Finding("database", True, f"{whose} {asyncio.run(look(database.url))}")
    except DatabaseUnusable as error:
        return Finding("database", False, str(error))


def _documents() -> Finding:
    document = read_document("Mira Sandoval\nИнженер\n".encode(), filename="probe.txt")
    if "Инженер" not in document.text:
        return Finding("documents", False, "the reader returned another text. Run `make setup` again.")
    return Finding("documents", True, "the limited reading process works")


def _skills() -> Finding:
    known = taxonomy()
    return Finding("skills", True, f"{len(known.skills)} skills, version {known.version}")


def _embeddings() -> Finding:
    minilm().embed(["a probe"])
    russian = e5()
    if russian:
        russian.embed(["проба"])
        return Finding("embeddings", True, "the built-in model loads, and the one for Russian")
    why = "is not installed (the extra `russian`)" if capable() else "cannot run on this processor"
    return Finding("embeddings", True, f"the built-in model loads; the one for Russian {why}")


def _assets() -> Finding:
    if not Path(MANIFEST).exists():
        return Finding("page assets", False, "not built. Run `make setup`.")
    return Finding("page assets", True, "built")


def _mail(settings: Settings) -> Finding:
    if not settings.smtp_url:
        where = settings.data_dir / "outbox"
        return Finding("mail", True, f"no server set: mails are files in {where} (EVENHAND_SMTP_URL)")
    mailer = SmtpMailer(settings.smtp_url.get_secret_value(), sender=settings.mail_from, timeout=MAIL_SECONDS)
    asyncio.run(mailer.check())
    return Finding("mail", True, f"the server takes mail from {settings.mail_from}")
