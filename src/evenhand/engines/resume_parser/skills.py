"""Skills the resume names, by the taxonomy: one entry a skill, its evidence the first mention where it counts most."""

from collections import Counter
from collections.abc import Sequence

from evenhand.engines.documents import Document
from evenhand.engines.skills import SkillMention, find_skills

from .draft import Branch, Leaf
from .sections import Section

# How much a mention says, by the section it stands in.
_WEIGHTS = {"skills": 0.95, "work": 0.85, "projects": 0.85, "certificates": 0.8, "summary": 0.8, "volunteer": 0.75}
_ELSEWHERE = 0.65
_NOT_IN = frozenset({"contact", "links", "languages"})


def read_skills(document: Document, sections: Sequence[Section], taken: Sequence[tuple[int, int]]) -> list[Branch]:
    """JSON Resume `skills`: those of the skills section as listed there, then by weight and how often they are named.

    `taken` are stretches that name something else: addresses, employers, schools.
    """
    kinds = _kinds(sections)
    ranges = sorted(taken)
    best: dict[str, tuple[float, SkillMention]] = {}
    named: Counter[str] = Counter()
    for mention in find_skills(document.text):
        weight = _weight(kinds, mention)
        if weight is None or any(start < mention.end and mention.start < end for start, end in ranges):
            continue
        named[mention.skill_id] += 1
        if mention.skill_id not in best or weight > best[mention.skill_id][0]:
            best[mention.skill_id] = weight, mention

    def rank(skill_id: str) -> tuple[float, int, int]:
        weight, mention = best[skill_id]
        listed = weight == _WEIGHTS["skills"]
        return -weight, 0 if listed else -named[skill_id], mention.start

    ordered = [best[skill_id] for skill_id in sorted(best, key=rank)]
    return [{"name": Leaf(mention.name, mention.start, mention.end, weight)} for weight, mention in ordered]


def _kinds(sections: Sequence[Section]) -> list[tuple[int, int, str]]:
    """Rows' offsets with the kind of their section, in order."""
    spans = [(row.span.start, row.span.end, section.kind) for section in sections for row in section.rows]
    return sorted(spans)


def _weight(kinds: Sequence[tuple[int, int, str]], mention: SkillMention) -> float | None:
    """The weight of a mention, or None where no skill is meant."""
    low, high = 0, len(kinds)
    while low < high:
        middle = (low + high) // 2
        if kinds[middle][0] <= mention.start:
            low = middle + 1
        else:
            high = middle
    if not low or kinds[low - 1][1] < mention.start:
        return None  # a heading, a running head
    kind = kinds[low - 1][2]
    return None if kind in _NOT_IN else _WEIGHTS.get(kind, _ELSEWHERE)
