"""A profile as pages show it: sections of entries of fields, each beside its words or marked as the person's own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from evenhand.domains.resumes.rules import sections as shape
from evenhand.domains.resumes.rules.acts import Own
from evenhand.domains.resumes.rules.periods import in_words, time_span
from evenhand.domains.resumes.rules.sections import SECTIONS, FieldSpec, SectionSpec
from evenhand.domains.skills.rules import named, skill_name
from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention
from evenhand.kit.words import Sentence, say

GUESSED = 0.6
"""The parser's own word for a guess (`engines.resume_parser`); what it is surer of needs no look."""
LINE_CHARS = 160

_WHY: Mapping[str, Sentence] = {
    "name": say("Please check: this line looks most like a name."),
    "phone": say("Please check: this does not look like a whole number."),
    "startDate": say("Please check: these dates can be read in two ways."),
    "endDate": say("Please check: these dates can be read in two ways."),
    "date": say("Please check: this date can be read in two ways."),
    "institution": say("Please check: no word in the line says that this is a school."),
    "location": say("Please check: we are not sure that this is a place."),
    "publisher": say("Please check: these words stand where a journal or a publisher usually does."),
    "issuer": say("Please check: these words stand where an issuer usually does."),
}
_WHY_ELSE = say("Please check: we are not sure what these words are.")
_PERIOD = say("From – to")
_NOW, _BEFORE, _EARLIER = say("Now"), say("Before that"), say("Earlier")

_NONE: Mapping[str, Own] = {}


@dataclass(frozen=True)
class Field:
    """One field of a profile. `span` is where its words stand; None where it is not in the file.

    A period is one field of two keys. `own` says that these are the person's words where the file says `read`,
    `settled` that they confirmed what was read; `why` asks them to look, and `line` is where the words stand.
    """

    id: str
    keys: tuple[str, ...]
    pointers: tuple[str, ...]
    label: Sentence
    kind: Literal["line", "passage", "country", "date", "period", "url"]
    value: str
    span: Evidence | None
    own: tuple[Own, ...] = ()
    read: str = ""
    settled: tuple[Own, ...] = ()
    why: Sentence | None = None
    line: str = ""

    @property
    def span_id(self) -> str:
        """The mark in the text that this field leads to."""
        return f"s-{self.id}"

    @property
    def unsure(self) -> bool:
        """Whether a person should look: read, but guessed, and nobody has said that it is right."""
        return self.why is not None


@dataclass(frozen=True)
class Entry:
    """A group of fields, for instance one position; `added` by the person as a whole."""

    key: str
    title: Sentence | None
    fields: tuple[Field, ...]
    name: str = ""
    added: bool = False

    @property
    def unsure(self) -> bool:
        """Whether one of its fields should be looked at."""
        return any(field.unsure for field in self.fields)


@dataclass(frozen=True)
class Section:
    """A card of the profile page."""

    id: str
    title: Sentence
    add: Sentence | None
    many: bool
    entries: tuple[Entry, ...]


def sections(
    resume: Mapping[str, Any],
    evidence: Mapping[str, Evidence],
    *,
    document: Document | None = None,
    own: Mapping[str, Own] = _NONE,
    settled: Mapping[str, Own] = _NONE,
    keys: Mapping[str, Sequence[str]] | None = None,
    added: frozenset[str] = frozenset(),
) -> list[Section]:
    """The profile as pages show it, skills apart. Fields that matter are there even where nothing was found.

    Without `document` the lines that unsure fields stand in are not known; without `keys` entries cannot be named.
    """
    known = _Known(evidence, own, settled, document)
    found = []
    for section in SECTIONS.values():
        if not section.many:
            basics = resume.get("basics", {})
            fields = tuple(_fields(section, section.pointer, basics, known))
            found.append(Section(section.id, section.title, section.add, False, (Entry("", None, fields),)))
            continue
        listed = shape.listed(resume, section)
        names = (keys or {}).get(section.id) or [""] * len(listed)
        titles = _titles(section, listed)
        groups = tuple(
            Entry(
                key,
                title,
                tuple(_fields(section, f"{section.pointer}/{index}", entry, known)),
                next((text for name in section.names if (text := shape.at(entry, name))), ""),
                key in added,
            )
            for index, (key, title, entry) in enumerate(zip(names, titles, listed, strict=True))
        )
        found.append(Section(section.id, section.title, section.add, True, groups))
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    evidence: Mapping[str, Evidence]
    own: Mapping[str, Own]
    settled: Mapping[str, Own]
    document: Document | None


def _titles(section: SectionSpec, listed: Sequence[Mapping[str, Any]]) -> list[Sentence | None]:
    """What goes on today stands under "Now", the first after it under "Before that"; only where jobs have dates."""
    found: list[Sentence | None] = [None] * len(listed)
    if section.id != "work":
        return found
    now = [bool(role.get("startDate")) and not role.get("endDate") for role in listed]
    for index, going_on in enumerate(now):
        if going_on:
            found[index] = _NOW if not any(now[:index]) else None
        elif any(now[:index]):
            found[index] = _BEFORE if now[index - 1] else _EARLIER
    return found


