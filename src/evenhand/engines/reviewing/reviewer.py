"""The review as a whole: every rule judged, added up, what would change the score, rewrites, and the seal."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention

from . import impact, structure
from .facts import Facts
from .result import (
    DIMENSIONS,
    RULES,
    Dimension,
    Finding,
    Outcome,
    Review,
    Rewrite,
    Rule,
    label_of,
    percent,
    points_of,
    seal_of,
)
from .rewriting import rewrite
from .structure import Judged

ENGINE = "evenhand.reviewing"
VERSION = "2"  # raised by every change that can change a review
RUBRIC_VERSION = "2026-11"
STRENGTH_FROM = Fraction(4, 5)  # of a rule's points
MOST_REWRITES = 8
_TOLD_ELSEWHERE = frozenset({"comment", "metadata", "instruction"})  # of what was not read: not of the page itself


def facts_of(
    *,
    document: Document,
    resume: Mapping[str, Any],
    evidence: Mapping[str, Evidence],
    skills: Sequence[SkillMention],
    language: str,
    own: Iterable[str] = (),
) -> Facts:
    """A resume that was read, to be reviewed. `own` are JSON Pointers of fields in the person's own words, which have
    no place."""
    return Facts(document, resume, evidence, skills, language, frozenset(own))


def review(facts: Facts) -> Review:
    """Review a resume.

    Only the text people see is looked at: `document.hidden` is told in the notes and scores nothing. Raises nothing.
    """
    judged: dict[str, Judged] = {name: judge(facts) for name, judge in (*structure.rules(), *impact.rules())}
    known = {name: portion for name, (portion, _) in judged.items() if portion is not None}
    rules = tuple(_rule(name, *judged[name], known) for name in RULES)
    score = _score(known)
    done = Review(
        score=score,
        label=label_of(score),
        dimensions=tuple(_dimension(name, known) for name in DIMENSIONS),
        rules=rules,
        strengths=tuple(rule.name for rule in _strong(rules, known)),
        improvements=tuple(rule.name for rule in sorted(rules, key=_gained) if rule.gain),
        rewrites=_rewrites(facts),
        notes=_notes(facts),
        language=facts.language,
        manifest=_manifest(facts),
    )
    return replace(done, seal=seal_of(done.to_dict()))


def fingerprint(facts: Facts) -> str:
    """What a review of this would rest on, as one hash: engine, rubric and inputs."""
    return _hash(_manifest(facts))


def _score(known: Mapping[str, Fraction]) -> int | None:
    points = sum((portion * RULES[name][1] for name, portion in known.items()), Fraction(0))  # type: ignore[index]
    return percent(points, sum(most for name, (_, most) in RULES.items() if name in known))


def _rule(name: str, portion: Fraction | None, findings: tuple[Finding, ...], known: Mapping[str, Fraction]) -> Rule:
    dimension, most = RULES[name]  # type: ignore[index]
    if portion is None:
        return Rule(name, dimension, "unknown", None, most, 0, findings)  # type: ignore[arg-type]
    outcome: Outcome = "met" if portion == 1 else "partly" if portion else "not_met"
    gain = (_score({**known, name: Fraction(1)}) or 0) - (_score(known) or 0)
    return Rule(name, dimension, outcome, points_of(portion, most), most, gain, findings)  # type: ignore[arg-type]


def _dimension(name: str, known: Mapping[str, Fraction]) -> Dimension:
    mine = {rule: most for rule, (dimension, most) in RULES.items() if dimension == name and rule in known}
    points = sum((known[rule] * most for rule, most in mine.items()), Fraction(0))
    out_of = sum(mine.values())
    return Dimension(name, percent(points, out_of), points_of(points, 1), out_of)  # type: ignore[arg-type]


def _strong(rules: Sequence[Rule], known: Mapping[str, Fraction]) -> list[Rule]:
    strong = [
        rule
        for rule in rules
        if known.get(rule.name, Fraction(0)) >= STRENGTH_FROM and any(one.good and one.places for one in rule.findings)
    ]
    return sorted(strong, key=lambda rule: -rule.most)


def _gained(rule: Rule) -> int:
    return -rule.gain


def _rewrites(facts: Facts) -> tuple[Rewrite, ...]:
    if facts.wording is None:
        return ()
    found = []
    for one in facts.statements:
        said = rewrite(one.text, facts.language)
        if said:
            found.append(Rewrite(one.pointer, one.place, one.text, said[0], said[1]))
    return tuple(found[:MOST_REWRITES])


def _notes(facts: Facts) -> tuple[Finding, ...]:
    """What is told without counting."""
    notes = []
    unseen = [one for one in facts.document.hidden if one.reason not in _TOLD_ELSEWHERE]
    if unseen:
        notes.append(Finding("hidden_text", good=False, values={"count": len(unseen)}))
    if facts.wording is None and facts.statements:
        notes.append(Finding("language_not_covered", good=False))
    return tuple(notes)


def _manifest(facts: Facts) -> dict[str, Any]:
    inputs = {
        "document": _hash([facts.document.text, [[one.start, one.end, one.page] for one in facts.document.lines]]),
        "resume": _hash(facts.resume),
        "evidence": _hash({pointer: asdict(span) for pointer, span in facts.evidence.items()}),
        "skills": _hash([asdict(one) for one in facts.skills]),
        "own": _hash(sorted(facts.own)),
        "language": facts.language,
    }
    return {"engine": ENGINE, "version": VERSION, "rubric": RUBRIC_VERSION, "inputs": inputs}


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
