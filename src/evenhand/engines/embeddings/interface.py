"""What an embedding engine offers, in our words; `minilm.py` ships, `e5.py` is an extra."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """One encoded text.

    `vector` has shape (dimensions,) and unit length. `pieces` has shape (n, dimensions): one vector for each piece of
    a word that the model read, in order; `offsets` holds the characters (start, end) of the text each piece stands
    on. Pieces beyond the model's window are absent.
    """

    vector: Vectors
    pieces: Vectors
    offsets: tuple[tuple[int, int], ...]


class Embedder(Protocol):
    """Turns texts into vectors that lie close together where the texts mean alike."""

    @property
    def name(self) -> str:
        """The model's name, as manifests keep it."""

    @property
    def dimensions(self) -> int:
        """The length of every vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of unit length (all zero for a text without words)."""


class TextEncoder(Embedder, Protocol):
    """An embedder that also shows the vector of every word piece, for aligning two texts word by word."""

    def __hash__(self) -> int:
        """Encoders are kept beside what they have encoded."""

    @property
    def file_sha256(self) -> str:
        """Hash of the model's weights, for manifests."""

    def encode(self, texts: Sequence[str], *, remember: bool = False) -> list[Encoding]:
        """One encoding a text, in the order given. `remember` keeps them for texts that come back, as gold answers."""
