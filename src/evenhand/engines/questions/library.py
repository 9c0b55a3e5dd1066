"""The question library: finding questions by id, skill, category and kind, in each language that has them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from evenhand.engines.skills import Skill

from .reading import PLACE, read_general, read_questions, read_translations
from .shapes import Kind, Language, LibraryInvalid, LibraryQuestion

LANGUAGES: tuple[Language, ...] = ("en", "ru")
CATEGORY_FILES = ("categories_technology", "categories_work")
KIND_FILES: tuple[Kind, ...] = ("behavioural", "situational")  # the other files hold technical questions


class Library:
    """Every question of one language. `version` changes exactly when a question does."""

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
        """The technical questions about one skill, then those that test it beside another."""
        technical = self.of_kind("technical")
        own = [one for one in technical if one.skill_id == skill_id]
        return own + [one for one in technical if skill_id in one.also]

    def general(self, skill: Skill) -> LibraryQuestion | None:
        """A question about the craft of the skill's category, worded for this skill; None if there is none."""
        template = self._general.get(skill.category)
        if template is None:
            return None
        return replace(
            template,
            id=f"general-{skill.category}-{skill.id}",
            skill_id=skill.id,
            text=template.text.replace(PLACE, skill.name),
        )


@cache
def library(language: Language = "en") -> Library:
    """The shipped library in one language, read once a process."""
    sources = _sources("en")
    read = [question for name, source in sources.items() for question in _read(name, source)]
    general = {category: one for name in CATEGORY_FILES for category, one in read_general(sources[name]).items()}
    if language == "en":
        return Library(read, general=general, version=_digest(sources))
    words = _sources(language)
    translated = {
        name: read_translations(
            source,
            general.values() if name in CATEGORY_FILES else read,
            language=language,
            general=name in CATEGORY_FILES,
        )
        for name, source in words.items()
    }
    return Library(
        [question for name, found in translated.items() if name not in CATEGORY_FILES for question in found],
        general={one.id: one for name in CATEGORY_FILES for one in translated.get(name, ())},
        version=_digest(sources, words),
    )


def _read(name: str, source: str) -> list[LibraryQuestion]:
    if name in CATEGORY_FILES:
        return []
    return read_questions(source, kind=next((kind for kind in KIND_FILES if kind == name), "technical"))


def _sources(language: Language) -> dict[str, str]:
    """The files of a language by name, in alphabetical order, whatever order the file system gives."""
    folder: Traversable = resources.files(__package__) / "library" / language
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda one: one.name)
    return {entry.name.removesuffix(".toml"): entry.read_text("utf-8") for entry in files}


def _digest(*sources: Mapping[str, str]) -> str:
    texts = [text for one in sources for text in one.values()]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]
