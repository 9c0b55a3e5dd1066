"""An installation out to folders and back: database and files in one, the keys, by themselves, in another."""

import asyncio
import hashlib
import hmac
import shutil
from pathlib import Path
from typing import Any

from evenhand import __version__, migrate
from evenhand.cli import dump
from evenhand.cli.acts import write_into
from evenhand.cli.archive import BackupUnusable, begin, closed, copy, finish, verified
from evenhand.cli.database import open_database, read_settings, saying_why, stop_with
from evenhand.cli.files import fetch, holds_any, replace
from evenhand.cli.operate import with_house
from evenhand.domains.audit.rules import Act
from evenhand.domains.privacy.events import BackupRestored
from evenhand.external.storage import StorageUnavailable, open_bucket
from evenhand.kit.background import publish
from evenhand.kit.clock import utc_now
from evenhand.kit.crypto import KeyFolder, Keyring, open_keys
from evenhand.kit.durable import sync
from evenhand.kit.ids import new_id
from evenhand.kit.settings import Settings
from evenhand.wiring import House

DUMP = "database.dump"


def backup(folder: Path, *, keys: Path | None) -> None:
    """Write database and files to one new folder and, where asked, the keys to another. Servers go on running."""
    settings = read_settings()
    with saying_why():
        try:
            _backup(settings, folder.absolute(), keys.absolute() if keys else None)
        except BackupUnusable as error:
            stop_with(str(error))
        except StorageUnavailable as error:
            stop_with(f"The bucket cannot be used ({error.why()}). Nothing is whole yet.")
        except OSError as error:
            stop_with(f"{error.filename or folder} cannot be used ({error.strerror or error}). Nothing is whole yet.")


def restore(folder: Path, *, keys: Path | None, yes: bool) -> None:
    """Read them back, where nothing is or somebody agreed to lose it. Servers must be stopped."""
    settings = read_settings()
    with saying_why():
        try:
            _restore(settings, folder.absolute(), keys.absolute() if keys else None, yes=yes)
        except BackupUnusable as error:
            stop_with(str(error))
        except StorageUnavailable as error:
            stop_with(f"The bucket cannot be used ({error.why()}). Nothing is whole yet.")
        except OSError as error:
            stop_with(f"{error.filename or folder} cannot be used ({error.strerror or error}). Nothing is whole yet.")


def _backup(settings: Settings, folder: Path, keys: Path | None) -> None:
    if keys and (keys.is_relative_to(folder) or folder.is_relative_to(keys)):
        raise BackupUnusable("Keys and data belong apart: name a folder for --keys that is outside the other one.")
    store, ring = open_keys(settings.data_dir / "keys", production=True)
    begin(folder)
    if keys:
        begin(keys)
    with open_database(settings) as database:
        major, _, _, revision = asyncio.run(dump.look(database.url))
        # The rows first: a file and a key are there before the row that needs them.
        dump.dump(database.url, folder / DUMP, major=major)
        write_into(database.url, Act.BACKUP_MADE, {"with-keys": int(keys is not None)})
    sync(folder / DUMP)
    if settings.s3:
        fetch(open_bucket(settings.s3), folder / "files")
    else:
        copy(settings.data_dir / "files", folder / "files")
    told: dict[str, Any] = {"version": __version__, "made": utc_now().isoformat(), "keys": _name_of(ring)}
    if keys:
        with store.locked():  # one moment of them
            copy(store.ring, keys / "keyring.json")
            copy(store.people, keys / "people")
        print(f"{finish(keys, kind='keys', **told):,} files of keys are in {keys}.")
    count = finish(folder, kind="data", schema=revision, postgres=major, **told)
    print(f"The database and {count - 1:,} files are in {folder}.")
    if not keys:
        print(f"Back up {store.home} too, apart from this: `--keys FOLDER`. Without it nobody can read this backup.")


def _restore(settings: Settings, folder: Path, keys: Path | None, *, yes: bool) -> None:
    told = verified(folder, kind="data")
    if told["schema"] > migrate.newest():
        raise BackupUnusable(f"{folder} was made by a newer Evenhand ({told['version']}). Restore it with that one.")
    home = KeyFolder(settings.data_dir / "keys")
    if keys:
        verified(keys, kind="keys")
    elif not home.ring.exists():
        raise BackupUnusable(f"There are no keys in {home.home} that open this backup: add --keys FOLDER.")
    ring = Keyring.open(keys / "keyring.json", wraps=keys) if keys else Keyring.open(home.ring)
    if _name_of(ring) != told["keys"]:
        raise BackupUnusable("These keys are of another installation than the backup. Name its own with --keys FOLDER.")
    with open_database(settings) as database:
        server, tables, others, _ = asyncio.run(dump.look(database.url))
        if others:
            raise BackupUnusable("Somebody is connected to the database. Stop every server and worker, then try again.")
        _agree(settings, tables=tables, keys=bool(keys), yes=yes)
        if tables:
            asyncio.run(dump.empty(database.url))
        dump.load(database.url, folder / DUMP, major=max(server, int(told["postgres"])))
        write_into(database.url, Act.BACKUP_RESTORED, {"with-keys": int(keys is not None), "made": told["made"][:10]})
    if settings.s3:
        replace(open_bucket(settings.s3), folder / "files")
    else:
        _put(folder / "files", settings.data_dir / "files")
    if keys:
        _put(keys / "people", home.people)
        with home.locked():
            home.replace_ring((keys / "keyring.json").read_bytes())
    else:
        with_house(_announce, settings)
    print(f"Restored what was backed up at {told['made'][:16].replace('T', ' ')} UTC. Start Evenhand.")


async def _announce(house: House) -> None:
    """Whoever was erased since the backup is back as rows that nobody can read: the next worker erases them again."""
    async with house.database.transaction() as session:
        await publish(session, BackupRestored(restore_id=new_id()))


def _agree(settings: Settings, *, tables: int, keys: bool, yes: bool) -> None:
    """Raises BackupUnusable where something would be lost and nobody said yes."""
    places = [
        *([] if settings.s3 else [settings.data_dir / "files"]),
        *([settings.data_dir / "keys/people"] if keys else []),
    ]
    full = [str(place) for place in places if place.is_dir() and any(place.iterdir())]
    if settings.s3 and holds_any(open_bucket(settings.s3)):
        full.append(f"the bucket {settings.s3.bucket}")
    lost = [*(["the database"] if tables else []), *full]
    if lost and not yes:
        raise BackupUnusable(f"Not empty: {', '.join(lost)}. Add --yes to lose what is there; nothing was changed.")


def _put(source: Path, target: Path) -> None:
    """Replace a folder by the backup's, which is copied whole before the old one goes."""
    draft = target.with_name(f"{target.name}.restoring")
    shutil.rmtree(draft, ignore_errors=True)
    closed(draft)
    copy(source, draft)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    sync(target.parent)


def _name_of(ring: Keyring) -> str:
    """Tells one installation's keys from another's and nothing else; rotation does not change it."""
    return hmac.new(ring.index_key, b"evenhand:backup", hashlib.sha256).hexdigest()[:16]
