"""What a skill is called in Russian."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from .taxonomy import Skill

WRITTEN_IN_LATIN = frozenset({"programming", "frontend", "backend", "mobile", "databases", "cloud"})
"""Categories of names such as Python, whose Cyrillic spellings are aliases and not how anyone would put them."""

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


@cache
def russian_name(skill: Skill) -> str:
    """From our list of names, else the first alias in Cyrillic letters; empty where the English name is used."""
    listed = _names().get(skill.id)
    if listed is not None or skill.category in WRITTEN_IN_LATIN:
        return listed or ""
    alias = next((alias for alias in skill.aliases if _CYRILLIC.match(alias)), "")
    return alias[:1].upper() + alias[1:]


@cache
def _names() -> Mapping[str, str]:
    text = resources.files(__package__).joinpath("russian.toml").read_text(encoding="utf-8")
    names: dict[str, str] = tomllib.loads(text)
    return names
