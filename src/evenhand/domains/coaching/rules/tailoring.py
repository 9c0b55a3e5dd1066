"""A tailored resume as it is kept, shown, written over and taken away."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from evenhand.engines.tailoring import (
    VERSION,
    Advert,
    Source,
    Unsupported,
    check,
    paragraph,
    skills_in,
    sources_of,
    tailor,
    write_letter,
)
from evenhand.engines.typesetting import Letter, ways

Language = Literal["en", "ru"]
Kind = Literal["letter", "summary", "highlights"]


@dataclass(frozen=True)
class Edit:
    """A part in the person's own words; `unsupported` are those of them that stand nowhere in the resume."""

    text: str
    unsupported: tuple[Unsupported, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A statement, the words of the resume behind it, and whether a language model worded it."""

    text: str
    kind: str
    sources: tuple[tuple[str, str], ...] = ()
    by_model: bool = False


@dataclass(frozen=True)
class Part:
    """A part that can be written over: its key in addresses, what it is about, its text as it was made (`said`; one
    statement a line, paragraphs in a letter), and the person's own."""

    key: str
    kind: Kind
    about: str
    before: tuple[str, ...]
    lines: tuple[Sentence, ...]
    left_out: tuple[str, ...]
    said: str
    edit: Edit | None

    @property
    def text(self) -> str:
        """What stands there now."""
        return self.edit.text if self.edit else self.said


@dataclass(frozen=True)
class Made:
    """What the engine made of a resume and a job, and the resume it was made of."""

    version: str
    language: Language
    resume_id: str
    base: Mapping[str, Any]
    resume: Mapping[str, Any]
    origins: Mapping[str, str]
    letter: Sequence[Sequence[Mapping[str, Any]]]
    names: Sequence[str]  # of the job and the company: a letter may repeat them
    model: Mapping[str, Any] = field(default_factory=dict)  # rules.refining.Refined, with the `pointers` it worded

    def sources(self) -> tuple[Source, ...]:
        """What a claim may rest on."""
        return sources_of(self.base)


def make(resume: Mapping[str, Any], resume_id: str, advert: Advert, *, language: Language, today: date) -> Made:
    """The resume and the letter for a job, as the engine makes them."""
    resume = skills_in(language, resume)
    tailored = tailor(resume, advert, language=language)
    letter = write_letter(resume, advert, language=language, today=today)
    return Made(
        version=VERSION,
        language=language,
        resume_id=resume_id,
        base=dict(resume),
        resume=tailored.resume,
        origins=tailored.origins,
        letter=[[asdict(one) for one in part] for part in letter.paragraphs],
        names=[advert.title, advert.company],
    )


def parts(made: Made, edits: Mapping[str, Edit]) -> list[Part]:
    """Everything that can be written over: the letter, the summary, and what was done in each role."""
    known = {source.pointer: source.text for source in made.sources()}
    found = []
    summary = str((made.resume.get("basics") or {}).get("summary") or "")
    if summary:
        before = str((made.base.get("basics") or {}).get("summary") or "")
        line = Sentence(summary, "fact", (("/basics/summary", before),))
        found.append(Part("summary", "summary", "", (before,), (line,), (), summary, edits.get("summary")))
    for number, role in enumerate(made.resume.get("work") or []):
        key, at = f"work-{number}", f"/work/{number}/highlights"
        listed = [str(one) for one in role.get("highlights") or []]
        if not listed:
            continue
        before_all = [str(one) for one in made.base["work"][number].get("highlights") or []]
        origins = [made.origins.get(f"{at}/{place}", "") for place in range(len(listed))]
        lines = tuple(
            Sentence(
                text,
                "fact",
                ((origin, known.get(origin, "")),) if origin else (),
                f"{at}/{place}" in made.model.get("pointers", ()),
            )
            for place, (text, origin) in enumerate(zip(listed, origins, strict=True))
        )
        kept = {known.get(origin, "") for origin in origins}
        left = tuple(one for one in before_all if one not in kept)
        about = ", ".join(str(role[name]) for name in ("position", "name") if role.get(name))
        said = "\n".join(listed)
        found.append(Part(key, "highlights", about, tuple(before_all), lines, left, said, edits.get(key)))
    lines = tuple(
        Sentence(
            one["text"],
            one["kind"],
            tuple((at, known.get(at, "")) for at in one["sources"]),
            one["kind"] == "reworded",
        )
        for part in made.letter
        for one in part
    )
    found.append(Part("letter", "letter", "", (), lines, (), letter_text(made, {}), edits.get("letter")))
    return found


def letter_text(made: Made, edits: Mapping[str, Edit]) -> str:
    """The letter as it is sent."""
    if "letter" in edits:
        return edits["letter"].text
    return "\n\n".join(paragraph((one["text"], one["sources"]) for one in part) for part in made.letter)


def letter(made: Made, edits: Mapping[str, Edit]) -> Letter:
    """The letter as it is typeset, with the person's own head."""
    basics = made.base.get("basics") or {}
    title, company = made.names
    return Letter(
        sender=str(basics.get("name") or ""),
        ways=ways(basics),
        recipient=company,
        subject=title,
        paragraphs=[one.strip() for one in re.split(r"\n\s*\n", letter_text(made, edits)) if one.strip()],
        language=made.language,
    )


def checked(made: Made, key: str, text: str) -> tuple[Unsupported, ...]:
    """What of a text stands nowhere in the resume. Sentences that are ours or were there before are not asked about."""
    ours = {one["text"] for part in made.letter for one in part}
    known = {" ".join(one.split()) for part in parts(made, {}) if part.key == key for one in part.said.splitlines()}
    told = {" ".join(one.split()) for one in ours} | known
    found: list[Unsupported] = []
    for line in text.splitlines():
        rest = " ".join(line.split())
        for one in sorted(told, key=len, reverse=True):
            rest = rest.replace(one, " ") if one else rest
        allowed = made.names if key == "letter" else ()
        for claim in check(rest, made.sources(), language=made.language, allowed=allowed):
            found += claim.unsupported
    return tuple(dict.fromkeys(found))


def finished(made: Made, edits: Mapping[str, Edit]) -> dict[str, Any]:
    """The resume with the person's own words in it, as JSON Resume."""
    resume: dict[str, Any] = deepcopy(dict(made.resume))
    for key, edit in edits.items():
        if key == "summary" and isinstance(resume.get("basics"), dict):
            resume["basics"]["summary"] = " ".join(edit.text.split())
        elif key.startswith("work-"):
            lines = [" ".join(line.split()) for line in edit.text.splitlines() if line.strip()]
            resume["work"][int(key.removeprefix("work-"))]["highlights"] = lines
    return resume


def plain(resume: Mapping[str, Any]) -> str:
    """A resume as text, for forms that take nothing else."""
    basics = resume.get("basics") or {}
    lines = [str(basics.get(name) or "") for name in ("name", "label", "email", "phone", "summary")]
    for section in ("work", "volunteer", "projects", "education", "certificates", "awards", "publications"):
        for entry in resume.get(section) or []:
            names = ("position", "studyType", "area", "name", "title", "institution", "organization", "issuer")
            head = ", ".join(str(entry[name]) for name in names if entry.get(name))
            dates = dict.fromkeys(entry[name] for name in ("startDate", "endDate", "date") if entry.get(name))
            days = " – ".join(str(one) for one in dates)
            lines += ["", f"{head} ({days})" if days else head]
            lines += [f"- {one}" for one in entry.get("highlights") or []]
    for section, name in (("skills", "name"), ("languages", "language")):
        listed = ", ".join(str(one[name]) for one in resume.get(section) or [] if one.get(name))
        lines += ["", listed] if listed else []
    return "\n".join(line for line in lines).strip() + "\n"


def to_json(made: Made) -> dict[str, Any]:
    """As plain JSON, to be sealed."""
    return asdict(made)


def from_json(kept: Mapping[str, Any]) -> Made:
    """As it was kept."""
    return Made(**kept)


def edits_to_json(edits: Mapping[str, Edit]) -> dict[str, Any]:
    """As plain JSON, to be sealed."""
    return {key: asdict(edit) for key, edit in edits.items()}


def edits_from_json(kept: Mapping[str, Any]) -> dict[str, Edit]:
    """As they were kept."""
    return {
        key: Edit(one["text"], tuple(Unsupported(**each) for each in one["unsupported"])) for key, one in kept.items()
    }
