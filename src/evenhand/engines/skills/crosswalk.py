"""What our skills are called in ESCO and O*NET, where one of their names is exactly ours.

`crosswalk.toml` is written by `scripts/enrich-skills` from files that somebody downloaded.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

ESCO_URI = "http://data.europa.eu/esco/skill/"


@dataclass(frozen=True, slots=True)
class Names:
    """A classification: its version, whom to name for it, and its identifier for each skill of ours that it has."""

    version: str
    notice: str
    ids: Mapping[str, str]


@cache
def classifications() -> Mapping[str, Names]:
    """`esco` and `onet`, read once a process."""
    text = resources.files(__package__).joinpath("crosswalk.toml").read_text(encoding="utf-8")
    return {name: Names(**source) for name, source in tomllib.loads(text).items()}


def esco_uri(skill_id: str) -> str | None:
    """The URI of the ESCO skill whose preferred label is this skill's name."""
    found = classifications()["esco"].ids.get(skill_id)
    return ESCO_URI + found if found else None


def onet_element(skill_id: str) -> str | None:
    """The id of the element of O*NET's content model that has this skill's name."""
    return classifications()["onet"].ids.get(skill_id)
