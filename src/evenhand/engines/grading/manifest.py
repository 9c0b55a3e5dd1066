"""What a grade was made from and with, and the seal that shows whether any of it has changed."""

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime

from evenhand.engines.embeddings import TextEncoder
from evenhand.engines.grading.parameters import Parameters
from evenhand.engines.grading.rubric import Rubric

ENGINE = "evenhand.grading"
# Raised by every change that can change a grade.
ENGINE_VERSION = "3"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Engine, rubric, hashes of all inputs, parameters, embedding model, and the runtime.

    The runtime is kept for finding out why two machines differ; it is no part of the seal.
    """

    engine: str
    version: str
    rubric: Mapping[str, Any]
    inputs: Mapping[str, Any]
    parameters: Mapping[str, Any]
    model: Mapping[str, str]
    runtime: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "engine": self.engine,
            "version": self.version,
            "rubric": dict(self.rubric),
            "inputs": dict(self.inputs),
            "parameters": dict(self.parameters),
            "model": dict(self.model),
            "runtime": dict(self.runtime),
        }


def make_manifest(
    *,
    question: str,
    gold: Sequence[str],
    key_points: Sequence[str],
    red_flags: Sequence[str],
    answer: str,
    rubric: Rubric,
    parameters: Parameters,
    encoder: TextEncoder,
) -> Manifest:
    """The manifest of one grade."""
    inputs = {
        "question": sha256_of(question),
        "gold": [sha256_of(text) for text in gold],
        "key_points": [sha256_of(text) for text in key_points],
        "red_flags": [sha256_of(text) for text in red_flags],
        "answer": sha256_of(answer),
    }
    runtime = {"python": platform.python_version(), "numpy": np.__version__, "onnxruntime": onnxruntime.__version__}
    model = {"name": encoder.name, "sha256": encoder.file_sha256}
    return Manifest(ENGINE, ENGINE_VERSION, rubric.to_dict(), inputs, parameters.to_dict(), model, runtime)


def sha256_of(text: str) -> str:
    """Hash of a text's UTF-8 bytes, half surrogate pairs included as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seal_of(grade: Mapping[str, Any]) -> str:
    """Hash over everything in a grade's dictionary but the seal itself and the runtime.

    Canonical JSON: sorted keys, no spaces, ASCII only. Every number in it was rounded when it was made.
    """
    manifest = {name: value for name, value in grade["manifest"].items() if name != "runtime"}
    sealed = {name: value for name, value in grade.items() if name != "seal"} | {"manifest": manifest}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
