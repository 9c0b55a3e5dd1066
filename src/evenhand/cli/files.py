"""Files between a folder and a bucket: into backups and back, and moved to where the settings say."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from evenhand.cli.acts import write_down
from evenhand.cli.archive import closed
from evenhand.cli.database import read_settings, stop_with
from evenhand.domains.audit.rules import Act
from evenhand.external.storage import Files, StorageUnavailable, open_bucket, open_folder
from evenhand.kit.durable import sync


def move(*, back: bool, keep: bool) -> None:
    """Put every file into the bucket of the settings, or with `back` into the data folder; then empty the other place.

    May be stopped and run again. What is in both places already is left as it is where it goes.
    """
    settings = read_settings()
    if settings.s3 is None:
        stop_with("No bucket is configured: set EVENHAND_S3, for this command and for the servers afterwards.")
    folder = open_folder(settings.data_dir / "files")
    bucket = open_bucket(settings.s3)
    source, target = (bucket, folder) if back else (folder, bucket)
    try:
        count = asyncio.run(_move(source, target, keep=keep))
    except StorageUnavailable as trouble:
        stop_with(f"The files could not all be moved ({trouble.why()}). Nothing is lost: run this again.")
    write_down(Act.FILES_MOVED, {"files": count, "to": "folder" if back else "bucket"})
    where = settings.data_dir / "files" if back else f"the bucket {settings.s3.bucket}"
    print(f"{count:,} files are in {where}." + (" They were kept where they were, too." if keep else ""))


async def _move(source: Files, target: Files, *, keep: bool) -> int:
    paths = await source.everything()
    there = set(await target.everything())
    for path in paths:
        content = await source.get(path)
        if path not in there or await target.get(path) != content:
            await target.put(path, content)
    if not keep:  # all of them are in the other place by now
        for path in paths:
            await source.delete(path)
    return len(paths)


def fetch(source: Files, folder: Path) -> None:
    """Every file into a folder, through to the disk; one that is removed meanwhile is left out."""
    asyncio.run(_fetch(source, folder))


async def _fetch(source: Files, folder: Path) -> None:
    closed(folder)
    for path in await source.everything():
        try:
            content = await source.get(path)
        except FileNotFoundError:
            continue
        target = folder / path
        closed(target.parent)
        target.write_bytes(content)
        target.chmod(0o600)
        sync(target)


def replace(target: Files, folder: Path) -> None:
    """Make `target` hold what the folder holds and nothing else: first what is new, then without the rest."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    asyncio.run(_replace(target, found))


async def _replace(target: Files, wanted: Mapping[str, Path]) -> None:
    for name, path in wanted.items():
        await target.put(name, path.read_bytes())
    for name in await target.everything():
        if name not in wanted:
            await target.delete(name)


def holds_any(files: Files) -> bool:
    """Whether anything is in it."""
    return bool(asyncio.run(files.everything()))
