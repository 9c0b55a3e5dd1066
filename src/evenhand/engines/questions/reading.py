"""Reads the files of the library: everything about a question in English, its words alone in another language."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, get_args

from evenhand.engines.skills import CATEGORIES, taxonomy

from .shapes import Difficulty, Expected, Kind, Language, LibraryInvalid, LibraryQuestion

KEY_POINTS_RANGE = (3, 5)
CLAIM_WORDS_RANGE: Mapping[Language, tuple[int, int]] = {"en": (4, 14), "ru": (3, 14)}
"""Key points and red flags are claims: shorter is a topic, longer is two claims. Russian has no articles."""

FOLLOW_UPS_RANGE = (1, 3)
GENERAL_DIFFICULTY: Difficulty = "medium"  # of the question asked about a whole category: it suits every level
PLACE = "{skill}"
LEVEL_KEYS = ("junior", "middle", "senior")
_WORDS = {"text", "gold", "key_points", "red_flags", "follow_ups", *LEVEL_KEYS}
_FACTS = {"skill", "also", "kind", "difficulty", "version"}


def read_questions(source: str, *, kind: Kind = "technical") -> list[LibraryQuestion]:
    """The questions of one English file. Raises LibraryInvalid for anything that is not well formed."""
    return [_read_question(name, entry, kind) for name, entry in _parse(source).items()]


def read_general(source: str) -> dict[str, LibraryQuestion]:
    """The questions of a category file, by category. Raises LibraryInvalid for anything that is not well formed."""
    general = {}
    for category, entry in _parse(source).items():
        if category not in CATEGORIES:
            raise LibraryInvalid(f"{category} is not a category of skills")
        _check_place(category, entry)
        general[category] = _read_question(category, {"difficulty": GENERAL_DIFFICULTY} | entry, "technical")
    return general


def read_translations(
    source: str, originals: Iterable[LibraryQuestion], *, language: Language, general: bool = False
) -> list[LibraryQuestion]:
    """The same questions in another language, with their skills and difficulty from the originals.

    Raises LibraryInvalid for one that has no original, or not as many key points: a person is asked the same thing
    whatever the language.
    """
    by_id = {question.id: question for question in originals}
    translated = []
    for name, entry in _parse(source).items():
        original = by_id.get(name)
        if original is None:
            raise LibraryInvalid(f"{name}: there is no such question to translate")
        if general:
            _check_place(name, entry)
        words = _read_words(name, entry, language)
        if len(words["key_points"]) != len(original.key_points):
            raise LibraryInvalid(f"{name}: the original has {len(original.key_points)} key points")
        _check_keys(name, entry, _WORDS)
        translated.append(replace(original, language=language, **words))
    return translated


def _parse(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as mistake:
        raise LibraryInvalid(str(mistake)) from mistake


def _read_question(name: str, entry: dict[str, Any], kind: Kind) -> LibraryQuestion:
    _check_keys(name, entry, _WORDS | _FACTS)
    kind = entry.get("kind", kind)
    if kind not in get_args(Kind) or entry.get("difficulty") not in get_args(Difficulty):
        raise LibraryInvalid(f"{name}: the kind or the difficulty is not one we know")
    also, version = tuple(entry.get("also", ())), entry.get("version", 1)
    for skill_id in (entry["skill"], *also) if "skill" in entry else also:
        if taxonomy().get(skill_id) is None:
            raise LibraryInvalid(f"{name}: {skill_id} is not a skill of the taxonomy")
    if not isinstance(version, int) or version < 1:
        raise LibraryInvalid(f"{name}: a version is a whole number from 1")
    return LibraryQuestion(
        id=name,
        kind=kind,
        skill_id=entry.get("skill"),
        difficulty=entry["difficulty"],
        also=also,
        version=version,
        language="en",
        **_read_words(name, entry, "en"),
    )


def _read_words(name: str, entry: dict[str, Any], language: Language) -> dict[str, Any]:
    text, gold = (_folded(entry.get(part, "")) for part in ("text", "gold"))
    if not text or not gold:
        raise LibraryInvalid(f"{name}: a question needs a text and a gold answer")
    points, flags = tuple(entry.get("key_points", ())), tuple(entry.get("red_flags", ()))
    fewest, most = KEY_POINTS_RANGE
    if not fewest <= len(points) <= most:
        raise LibraryInvalid(f"{name}: {len(points)} key points; {fewest} to {most} are wanted")
    for claim in points + flags:
        _check_claim(name, claim, language)
    follow_ups = tuple(_folded(one) for one in entry.get("follow_ups", ()))
    fewest, most = FOLLOW_UPS_RANGE
    if not fewest <= len(follow_ups) <= most:
        raise LibraryInvalid(f"{name}: {len(follow_ups)} follow-ups; {fewest} to {most} are wanted")
    expected = {level: _folded(entry.get(level, "")) for level in LEVEL_KEYS}
    if not all(expected.values()):
        raise LibraryInvalid(f"{name}: say what is expected of a junior, a middle and a senior answer")
    return {
        "text": text,
        "gold": gold,
        "key_points": points,
        "red_flags": flags,
        "follow_ups": follow_ups,
        "expected": Expected(**expected),
    }


def _folded(value: Any) -> str:
    return " ".join(str(value).split())


def _check_keys(name: str, entry: dict[str, Any], known: set[str]) -> None:
    if unknown := entry.keys() - known:
        raise LibraryInvalid(f"{name}: unknown key {min(unknown)}")


def _check_place(name: str, entry: dict[str, Any]) -> None:
    if PLACE not in entry.get("text", ""):
        raise LibraryInvalid(f"{name}: the text does not say {PLACE}")


def _check_claim(name: str, claim: str, language: Language) -> None:
    shortest, longest = CLAIM_WORDS_RANGE[language]
    if not shortest <= len(claim.split()) <= longest:
        raise LibraryInvalid(f"{name}: {claim!r} is not a claim of {shortest} to {longest} words")
