"""What is particular about each known provider of OpenAI-compatible chat completions (their public documentation)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from evenhand.kit.endpoints import Endpoint, Preset


@dataclass(frozen=True)
class Manner:
    """Where a provider is, how it can be held to a JSON Schema, and the name it has for a limit of the answer."""

    url: str
    shapes: Literal["schema", "object"] = "schema"
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    counts_streams: bool = True  # takes stream_options.include_usage


MANNERS: Mapping[Preset, Manner] = {
    "openai": Manner("https://api.openai.com/v1", limit="max_completion_tokens"),
    "openrouter": Manner("https://openrouter.ai/api/v1"),
    "deepseek": Manner("https://api.deepseek.com", shapes="object"),  # json_object only; the schema goes in words
    "gemini": Manner("https://generativelanguage.googleapis.com/v1beta/openai/"),
    "ollama": Manner("http://localhost:11434/v1"),
    "other": Manner(""),
}


def address(endpoint: Endpoint) -> str:
    """Where an endpoint is asked."""
    return endpoint.url or MANNERS[endpoint.preset].url
