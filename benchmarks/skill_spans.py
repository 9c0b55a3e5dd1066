"""Strict span scores of the skills engine on a folder of SkillSpan (Zhang et al., NAACL 2022).

    .venv/bin/python benchmarks/skill_spans.py FOLDER [train|dev] [--misses N]

The folder holds `skillspan_dev.jsonl`; the data is not part of the project. A span counts where its first and last
tokens are the annotators': those of `tags_knowledge` against our hard skills, of `tags_skill` against our soft ones.
Nothing here is a budget, and nothing was fitted to the dev part.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evenhand.engines.skills import find_skills

Spans = set[tuple[int, int]]  # first and last token


def annotated(tags: list[str]) -> Spans:
    """The spans of B, I and O tags."""
    found: Spans = set()
    first: int | None = None
    for at, tag in enumerate([*tags, "O"]):
        if tag != "I" and first is not None:
            found.add((first, at - 1))
            first = None
        if tag == "B":
            first = at
    return found


def ours(tokens: list[str]) -> dict[str, Spans]:
    """What the engine finds in a sentence, by whole tokens."""
    starts, ends, at = {}, {}, 0
    for number, token in enumerate(tokens):
        starts[at], ends[at + len(token)] = number, number
        at += len(token) + 1
    found: dict[str, Spans] = {"skill": set(), "knowledge": set()}
    for mention in find_skills(" ".join(tokens)):
        if mention.start in starts and mention.end in ends:
            kind = "skill" if mention.category == "soft" else "knowledge"
            found[kind].add((starts[mention.start], ends[mention.end]))
    return found


def sentences(folder: Path, part: str) -> Iterator[dict[str, Any]]:
    """The sentences of one part."""
    with (folder / f"skillspan_{part}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def report(name: str, right: int, given: int, wanted: int) -> None:
    """One line of the table."""
    precision, recall = right / given if given else 0.0, right / wanted if wanted else 0.0
    both = 2 * precision * recall / (precision + recall) if right else 0.0
    print(
        f"{name:<24} P {precision:.3f}  R {recall:.3f}  F1 {both:.3f}  ({right} of {given} given, {wanted} annotated)"
    )


def main() -> None:
    """Print the scores, and with --misses the commonest mistakes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("part", nargs="?", default="dev", choices=["train", "dev"])
    asked.add_argument("--misses", type=int, default=0)
    given = asked.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    missed: dict[str, Counter[str]] = {name: Counter() for name in ("skill", "knowledge", "not annotated")}
    for sentence in sentences(given.folder, given.part):
        tokens, found = sentence["tokens"], ours(sentence["tokens"])
        truth = {kind: annotated(sentence[f"tags_{kind}"]) for kind in ("skill", "knowledge")}
        inside = {at for spans in truth.values() for first, last in spans for at in range(first, last + 1)}
        for kind, wanted in truth.items():
            counts[kind, "right"] += len(found[kind] & wanted)
            counts[kind, "given"] += len(found[kind])
            counts[kind, "wanted"] += len(wanted)
            counts[kind, "touched"] += sum(
                any(a <= last and first <= b for a, b in wanted) for first, last in found[kind]
            )
            missed[kind].update(" ".join(tokens[a : b + 1]).lower() for a, b in wanted - found[kind])
            missed["not annotated"].update(
                " ".join(tokens[a : b + 1]).lower() for a, b in found[kind] if not inside & set(range(a, b + 1))
            )
    for kind in ("knowledge", "skill"):
        report(f"{kind}, strict", *(counts[kind, what] for what in ("right", "given", "wanted")))
        print(f"{'':<24} {counts[kind, 'touched']} of those given touch an annotated one")
    report(
        "both, strict", *(counts["skill", what] + counts["knowledge", what] for what in ("right", "given", "wanted"))
    )
    for name, words in missed.items() if given.misses else ():
        print(f"\n{name}: " + ", ".join(f"{word} ({count})" for word, count in words.most_common(given.misses)))


if __name__ == "__main__":
    main()
