"""Choose questions for a job by its skills and level: the same set for the same job, each with its reason."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from typing import Literal, get_args

from evenhand.engines.skills import Skill, taxonomy

from .library import Library, library
from .likeness import Heard
from .shapes import Difficulty, Kind, Language, Level, LibraryQuestion

DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)
LEVELS: Mapping[Level, Mapping[Difficulty, int]] = {
    "junior": {"easy": 2, "medium": 1},
    "middle": {"medium": 2, "hard": 1, "easy": 1},
    "senior": {"hard": 1, "medium": 1},
    "lead": {"hard": 1, "medium": 1},
}
"""How many of each difficulty suit a level, in proportion; a difficulty that is not there is not asked."""

MIXES: Mapping[str, Mapping[Difficulty, int]] = {
    "easier": {"easy": 2, "medium": 1},
    "even": {"easy": 1, "medium": 1, "hard": 1},
    "harder": {"hard": 2, "medium": 1},
}
"""What may be asked for instead of what suits the level."""

COUNT_RANGE = (0, 60)
TECHNICAL_PER_CENT = 70  # the rest is shared by behavioural and situational questions
PERSONAL_CATEGORIES = frozenset({"soft", "languages"})  # asked about by what people did, not by what they know
_MOST_TURNS = 6  # no skill has more questions than that
_OTHER_KINDS: tuple[Kind, Kind] = ("behavioural", "situational")

ReasonCode = Literal["skill", "field", "basis", "account", "any"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a question was chosen: its code, and what a sentence about it needs to name.

    skill: it is about `skill_id`, a skill of the job; field: the library has no question on that skill, so it is on its
    field; basis: it is about `basis_id`, which comes with the skill; account: it asks by deeds about the skill; any: it
    fits any job. `number` of `total` is its place among the questions about the same skill.
    """

    code: ReasonCode
    level: Level
    skill_id: str = ""
    basis_id: str = ""
    is_required: bool = False
    number: int = 1
    total: int = 1


@dataclass(frozen=True, slots=True)
class GeneratedQuestion(LibraryQuestion):
    """A question chosen for a job."""

    why: Reason = Reason("any", "middle")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A skill of the job and how the job wants it."""

    skill: Skill
    required: bool
    position: int


@dataclass(slots=True)
class _Choosing:
    """What is chosen so far, and what may not be chosen."""

    shelf: Library
    level: Level
    mix: Mapping[Difficulty, int]
    used: set[str]
    heard: Heard
    sizes: Counter[Difficulty]

    def is_free(self, question: LibraryQuestion) -> bool:
        return question.id not in self.used and question.difficulty in self.mix and not self.heard.is_like(question)

    def take(self, question: LibraryQuestion) -> None:
        self.used.add(question.id)
        self.heard.add(question.text)
        self.sizes[question.difficulty] += 1

    def best(self, questions: Sequence[LibraryQuestion]) -> LibraryQuestion | None:
        """The free question of the difficulty that is furthest behind its share; of equals the first."""
        free = [one for one in questions if self.is_free(one)]
        order = list(self.mix)
        return min(
            free,
            key=lambda one: (
                (self.sizes[one.difficulty] + 1) / self.mix[one.difficulty],
                order.index(one.difficulty),
            ),
            default=None,
        )


def generate(
    *,
    required: Sequence[str],
    optional: Sequence[str],
    level: Level,
    count: int = 10,
    language: Language = "en",
    mix: Mapping[Difficulty, int] | None = None,
    without: Collection[str] = (),
    asked: Sequence[str] = (),
) -> list[GeneratedQuestion]:
    """A set of up to `count` questions: technical ones grouped by skill, then behavioural, then situational ones.

    `required` and `optional` are skill ids, the weightiest first; ids the taxonomy does not know are passed over.
    About 70 % of the set is technical: two questions for each required skill before the first for an optional one.
    What the skills cannot fill, behavioural and situational questions do; the set is shorter only where the library
    has no more. `mix` says how many of each difficulty, in proportion; without it, what suits the level. `without`
    holds ids that are not chosen, such as rejected ones; `asked` texts that no chosen question repeats in other words.
    The same arguments give the same set.

    Raises ValueError for an unknown level, a mix without anything in it, or a count outside COUNT_RANGE.
    """
    if level not in LEVELS:
        raise ValueError(f"{level!r} is not a level; use one of {', '.join(LEVELS)}")
    fewest, most = COUNT_RANGE
    if not fewest <= count <= most:
        raise ValueError(f"a set has {fewest} to {most} questions, not {count}")
    shares = {size: share for size, share in (LEVELS[level] if mix is None else mix).items() if share > 0}
    if not shares:
        raise ValueError("a mix needs at least one difficulty")
    choosing = _Choosing(library(language), level, shares, set(without), Heard(asked), Counter())
    wanted = _wanted(required, optional)
    craft = [one for one in wanted if one.skill.category not in PERSONAL_CATEGORIES]
    technical = _choose_technical(craft, choosing, (count * TECHNICAL_PER_CENT + 50) // 100)
    return _numbered([*technical, *_choose_others(wanted, choosing, count - len(technical))])


def _wanted(required: Sequence[str], optional: Sequence[str]) -> list[_Wanted]:
    found: dict[str, _Wanted] = {}
    for skill_id, needed in chain(((one, True) for one in required), ((one, False) for one in optional)):
        skill = taxonomy().get(skill_id)
        if skill is not None and skill_id not in found:
            found[skill_id] = _Wanted(skill, needed, len(found))
    return list(found.values())


def _choose_technical(craft: list[_Wanted], choosing: _Choosing, places: int) -> list[GeneratedQuestion]:
    chosen: list[tuple[int, GeneratedQuestion]] = []
    wanted = {one.skill.id for one in craft}
    for one, turn in _turns(craft):
        if len(chosen) == places:
            break
        if (picked := _next_question(one, turn, choosing, wanted)) is not None:
            chosen.append((one.position, picked))
    chosen.sort(key=lambda place: (place[0], DIFFICULTIES.index(place[1].difficulty)))
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


def _next_question(one: _Wanted, turn: int, choosing: _Choosing, wanted: set[str]) -> GeneratedQuestion | None:
    """The next question for a skill: about itself, else about its field in general, else about what it builds on."""
    shelf = choosing.shelf
    reason = Reason("skill", choosing.level, one.skill.id, is_required=one.required)
    if (own := choosing.best(shelf.about(one.skill.id))) is not None:
        choosing.take(own)
        return _chosen(own, reason)
    if turn > 0 and shelf.about(one.skill.id):
        return None  # it has had its questions; what it builds on is for skills that have none
    general = shelf.general(one.skill)
    if turn == 0 and general is not None and one.skill.category not in choosing.used and choosing.is_free(general):
        choosing.take(general)
        choosing.used.add(one.skill.category)
        return _chosen(general, replace(reason, code="field"))
    for base_id in one.skill.builds_on:
        if base_id in wanted:
            continue  # it has turns of its own
        if (base := choosing.best(shelf.about(base_id))) is not None:
            choosing.take(base)
            return _chosen(base, replace(reason, code="basis", basis_id=base_id))
    return None


def _choose_others(wanted: list[_Wanted], choosing: _Choosing, places: int) -> list[GeneratedQuestion]:
    """Behavioural and situational questions in equal parts as far as they go, the job's skills first."""
    queues = {kind: _ranked(kind, wanted, choosing) for kind in _OTHER_KINDS}
    chosen: dict[Kind, list[GeneratedQuestion]] = {kind: [] for kind in _OTHER_KINDS}
    for kind in _OTHER_KINDS * places:
        if sum(map(len, chosen.values())) == places:
            break
        picked = next((one for one in queues[kind] if choosing.is_free(one)), None)
        if picked is not None:
            choosing.take(picked)
            chosen[kind].append(picked)
    return [*chosen["behavioural"], *chosen["situational"]]


