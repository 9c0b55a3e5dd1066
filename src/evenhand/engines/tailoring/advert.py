"""What an advert asks for, as far as a resume can answer it: skills, and the words it uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evenhand.engines.reviewing.facts import words_of
from evenhand.engines.reviewing.wording import wording
from evenhand.engines.skills import Skill, find_skills, posting_skills, russian_name, taxonomy
from evenhand.engines.skills.tokens import stem

REQUIRED, OPTIONAL, WORD, FIGURE = 12, 8, 1, 2
"""What a statement is worth for each skill asked for, each word of the advert, and for a result with a figure."""
MOST_SHARED_WORDS = 4
_SHORTEST_WORD = 4  # letters


@dataclass(frozen=True)
class Advert:
    """An advert. `required` and `optional` are ids of skills; where neither is given, they are read from the text."""

    title: str
    company: str
    text: str
    language: str = "en"
    required: tuple[str, ...] = field(default=())
    optional: tuple[str, ...] = field(default=())

    @cached_property
    def asked(self) -> dict[str, int]:
        """The skills asked for, each with what it is worth, the most important first."""
        required, optional = self.required, self.optional
        if not required and not optional:
            read = posting_skills(f"{self.title}\n\n{self.text}")
            required, optional = tuple(read.ids("required")), tuple(read.ids("optional"))
        worth = dict.fromkeys(required, REQUIRED)
        return worth | {one: OPTIONAL for one in optional if one not in worth}

    @cached_property
    def words(self) -> frozenset[str]:
        """The content words of the advert, as they are compared."""
        known = wording(self.language)
        little = (known.function_words | known.neutral) if known else frozenset[str]()
        said = (word.casefold() for word in words_of(f"{self.title} {self.text}"))
        return frozenset(stem(word) for word in said if len(word) >= _SHORTEST_WORD and word not in little)

    def worth(self, text: str) -> int:
        """How much a statement answers the advert; 0 where it does not."""
        skills = {mention.skill_id for mention in find_skills(text)}
        points = sum(self.asked.get(skill, 0) for skill in skills)
        words = {stem(word.casefold()) for word in words_of(text)} & self.words
        points += WORD * min(len(words), MOST_SHARED_WORDS)
        return points + (FIGURE if points and any(c.isdigit() for c in text) else 0)

    def names(self, skill_ids: list[str], language: str) -> list[str]:
        """What skills are called in a language."""
        return [skill_named(skill, language) for one in skill_ids if (skill := taxonomy().get(one))]


def skill_named(skill: Skill, language: str) -> str:
    """The name of a skill in a language; the English one where it has none of its own."""
    return (russian_name(skill) if language == "ru" else "") or skill.name


def skills_in(language: str, resume: Mapping[str, Any]) -> dict[str, Any]:
    """A resume with its skills called as they are in its language; what the person calls them themselves stays."""

    def called(entry: Any) -> Any:
        name = entry.get("name") if isinstance(entry, Mapping) else None
        skill = taxonomy().resolve(name) if isinstance(name, str) else None
        return {**entry, "name": skill_named(skill, language)} if skill and skill.name == name else entry

    skills = resume.get("skills")
    return {**resume, "skills": [called(one) for one in skills]} if isinstance(skills, list) else dict(resume)
