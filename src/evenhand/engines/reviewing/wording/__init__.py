"""The words the rules know, one file a language: verbs and their forms, fillers, openings, little words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language. `verbs` maps every form of a verb to its base form; `past` and `gerund` map base forms on.

    `fillers` and `openings` are (what is written, what says the same shorter); `neutral` words may stand in a rewrite
    without being in its source; `hedges` and negations must never be lost.
    """

    language: str
    verbs: Mapping[str, str]
    past: Mapping[str, str]
    gerund: Mapping[str, str]
    fillers: tuple[tuple[str, str], ...]
    openings: tuple[tuple[str, str], ...]
    nouns: Mapping[str, str]
    first_person: frozenset[str]
    function_words: frozenset[str]
    neutral: frozenset[str]
    hedges: frozenset[str]
    numbers: frozenset[str]
    not_verbs: frozenset[str]


@cache
def wording(language: str) -> Wording | None:
    """The words of a language; None where there are none."""
    if language not in LANGUAGES:
        return None
    raw = tomllib.loads((resources.files(__package__) / f"{language}.toml").read_text("utf-8"))
    forms = _english(raw) if language == "en" else ({}, {}, {})
    return Wording(
        language=language,
        verbs=forms[0],
        past=forms[1],
        gerund=forms[2],
        fillers=tuple((one[0], one[1]) for one in raw["fillers"]),
        openings=tuple((one[0], one[1]) for one in raw["openings"]),
        nouns=raw.get("nouns", {}),
        first_person=_set(raw, "first_person"),
        function_words=_set(raw, "function_words"),
        neutral=_set(raw, "neutral"),
        hedges=_set(raw, "hedges"),
        numbers=_set(raw, "numbers"),
        not_verbs=_set(raw, "not_verbs"),
    )


def _set(raw: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(str(raw.get(name, "")).split())


def _english(raw: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Every form of the verbs: regular ones by rule, the others as they are listed."""
    forms: dict[str, str] = {}
    past: dict[str, str] = {}
    gerund: dict[str, str] = {}
    doubled = _set(raw, "doubled")
    irregular = {one.split("/")[0]: one.split("/")[1] for one in str(raw["irregular"]).split()}
    for base in [*str(raw["verbs"]).split(), *doubled, *irregular]:
        stem = base + base[-1] if base in doubled else base
        short = base[:-1] if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else stem
        past[base] = irregular.get(base) or (
            f"{base[:-1]}ied" if _y(base) else f"{base}d" if short != stem else f"{stem}ed"
        )
        gerund[base] = f"{short}ing"
        third = (
            f"{base[:-1]}ies" if _y(base) else f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
        )
        for form in (base, past[base], gerund[base], third):
            forms.setdefault(form, base)
    return forms, past, gerund


def _y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in "aeiou"
