"""What the person may want to take into their resume: skills that public work shows and the resume does not name.

A suggestion states what was counted and leads to where that can be seen. It changes nothing by itself, and what is not
public is no reason for anything.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from evenhand.domains.footprint.rules.accounts import host_of
from evenhand.domains.skills.rules import skill_name
from evenhand.engines.skills import Skill, taxonomy
from evenhand.external.footprint import Found, GithubFound, StackExchangeFound
from evenhand.kit.words import Sentence, say_many

LEAST_REPOSITORIES = 2
LEAST_ANSWERS = 3
MOST = 12
"""Suggestions at once; what was dismissed does not count."""


@dataclass(frozen=True)
class Suggestion:
    """One skill, the sentence about it, and where to see what the sentence says."""

    skill_id: str
    skill: str
    sentence: Sentence
    url: str


def suggestions(
    found: Sequence[Found], *, named: Collection[str], dismissed: Collection[str] = ()
) -> tuple[list[Suggestion], list[Suggestion]]:
    """For each skill that is not among those `named` (ids of the taxonomy), the first that says so: what to offer, and
    what would be offered had the person not dismissed it."""
    said = (one for each in found for one in (_of_github(each) if isinstance(each, GithubFound) else _of_tags(each)))
    kept = {one.skill_id: one for one in reversed([one for one in said if one.skill_id not in named])}
    every = reversed(kept.values())
    offered, refused = list[Suggestion](), list[Suggestion]()
    for one in every:
        (refused if one.skill_id in dismissed else offered).append(one)
    return offered[:MOST], refused


def _of_github(found: GithubFound) -> Iterator[Suggestion]:
    for one in found.languages:
        skill = taxonomy().resolve(one.name)
        if skill and one.repositories >= LEAST_REPOSITORIES:
            sentence = say_many(
                "Your public repositories show %(skill)s in %(count)s project; your resume does not name it.",
                "Your public repositories show %(skill)s in %(count)s projects; your resume does not name it.",
                one.repositories,
                skill=skill_name(skill),
            )
            about = urlencode({"tab": "repositories", "language": one.name.lower()})
            yield Suggestion(skill.id, skill_name(skill), sentence, f"https://github.com/{quote(found.name)}?{about}")


def _of_tags(found: StackExchangeFound) -> Iterator[Suggestion]:
    host = host_of(found.site)
    for one in found.tags:
        skill = _skill_of(one.name)
        if skill and one.answers >= LEAST_ANSWERS:
            sentence = say_many(
                "You answered %(count)s question about %(skill)s on %(site)s; your resume does not name it.",
                "You answered %(count)s questions about %(skill)s on %(site)s; your resume does not name it.",
                one.answers,
                skill=skill_name(skill),
                site=host,
            )
            about = urlencode({"q": f"user:{found.account_id} [{one.name}] is:answer"})
            yield Suggestion(skill.id, skill_name(skill), sentence, f"https://{host}/search?{about}")


def _skill_of(tag: str) -> Skill | None:
    known = taxonomy()
    return known.resolve(tag) or known.resolve(tag.replace("-", " "))