def _ranked(kind: Kind, wanted: list[_Wanted], choosing: _Choosing) -> list[GeneratedQuestion]:
    """The questions of a kind in a fitting size: by the weight of their skill, the rest as this job mixes them."""
    by_skill = {one.skill.id: one for one in wanted}
    job = "|".join((*by_skill, choosing.level))
    suited = [one for one in choosing.shelf.of_kind(kind) if one.difficulty in choosing.mix]
    ranked: list[tuple[int, str, GeneratedQuestion]] = []
    for question in suited:
        one = next((by_skill[skill] for skill in (question.skill_id or "", *question.also) if skill in by_skill), None)
        place = one.position if one else len(wanted)
        mixed = hashlib.sha256(f"{job}|{question.id}".encode()).hexdigest()
        ranked.append((place, mixed, _chosen(question, _account(one, choosing.level))))
    covered = {question.skill_id for question in suited}
    asked: set[str] = set()
    for one in wanted:
        general = choosing.shelf.general(one.skill)
        if general is None or general.kind != kind or general.difficulty not in choosing.mix:
            continue
        if not {one.skill.id, one.skill.category} & (covered | asked):
            asked.add(one.skill.category)
            ranked.append((one.position, "", _chosen(general, _account(one, choosing.level))))
    ranked.sort(key=lambda place: place[:2])
    return [question for _, _, question in ranked]


def _account(one: _Wanted | None, level: Level) -> Reason:
    if one is None:
        return Reason("any", level)
    return Reason("account", level, one.skill.id, is_required=one.required)


def _numbered(questions: list[GeneratedQuestion]) -> list[GeneratedQuestion]:
    """Each reason with the place of its question among those about the same skill."""
    totals = Counter(one.why.skill_id for one in questions)
    seen: Counter[str] = Counter()
    numbered = []
    for one in questions:
        seen[one.why.skill_id] += 1
        why = replace(one.why, number=seen[one.why.skill_id], total=totals[one.why.skill_id])
        numbered.append(replace(one, why=why))
    return numbered


def _chosen(question: LibraryQuestion, why: Reason) -> GeneratedQuestion:
    return GeneratedQuestion(**{part.name: getattr(question, part.name) for part in fields(LibraryQuestion)}, why=why)