def _fields(section: SectionSpec, base: str, entry: Mapping[str, Any], known: _Known) -> Iterator[Field]:
    for field, text in shape.texts(section, entry):
        if section.dated and field.key == "endDate":
            continue
        if section.dated and field.key == "startDate":
            yield from _period(base, entry, known)
            continue
        pointer = f"{base}/{field.key}"
        mine = known.own.get(pointer)
        if text or mine or field.always:
            yield _field(field, pointer, text, known)


def _field(spec: FieldSpec, pointer: str, text: str, known: _Known) -> Field:
    mine, settled, span = known.own.get(pointer), known.settled.get(pointer), known.evidence.get(pointer)
    kind = spec.kind if spec.kind in ("passage", "country", "date", "url") else "line"
    doubt = _doubt(span, settled, spec.key.rpartition("/")[2])
    return Field(
        id=field_id(pointer),
        keys=(spec.key,),
        pointers=(pointer,),
        label=spec.label,
        kind=kind,
        value=in_words(text) if kind == "date" else text,
        span=span,
        own=(mine,) if mine else (),
        read=(in_words(mine.read) if kind == "date" else mine.read) if mine else "",
        settled=(settled,) if settled else (),
        why=doubt,
        line=_line(known.document, span) if doubt else "",
    )


def _period(base: str, entry: Mapping[str, Any], known: _Known) -> Iterator[Field]:
    pointers = (f"{base}/startDate", f"{base}/endDate")
    start, end = (shape.at(entry, key) for key in ("startDate", "endDate"))
    mine = tuple(own for pointer in pointers if (own := known.own.get(pointer)))
    if not (start or end or mine):
        return
    settled = tuple(own for pointer in pointers if (own := known.settled.get(pointer)))
    spans = [span for pointer in pointers if (span := known.evidence.get(pointer))]
    doubts = [_doubt(known.evidence.get(pointer), known.settled.get(pointer), "startDate") for pointer in pointers]
    doubt = next((one for one in doubts if one), None)
    said_before = any(one.read for one in mine)
    read = [
        own.read if (own := known.own.get(pointer)) else text
        for pointer, text in zip(pointers, (start, end), strict=True)
    ]
    yield Field(
        id=field_id(pointers[0]),
        keys=("startDate", "endDate"),
        pointers=pointers,
        label=_PERIOD,
        kind="period",
        value=time_span({"startDate": start, "endDate": end}),
        span=spans[0] if spans else None,
        own=mine,
        read=time_span(dict(zip(("startDate", "endDate"), read, strict=True))) if said_before else "",
        settled=settled,
        why=doubt,
        line=_line(known.document, spans[0]) if doubt and spans else "",
    )


def _doubt(span: Evidence | None, settled: Own | None, key: str) -> Sentence | None:
    if span is None or settled is not None or span.confidence > GUESSED:
        return None
    return _WHY.get(key, _WHY_ELSE)


def _line(document: Document | None, span: Evidence | None) -> str:
    """The line the words stand in, where it says more than they do."""
    if document is None or span is None:
        return ""
    text = document.text
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    return "" if line == span.text.strip() else line[:LINE_CHARS]


def field_id(pointer: str) -> str:
    """The id on the page of the field at a JSON Pointer."""
    return pointer.strip("/").replace("/", "-").lower()


def unsure_fields(found: Sequence[Section]) -> list[tuple[str, str, Field]]:
    """The fields somebody should look at, with the section and the key of their entry."""
    return [
        (section.id, entry.key, field)
        for section in found
        for entry in section.entries
        for field in entry.fields
        if field.unsure
    ]


def first_mentions(skills: Sequence[SkillMention]) -> list[SkillMention]:
    """One mention for each skill, the first in the text, named as the reader knows it; in the order of the text."""
    seen: dict[str, SkillMention] = {}
    for mention in skills:
        if mention.skill_id not in seen:
            names = [skill_name(skill) for skill in named([mention.skill_id])]
            seen[mention.skill_id] = replace(mention, name=names[0]) if names else mention
    return list(seen.values())


def marks(
    sections: Sequence[Section], skills: Sequence[SkillMention]
) -> Iterator[tuple[str, str, Literal["", "unsure"], Evidence]]:
    """The spans to mark in the text: id, the field it leads back to, its kind, and where it stands."""
    for section in sections:
        for entry in section.entries:
            for field in entry.fields:
                if field.span:
                    yield field.span_id, f"#f-{field.id}", "unsure" if field.unsure else "", field.span
    for mention in first_mentions(skills):
        span = Evidence(0, mention.start, mention.end, mention.text, 1.0)
        yield f"k-{mention.skill_id}", f"#t-{mention.skill_id}", "", span
