"""Reading resumes from files and folders: several at once, in the order given, going on where it stopped."""

import hashlib
import json
import os
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from evenhand.cli.lines import FAILED_SOME, OUR_MISTAKE, batch, encoded, named, refuse, tell
from evenhand.cli.output import Output, StandardOutput, open_output
from evenhand.engines.documents import MEGABYTE, DocumentRefused, Limits, can_recognise, read_document
from evenhand.engines.documents.formats import NAMES, SUFFIXES

# Files that wait, read or unread, for a slow one before them, for each of the jobs.
AHEAD = 4
_SHOWN_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to read: a file, or a folder that could not be opened and why."""

    path: Path
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a file, or why nothing could be read."""

    data: bytes = b""
    error: str | None = None

    @property
    def sha256(self) -> str | None:
        """Hash of the bytes; None where there are none."""
        return None if self.error else hashlib.sha256(self.data).hexdigest()


def parse(paths: Sequence[Path], *, jobs: int = 1, output: Path | None = None, ocr: bool = False) -> None:
    """One JSON object a line for each file, in order. The exit status is 1 when any could not be read.

    With `ocr` the words in pictures are recognised, also of files that an earlier run without it left unread.
    """
    failed = False
    if ocr and not can_recognise():
        refuse("Recognising words in pictures needs the extra “ocr”: run scripts/setup --extras.")
    with batch(), ExitStack() as held:
        entries = list(entries_of(paths))
        target: Output | StandardOutput = StandardOutput()
        if output is not None:
            target = held.enter_context(open_output(output))
            entries = [entry for entry in entries if not _same_file(entry.path, output)]
        progress = held.enter_context(Progress(len(entries)))
        for entry, line, error in _read_all(entries, target, jobs, ocr=ocr):
            failed = failed or error
            target.write(line)
            progress.step(entry.path)
        target.finish()
    raise SystemExit(FAILED_SOME if failed else 0)


def entries_of(paths: Sequence[Path]) -> Iterator[Entry]:
    """The files that are named, and those of named folders that end as readable files do, sorted by name."""
    for path in paths:
        if not path.is_dir():
            yield Entry(path)
            continue
        inside = list(_inside(path))
        yield from inside
        if not inside:
            tell(f"{named(path)} holds no file of these: {NAMES}.")


def _inside(folder: Path) -> Iterator[Entry]:
    """Hidden files and links to folders are left out: those are no resumes, and these may lead round in circles."""
    try:
        children = sorted(os.scandir(folder), key=lambda child: child.name)
    except OSError as trouble:
        yield Entry(folder, f"The folder cannot be opened: {trouble.strerror or trouble}.")
        return
    for child in children:
        if child.name.startswith("."):
            continue
        if child.is_dir(follow_symlinks=False):
            yield from _inside(Path(child.path))
        elif child.name.casefold().endswith(SUFFIXES) and child.is_file():
            yield Entry(Path(child.path))


def _same_file(path: Path, output: Path) -> bool:
    try:
        return path.samefile(output)
    except OSError:
        return False


def _read_all(
    entries: Sequence[Entry], target: Output | StandardOutput, jobs: int, *, ocr: bool
) -> Iterator[tuple[Entry, bytes, bool]]:
    """Each entry with its line and whether it is an error; several are read at once, and come in order."""
    if jobs == 1:
        for entry in entries:
            yield (entry, *_line(entry, target, ocr=ocr))
        return
    waiting: deque[tuple[Entry, Future[tuple[bytes, bool]]]] = deque()
    pool = ThreadPoolExecutor(jobs)  # most of the work is done by a reading process for each file
    try:
        for entry in entries:
            waiting.append((entry, pool.submit(_line, entry, target, ocr=ocr)))
            if len(waiting) >= jobs * AHEAD:
                first, done = waiting.popleft()
                yield (first, *done.result())
        for entry, done in waiting:
            yield (entry, *done.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _line(entry: Entry, target: Output | StandardOutput, *, ocr: bool) -> tuple[bytes, bool]:
    content = Content(error=entry.trouble) if entry.trouble else _content(entry.path)
    name = named(entry.path)
    known = target.known(name, content.sha256)
    if known is not None and not (ocr and _left_pictures(*known)):
        return known
    result = parse_content(entry.path, content, ocr=ocr)
    if target.hashed:
        result["sha256"] = content.sha256
    return encoded(result), result["error"] is not None


def _left_pictures(line: bytes, failed: bool) -> bool:
    """Whether words in pictures may be missing from what was written earlier."""
    told = json.loads(line)
    return not told.get("ocr") and (failed or "unread_pages" in told or "unseen_pages" in told)


def parse_file(path: Path) -> dict[str, Any]:
    """What was read from one file; `error` says in a sentence why nothing was."""
    return parse_content(path, _content(path))


def parse_content(path: Path, content: Content, *, ocr: bool = False) -> dict[str, Any]:
    """The same for a file whose bytes were read before."""
    from evenhand.engines.resume_parser import parse_resume  # with its lexicons, only where something is parsed

    started = time.perf_counter()
    result: dict[str, Any] = {"file": named(path), "resume": None, "evidence": {}, "text_chars": 0}
    if ocr:
        result["ocr"] = True
    error = content.error
    try:
        if error is None:
            document = read_document(content.data, filename=path.name, pictures=ocr)
            if document.pictures:
                result["unread_pages"] = list(document.pictures)
            if document.layered:
                result["unseen_pages"] = list(document.layered)
            parsed = parse_resume(document)
            result["resume"] = parsed.resume
            result["text_chars"] = len(document.text)
            result["evidence"] = {
                pointer: {
                    "page": span.page,
                    "start": span.start,
                    "end": span.end,
                    "text": span.text,
                    "confidence": span.confidence,
                }
                for pointer, span in parsed.evidence.items()
            }
    except DocumentRefused as refusal:
        error = refusal.message
    except Exception as mistake:  # noqa: BLE001 - an edge: one file must not end the batch
        traceback.print_exc()
        error = OUR_MISTAKE.format(type(mistake).__name__)
    return {**result, "seconds": round(time.perf_counter() - started, 3), "error": error}


def _content(path: Path) -> Content:
    """The file, of which no more is read than is needed to see that it is too large."""
    most = Limits().bytes
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as trouble:  # a ValueError for a NUL in its name
        reason = trouble.strerror if isinstance(trouble, OSError) and trouble.strerror else trouble
        return Content(error=f"The file cannot be opened: {reason}.")
    if len(data) > most:
        return Content(error=f"The file is larger than {most // MEGABYTE} MB. Choose a smaller one.")
    return Content(data)


class Progress:
    """How far it is, on a terminal only."""

    def __init__(self, total: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._done, self._clock, self._shown = total, 0, clock, float("-inf")
        self._on = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def step(self, path: Path) -> None:
        """One more is done."""
        self._done += 1
        now = self._clock()
        if not self._on or now - self._shown < _SHOWN_EVERY:
            return
        self._shown = now
        name = "".join(letter if letter.isprintable() else "?" for letter in named(path))[-40:]
        sys.stderr.write(f"\r\x1b[K{self._done:,} of {self._total:,}  {name}")
        sys.stderr.flush()
