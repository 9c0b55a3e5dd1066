"""Choose questions for a job by its skills and level: the same set for the same job, each with its reason."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Literal, get_args

from evenhand.engines.skills import CATEGORIES, Skill, taxonomy

from .library import Difficulty, Kind, LibraryQuestion, library

Level = Literal["junior", "middle", "senior", "lead"]

LEVELS: dict[Level, tuple[Difficulty, ...]] = {  # the difficulties that suit a level, the most fitting first
    "junior": ("easy", "medium"),
    "middle": ("medium", "hard", "easy"),
    "senior": ("hard", "medium"),
    "lead": ("hard", "medium"),
}
COUNT_RANGE = (0, 60)
TECHNICAL_PER_CENT = 70  # the rest is shared by behavioural and situational questions
PERSONAL_CATEGORIES = frozenset({"soft", "languages"})  # asked about by what people did, not by what they know
_MOST_TURNS = 6  # no skill has more questions than that
_OTHER_KINDS: tuple[Kind, Kind] = ("behavioural", "situational")
_PURPOSE: dict[Kind, str] = {
    "behavioural": "it asks what someone has really done.",
    "situational": "it asks what someone would do.",
}


@dataclass(frozen=True, slots=True)
class GeneratedQuestion(LibraryQuestion):
    """A question chosen for a job; `why` is a sentence a recruiter can read."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A skill of the job and how the job wants it."""

    skill: Skill
    required: bool
    position: int

    @property
    def reason(self) -> str:
        return f"{self.skill.name} is {self._weight} for this job"

    @property
    def wish(self) -> str:
        return f"{self.skill.name}, which is {self._weight} for this job"

    @property
    def _weight(self) -> str:
        return "required" if self.required else "an advantage"


