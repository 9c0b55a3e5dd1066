"""Why the generator chose a question, told from the reason that is stored with it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from evenhand.domains.interviews.rules.topics import skill_name
from evenhand.kit.words import Sentence, say

LEVEL_WORDS: Mapping[str, Sentence] = {
    "junior": say("junior"),
    "middle": say("middle"),
    "senior": say("senior"),
    "lead": say("lead"),
}
Place = tuple[int, int]
"""Which of how many questions about the same skill."""


class Chosen(Protocol):
    """What telling a reason needs to know of a question."""

    @property
    def id(self) -> UUID:
        """Whose reason it is."""

    @property
    def status(self) -> str:
        """draft, approved or rejected."""

    @property
    def why(self) -> Mapping[str, Any]:
        """The reason, or nothing."""


def places(questions: Iterable[Chosen]) -> dict[UUID, Place]:
    """For each question that is not rejected its place among those chosen for the same skill, in their order."""
    live = [one for one in questions if one.status != "rejected" and one.why.get("skill_id")]
    totals = Counter(one.why["skill_id"] for one in live)
    seen: Counter[str] = Counter()
    found = {}
    for one in live:
        seen[one.why["skill_id"]] += 1
        found[one.id] = (seen[one.why["skill_id"]], totals[one.why["skill_id"]])
    return found


def why(reason: Mapping[str, Any], place: Place | None = None) -> Sequence[Sentence]:
    """The reason in one sentence, and its place in another; nothing for a question that nobody generated."""
    if not reason:
        return ()
    said = [_why(reason)]
    if place and place[1] > 1:
        said.append(say("%(number)s of %(total)s about it.", number=place[0], total=place[1]))
    return said


def _why(reason: Mapping[str, Any]) -> Sentence:
    skill = skill_name(reason.get("skill_id", ""))
    level = LEVEL_WORDS.get(reason.get("level", ""), "")
    required = bool(reason.get("is_required"))
    match reason.get("code"):
        case "skill" if required:
            return say("Because the job requires %(skill)s at %(level)s level.", skill=skill, level=level)
        case "skill":
            return say("Because %(skill)s is an advantage for this job, at %(level)s level.", skill=skill, level=level)
        case "field" if required:
            return say(
                "Because the job requires %(skill)s. The library has no question on it, so this one is on its field.",
                skill=skill,
            )
        case "field":
            return say(
                "Because %(skill)s is an advantage for this job. The library has no question on it, so this one is on"
                " its field.",
                skill=skill,
            )
        case "basis":
            basis = skill_name(reason.get("basis_id", ""))
            return say("Because %(skill)s, which this job names, builds on %(basis)s.", skill=skill, basis=basis)
        case "account" if required:
            return say("Because the job requires %(skill)s: people show it by what they do.", skill=skill)
        case "account":
            return say("Because %(skill)s is an advantage for this job: people show it by what they do.", skill=skill)
    return say("It fits any job.")
