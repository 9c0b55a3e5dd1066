"""The question library: reading its files, refusing mistakes in them, finding questions by skill, category and kind."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from evenhand.engines.skills import CATEGORIES, Skill, taxonomy

Kind = Literal["technical", "behavioural", "situational"]
Difficulty = Literal["easy", "medium", "hard"]

SKILL_FILES = (
    *("programming", "backend", "operations", "data"),
    *("care", "trades", "finance", "sales", "logistics", "services"),
)
CATEGORY_FILES = ("categories_technology", "categories_work")
KEY_POINTS_RANGE = (3, 5)
CLAIM_WORDS_RANGE = (4, 14)  # key points and red flags are claims: shorter is a topic, longer is two claims
GENERAL_DIFFICULTY: Difficulty = "medium"  # of the question asked about a whole category: it suits every level
_KEYS = {"skill", "kind", "difficulty", "text", "gold", "key_points", "red_flags"}
_PLACE = "{skill}"


class LibraryInvalid(ValueError):
    """A library file holds a mistake; the message names the question."""


@dataclass(frozen=True, slots=True)
class LibraryQuestion:
    """One question with a good answer, the claims such an answer must make, and claims that contradict it.

    `skill_id` is None for a question that belongs to no skill. For a behavioural question `gold` is one example of a
    good account, and `key_points` say what such an account contains.
    """

    id: str
    kind: Kind
    skill_id: str | None
    difficulty: Difficulty
    text: str
    gold: str
    key_points: tuple[str, ...]
    red_flags: tuple[str, ...] = ()


class Library:
    """Every question. `version` changes exactly when a question does."""

    def __init__(
        self,
        questions: Iterable[LibraryQuestion],
        *,
        general: Mapping[str, LibraryQuestion] | None = None,
        version: str,
    ) -> None:
        self.version = version
        self.questions = tuple(questions)
        self._general = dict(general or {})
        self._by_id = {question.id: question for question in self.questions}
        if len(self._by_id) != len(self.questions):
            ids = [question.id for question in self.questions]
            raise LibraryInvalid(f"{next(one for one in ids if ids.count(one) > 1)}: the id is used twice")

    def get(self, question_id: str) -> LibraryQuestion | None:
        return self._by_id.get(question_id)

    def of_kind(self, kind: Kind) -> list[LibraryQuestion]:
        return [question for question in self.questions if question.kind == kind]

    def about(self, skill_id: str) -> list[LibraryQuestion]:
        """The technical questions about one skill."""
        return [one for one in self.questions if one.kind == "technical" and one.skill_id == skill_id]

    def general(self, skill: Skill) -> LibraryQuestion | None:
        """A question about the craft of the skill's category, worded for this skill; None if there is none."""
        template = self._general.get(skill.category)
        if template is None:
            return None
        return replace(
            template,
            id=f"general-{skill.category}-{skill.id}",
            skill_id=skill.id,
            text=template.text.replace(_PLACE, skill.name),
        )


def read_questions(source: str, *, kind: Kind = "technical") -> list[LibraryQuestion]:
    """The questions of one library file. Raises LibraryInvalid for anything that is not well formed."""
    return [_read_question(name, entry, kind) for name, entry in _parse(source).items()]


def read_general(source: str) -> dict[str, LibraryQuestion]:
    """The questions of a category file, by category. Raises LibraryInvalid for anything that is not well formed."""
    general = {}
    for category, entry in _parse(source).items():
        if category not in CATEGORIES:
            raise LibraryInvalid(f"{category} is not a category of skills")
        if _PLACE not in entry.get("text", ""):
            raise LibraryInvalid(f"{category}: the text does not say {_PLACE}")
        general[category] = _read_question(category, {"difficulty": GENERAL_DIFFICULTY} | entry, "technical")
    return general


def _parse(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as mistake:
        raise LibraryInvalid(str(mistake)) from mistake


def _read_question(name: str, entry: dict[str, Any], kind: Kind) -> LibraryQuestion:
    unknown = entry.keys() - _KEYS
    if unknown:
        raise LibraryInvalid(f"{name}: unknown key {min(unknown)}")
    kind = entry.get("kind", kind)
    if kind not in get_args(Kind) or entry.get("difficulty") not in get_args(Difficulty):
        raise LibraryInvalid(f"{name}: the kind or the difficulty is not one we know")
    text, gold = (" ".join(str(entry.get(part, "")).split()) for part in ("text", "gold"))
    if not text or not gold:
        raise LibraryInvalid(f"{name}: a question needs a text and a gold answer")
    if (skill_id := entry.get("skill")) is not None and taxonomy().get(skill_id) is None:
        raise LibraryInvalid(f"{name}: {skill_id} is not a skill of the taxonomy")
    key_points, red_flags = tuple(entry.get("key_points", ())), tuple(entry.get("red_flags", ()))
    fewest, most = KEY_POINTS_RANGE
    if not fewest <= len(key_points) <= most:
        raise LibraryInvalid(f"{name}: {len(key_points)} key points; {fewest} to {most} are wanted")
    for claim in key_points + red_flags:
        _check_claim(name, claim)
    return LibraryQuestion(name, kind, skill_id, entry["difficulty"], text, gold, key_points, red_flags)


def _check_claim(name: str, claim: str) -> None:
    shortest, longest = CLAIM_WORDS_RANGE
    if not shortest <= len(claim.split()) <= longest:
        raise LibraryInvalid(f"{name}: {claim!r} is not a claim of {shortest} to {longest} words")


@cache
def library() -> Library:
    """The shipped library, read once a process."""
    folder = resources.files(__package__) / "library"
    names = (*SKILL_FILES, "behavioural", "situational", *CATEGORY_FILES)
    sources = {name: (folder / f"{name}.toml").read_text("utf-8") for name in names}
    digest = hashlib.sha256("\0".join(sources.values()).encode()).hexdigest()
    questions = [question for name in SKILL_FILES for question in read_questions(sources[name])]
    questions += read_questions(sources["behavioural"], kind="behavioural")
    questions += read_questions(sources["situational"], kind="situational")
    general: dict[str, LibraryQuestion] = {}
    for name in CATEGORY_FILES:
        general |= read_general(sources[name])
    return Library(questions, general=general, version=digest[:12])