def generate(
    *, required: Sequence[str], optional: Sequence[str], level: Level, count: int = 10
) -> list[GeneratedQuestion]:
    """A set of up to `count` questions: technical ones grouped by skill, then behavioural, then situational ones.

    `required` and `optional` are skill ids, the weightiest first; ids the taxonomy does not know are passed over.
    About 70 % of the set is technical: two questions for each required skill before the first for an optional one.
    What the skills cannot fill, behavioural and situational questions do; the set is shorter only where the library
    has no more. The same arguments give the same set.

    Raises ValueError for an unknown level or a count outside COUNT_RANGE.
    """
    if level not in LEVELS:
        raise ValueError(f"{level!r} is not a level; use one of {', '.join(LEVELS)}")
    fewest, most = COUNT_RANGE
    if not fewest <= count <= most:
        raise ValueError(f"a set has {fewest} to {most} questions, not {count}")
    wanted = _wanted(required, optional)
    craft = [one for one in wanted if one.skill.category not in PERSONAL_CATEGORIES]
    technical = _choose_technical(craft, level, (count * TECHNICAL_PER_CENT + 50) // 100)
    behavioural, situational = _choose_others(wanted, level, count - len(technical))
    return [*technical, *behavioural, *situational]


def _wanted(required: Sequence[str], optional: Sequence[str]) -> list[_Wanted]:
    found: dict[str, _Wanted] = {}
    for skill_id, needed in chain(((one, True) for one in required), ((one, False) for one in optional)):
        skill = taxonomy().get(skill_id)
        if skill is not None and skill_id not in found:
            found[skill_id] = _Wanted(skill, needed, len(found))
    return list(found.values())


def _choose_technical(craft: list[_Wanted], level: Level, places: int) -> list[GeneratedQuestion]:
    chosen: list[tuple[int, GeneratedQuestion]] = []
    wanted = {one.skill.id for one in craft}
    used: set[str] = set()  # question ids, and the categories whose general question was asked
    for one, turn in _turns(craft):
        if len(chosen) == places:
            break
        if (picked := _next_question(one, turn, level, used, wanted)) is not None:
            chosen.append((one.position, picked))
    chosen.sort(key=lambda place: (place[0], get_args(Difficulty).index(place[1].difficulty)))
    return [question for _, question in chosen]


def _turns(craft: list[_Wanted]) -> Iterator[tuple[_Wanted, int]]:
    """Whose turn it is, and which of its turns: the required twice, then the optional, and so on."""
    required = [one for one in craft if one.required]
    optional = [one for one in craft if not one.required]
    yield from ((one, 0) for one in required)
    yield from ((one, 1) for one in required)
    yield from ((one, 0) for one in optional)
    for turn in range(1, _MOST_TURNS):
        yield from ((one, turn + 1) for one in required)
        yield from ((one, turn) for one in optional)


def _next_question(one: _Wanted, turn: int, level: Level, used: set[str], wanted: set[str]) -> GeneratedQuestion | None:
    """The next question for a skill: about itself, else about its field in general, else about what it builds on."""
    shelf = library()
    own = _most_fitting(shelf.about(one.skill.id), one.position, turn, level, used)
    if own is not None:
        used.add(own.id)
        return _chosen(own, f"{one.reason}; {_sized(own, level)}.")
    if turn > 0 and shelf.about(one.skill.id):
        return None  # it has had its questions; what it builds on is for skills that have none
    general = shelf.general(one.skill)
    if turn == 0 and general is not None and one.skill.category not in used:
        used.add(one.skill.category)
        craft = CATEGORIES[one.skill.category].lower()
        why = f"the library has no question on it for a {level} level, so this one is on its field, {craft}"
        return _chosen(general, f"{one.reason}; {why}.")
    for base_id in one.skill.builds_on:
        if base_id in wanted:
            continue  # it has turns of its own
        base = _most_fitting(shelf.about(base_id), one.position, turn, level, used)
        if base is not None and (below := taxonomy().get(base_id)) is not None:
            used.add(base.id)
            return _chosen(base, f"{below.name} comes with {one.wish}; {_sized(base, level)}.")
    return None


def _most_fitting(
    questions: list[LibraryQuestion], position: int, turn: int, level: Level, used: set[str]
) -> LibraryQuestion | None:
    """The unused question of the most fitting difficulty; at levels with two of them, every other skill starts with
    the second, so that a set is never all hard."""
    suited = LEVELS[level]
    start = (turn + (position if len(suited) == 2 else 0)) % len(suited)
    preferred = suited[start:] + suited[:start]
    fresh = [one for one in questions if one.id not in used and one.difficulty in suited]
    return min(fresh, key=lambda one: preferred.index(one.difficulty), default=None)


def _choose_others(
    wanted: list[_Wanted], level: Level, places: int
) -> tuple[list[GeneratedQuestion], list[GeneratedQuestion]]:
    """Behavioural and situational questions in equal parts as far as they go, the job's skills first."""
    queues = {kind: _ranked(kind, wanted, level) for kind in _OTHER_KINDS}
    chosen: dict[Kind, list[GeneratedQuestion]] = {kind: [] for kind in _OTHER_KINDS}
    for kind in _OTHER_KINDS * places:
        if sum(map(len, chosen.values())) == places:
            break
        if queues[kind]:
            chosen[kind].append(queues[kind].pop(0))
    return chosen["behavioural"], chosen["situational"]


def _ranked(kind: Kind, wanted: list[_Wanted], level: Level) -> list[GeneratedQuestion]:
    """The questions of a kind that suit the level: by the weight of their skill, the rest as this job mixes them."""
    by_skill = {one.skill.id: one for one in wanted}
    job = "|".join((*by_skill, level))
    questions = library().of_kind(kind)
    covered = {question.skill_id for question in questions if question.difficulty in LEVELS[level]}
    ranked: list[tuple[int, str, GeneratedQuestion]] = []
    for question in questions:
        if question.difficulty in LEVELS[level]:
            one = by_skill.get(question.skill_id or "")
            why = f"{one.reason}; {_PURPOSE[kind]}" if one else f"It fits any job; {_PURPOSE[kind]}"
            place = one.position if one else len(wanted)
            mixed = hashlib.sha256(f"{job}|{question.id}".encode()).hexdigest()
            ranked.append((place, mixed, _chosen(question, why)))
    asked: set[str] = set()
    for one in wanted:
        general = library().general(one.skill)
        if general is not None and general.kind == kind and not {one.skill.id, one.skill.category} & (covered | asked):
            asked.add(one.skill.category)
            ranked.append((one.position, "", _chosen(general, f"{one.reason}; {_PURPOSE[kind]}")))
    ranked.sort(key=lambda place: place[:2])
    return [question for _, _, question in ranked]


def _sized(question: LibraryQuestion, level: Level) -> str:
    return f"{'an' if question.difficulty == 'easy' else 'a'} {question.difficulty} question for a {level} level"


def _chosen(question: LibraryQuestion, why: str) -> GeneratedQuestion:
    return GeneratedQuestion(**{part.name: getattr(question, part.name) for part in fields(question)}, why=why)
