"""Reviewing one resume at the terminal: the same rules as on the page, as text or as JSON."""

import json
from pathlib import Path

from evenhand.cli.lines import batch, named, refuse
from evenhand.domains.coaching.rules.review_words import ADVICE, DIMENSIONS, LABELS, RULES, found
from evenhand.engines.documents import DocumentRefused, read_document
from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.reviewing import Review, facts_of
from evenhand.engines.reviewing import review as reviewed
from evenhand.engines.skills import find_skills

LONGEST_QUOTE = 90
_QUOTED = 2


def review(path: Path, *, as_json: bool) -> None:
    """Read and review one file; a file that cannot be read ends the command with a sentence."""
    with batch():
        try:
            made = review_file(path)
        except DocumentRefused as refusal:
            refuse(f"{named(path)}: {refusal.message}")
        print(json.dumps(made.to_dict(), ensure_ascii=False) if as_json else as_text(made))


def review_file(path: Path) -> Review:
    """The review of one file. Raises DocumentRefused and OSError."""
    document = read_document(path.read_bytes(), filename=path.name)
    parsed = parse_resume(document)
    return reviewed(
        facts_of(
            document=document,
            resume=parsed.resume,
            evidence=parsed.evidence,
            skills=find_skills(document.text),
            language=parsed.language,
        )
    )


def as_text(made: Review) -> str:
    """The review for people: score, dimensions, every rule with its words, rewrites, seal."""
    shown = [f"{_figure(made.score)} of 100. {LABELS[made.label]}", ""]
    shown += [f"  {DIMENSIONS[one.name]:<24}{_figure(one.score):>4}" for one in made.dimensions]
    for rule in made.rules:
        points = "not enough evidence" if rule.points is None else f"{rule.points:g} of {rule.most}"
        gain = f"  (+{rule.gain})" if rule.gain else ""
        shown += ["", f"{RULES[rule.name][0]}: {points}{gain}"]
        for one in rule.findings:
            advice = "" if one.good else ADVICE.get(one.code, "")
            shown.append(f"  {'+' if one.good else '-'} {found(one)} {advice}".rstrip())
            quoted = [" ".join(place.text.split()) for place in one.places[:_QUOTED] if not one.good]
            shown += [f'      "{text[:LONGEST_QUOTE]}"' for text in quoted]
    for rewrite in made.rewrites:
        shown += ["", f"  {rewrite.before}", f"  -> {rewrite.after}"]
    shown += ["", *(str(found(one)) for one in made.notes), f"Seal {made.seal}"]
    return "\n".join(shown)


def _figure(score: int | None) -> str:
    return "-" if score is None else str(score)
