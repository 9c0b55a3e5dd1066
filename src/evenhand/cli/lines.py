"""JSON Lines in and out: lines of any length and any content, a reader that goes away, a batch that is stopped."""

import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NoReturn

# A text of ten million letters fits; a longer line is skipped without being held in memory.
MAX_LINE_BYTES = 16_000_000
# Exit codes: what the shell itself says of a program that was stopped.
FAILED_SOME, UNUSABLE = 1, 2
STOPPED, NOBODY_READS = 128 + signal.SIGINT, 128 + getattr(signal, "SIGPIPE", 13)
OUR_MISTAKE = "A mistake in Evenhand stopped this one ({}). Please report it; the others are not affected."


class LineUnusable(Exception):
    """A line of the input cannot be used; the text says why."""


def refuse(sentence: str, *, code: int = UNUSABLE) -> NoReturn:
    """End the command with one clear sentence."""
    tell(sentence)
    raise SystemExit(code)


def tell(sentence: str) -> None:
    """A line for the person at the terminal; nothing where there is none any more."""
    with suppress(OSError):
        print(f"evenhand: {sentence}", file=sys.stderr, flush=True)


@contextmanager
def batch() -> Iterator[None]:
    """End with one sentence, and without a trace, when it is stopped or the disk is full.

    A reader that has enough (`| head`) is no trouble: then it ends without a word, as the shell's own commands do.
    """
    try:
        yield
    except KeyboardInterrupt:
        _let_go_of_output()
        refuse("Stopped. What was written so far is complete lines.", code=STOPPED)
    except BrokenPipeError:
        _let_go_of_output()
        raise SystemExit(NOBODY_READS) from None
    except OSError as trouble:
        _let_go_of_output()
        about = f" ({trouble.filename})" if trouble.filename else ""
        refuse(f"Reading or writing failed: {trouble.strerror or trouble}{about}.")


def _let_go_of_output() -> None:
    """Python flushes at the end, which would fail a second time."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def opened(file: Path | None) -> Iterator[IO[bytes]]:
    """A file of lines, or standard input; the command ends with a sentence where the file cannot be opened."""
    if file is None or str(file) == "-":
        if sys.stdin.isatty():
            tell("Type or paste JSON Lines; Ctrl-D ends the input.")
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as trouble:
        refuse(f"{named(file)} cannot be opened: {trouble.strerror or trouble}.")
    with stream:
        yield stream


def lines_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream without empty ones. Of one that is too long only as much as shows that comes back."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
        if line.strip():
            yield line


def read_object(line: bytes) -> Mapping[str, Any]:
    """The JSON object a line holds. Raises LineUnusable."""
    if len(line) > MAX_LINE_BYTES:
        raise LineUnusable(f"it is longer than {MAX_LINE_BYTES // 1_000_000} MB")
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise LineUnusable(f"byte {error.start + 1} is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise LineUnusable("it is not JSON") from error
    if not isinstance(value, dict):
        raise LineUnusable("it is not a JSON object")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def write(value: Mapping[str, Any], stream: IO[bytes] | None = None) -> None:
    """One line of UTF-8, whatever the terminal speaks, there for the reader at once."""
    stream = sys.stdout.buffer if stream is None else stream
    stream.write(encoded(value))
    stream.flush()


def encoded(value: Mapping[str, Any]) -> bytes:
    """The line of one object."""
    try:
        return json.dumps(value, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a character, which JSON can hold and UTF-8 cannot
        return json.dumps(value).encode() + b"\n"


def named(path: Path) -> str:
    """A file's name as far as it is Unicode."""
    return os.fsencode(path).decode(errors="replace")
