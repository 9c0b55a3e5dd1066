"""A resume for one advert: what answers it comes first, what says nothing for it is left out, nothing is added.

No role, school or project is ever left out, and roles keep their order: a gap that the machine made would be told about
the person.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from evenhand.engines.reviewing import rewrite

from .advert import Advert
from .claims import Claim, check
from .sources import sentences, sources_of

Act = Literal["moved", "left_out", "rephrased"]

MOST_HIGHLIGHTS, MOST_BESIDE = 6, 3
"""Highlights of a role of which some answer the advert, and of one of which none do."""
MOST_SENTENCES = 4
_DETAILED = ("work", "volunteer", "projects")
_REORDERED = ("skills", "certificates", "projects", "awards", "publications")


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to one statement of the resume: `pointer` is where it stood, `after` what it says now."""

    act: Act
    pointer: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Tailored:
    """The resume for an advert, as JSON Resume; by pointer into it the field of the first each statement comes from
    (`origins`), the changes, and the verdict of the claims checker on every rephrased statement."""

    resume: dict[str, Any]
    origins: dict[str, str]
    changes: tuple[Change, ...]
    claims: dict[str, Claim]


def tailor(resume: Mapping[str, Any], advert: Advert, *, language: str) -> Tailored:
    """Select, reorder and say more directly what is there. What would not pass the claims checker stays as it was."""
    made: dict[str, Any] = deepcopy(dict(resume))
    work = _Work(resume, advert, language)
    basics = made.get("basics")
    if isinstance(basics, dict) and isinstance(basics.get("summary"), str) and basics["summary"].strip():
        basics["summary"] = work.summary(basics["summary"])
    for section in _DETAILED:
        for number, entry in enumerate(_entries(made, section)):
            listed = entry.get("highlights")
            if isinstance(listed, list) and listed:
                entry["highlights"] = work.highlights(f"/{section}/{number}", listed)
    for section in _REORDERED:
        entries = _entries(made, section)
        if entries:
            made[section] = work.reordered(section, entries)
    return Tailored(made, _origins(made, resume, work.rephrased), tuple(work.changes), work.claims)


def _entries(resume: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
    listed = resume.get(section)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


class _Work:
    """One resume while it is fitted."""

    def __init__(self, resume: Mapping[str, Any], advert: Advert, language: str) -> None:
        self.sources = sources_of(resume)
        self.advert, self.language = advert, language
        self.changes: list[Change] = []
        self.claims: dict[str, Claim] = {}
        self.rephrased: dict[str, str] = {}

    def summary(self, text: str) -> str:
        """Its sentences, those that answer the advert first."""
        said = sentences(text)
        kept = self._ranked(said)[:MOST_SENTENCES]
        self._tell("/basics/summary", [said[number] for number in kept], said)
        return " ".join(said[number] for number in kept)

    def highlights(self, pointer: str, listed: Sequence[Any]) -> list[str]:
        """Those that answer the advert first, each said as directly as its own words allow."""
        said = [str(one) for one in listed]
        ranked = self._ranked(said)
        answers = any(self.advert.worth(one) for one in said)
        kept = ranked[: MOST_HIGHLIGHTS if answers else MOST_BESIDE]
        self._tell(f"{pointer}/highlights", [said[number] for number in kept], said)
        return [self._direct(f"{pointer}/highlights/{number}", said[number]) for number in kept]

    def reordered(self, section: str, entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Every entry, those that answer the advert first."""
        words = [" ".join(source.text for source in sources_of({section: [entry]})) for entry in entries]
        order = self._ranked(words)
        if order != sorted(order):
            for place, number in enumerate(order):
                if place < number:
                    self.changes.append(Change("moved", f"/{section}/{number}", words[number], words[number]))
        return [entries[number] for number in order]

    def _ranked(self, said: Sequence[str]) -> list[int]:
        """Their numbers by what they are worth; at equal worth in the order in which they stand."""
        return sorted(range(len(said)), key=lambda number: (-self.advert.worth(said[number]), number))

    def _direct(self, pointer: str, text: str) -> str:
        found = rewrite(text, self.language)
        if found is None:
            return text
        claims = check(found[0], self.sources, language=self.language)
        if not all(claim.holds for claim in claims):
            return text
        self.changes.append(Change("rephrased", pointer, text, found[0]))
        self.claims[pointer] = Claim(found[0], (pointer,), ())
        self.rephrased[found[0]] = pointer
        return found[0]

    def _tell(self, pointer: str, kept: Sequence[str], said: Sequence[str]) -> None:
        single = pointer == "/basics/summary"
        for number, text in enumerate(said):
            at = pointer if single else f"{pointer}/{number}"
            if text not in kept:
                self.changes.append(Change("left_out", at, text, ""))
            elif kept.index(text) < number:
                self.changes.append(Change("moved", at, text, text))


def _origins(made: Mapping[str, Any], resume: Mapping[str, Any], rephrased: Mapping[str, str]) -> dict[str, str]:
    """By pointer into the tailored resume: the field of the first that says the same."""
    places: dict[str, list[str]] = {}
    for source in sources_of(resume):
        places.setdefault(source.text, []).append(source.pointer)
    found: dict[str, str] = {}
    for source in sources_of(made):
        known = places.get(source.text, [])
        near = [one for one in known if one.rpartition("/")[0] == source.pointer.rpartition("/")[0]]
        at = (near or known or [rephrased.get(source.text, "")])[0]
        found[source.pointer] = at or ("/basics/summary" if source.pointer == "/basics/summary" else "")
    return found
