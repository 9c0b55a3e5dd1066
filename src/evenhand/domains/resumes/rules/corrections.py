"""Laying a person's corrections over what was read, and finding their places again in a new reading."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from evenhand.domains.resumes.rules import entries, sections
from evenhand.domains.resumes.rules.acts import SKILLS, Corrected, Correction, Lost, Own, OwnSkill, Reading, Removed
from evenhand.domains.resumes.rules.sections import SECTIONS, SectionSpec
from evenhand.domains.skills.rules import skill_name
from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import Skill, SkillMention, taxonomy


@dataclass(slots=True)
class _Entry:
    """An entry under correction; the dicts are by the key of the field, whatever place the entry comes to have."""

    key: str
    values: dict[str, Any]
    evidence: dict[str, Evidence]
    own: dict[str, Own]
    settled: dict[str, Own]


def correct(reading: Reading, corrections: Sequence[Correction]) -> Corrected:
    """Lay a person's corrections over a reading. The same two always give the same profile."""
    resume = deepcopy(dict(reading.resume))
    evidence: dict[str, Evidence] = {
        pointer: span for pointer, span in reading.evidence.items() if not _of_a_list(pointer)
    }
    own: dict[str, Own] = {}
    settled: dict[str, Own] = {}
    keys: dict[str, list[str]] = {}
    removed: list[Removed] = []
    lost: list[Lost] = []
    for section in SECTIONS.values():
        mine = [one for one in corrections if one.section == section.id]
        if not section.many:
            group = _Entry("", resume.setdefault(section.path[0], {}), evidence, {}, {})
            _set_all(section, group, mine, prefix=f"{section.pointer}/")
            own |= {f"{section.pointer}/{key}": one for key, one in group.own.items()}
            settled |= {f"{section.pointer}/{key}": one for key, one in group.settled.items()}
            continue
        found, gone, without_place = _entries(reading, section, mine)
        removed += gone
        lost += without_place
        _place(resume, section, [one.values for one in found])
        keys[section.id] = [one.key for one in found]
        for index, one in enumerate(found):
            base = f"{section.pointer}/{index}/"
            evidence |= {base + key: span for key, span in one.evidence.items()}
            own |= {base + key: words for key, words in one.own.items()}
            settled |= {base + key: words for key, words in one.settled.items()}
    if not resume["basics"]:
        del resume["basics"]
    skills, own_skills, gone = _skills(reading, resume, evidence, corrections)
    return Corrected(
        resume=resume,
        evidence=evidence,
        skills=skills,
        own=own,
        settled=settled,
        own_skills=own_skills,
        keys=keys,
        added=frozenset(one.entry for one in corrections if one.act == "add"),
        removed=(*removed, *gone),
        lost=tuple(lost),
    )


def _of_a_list(pointer: str) -> bool:
    """Whether a pointer leads into a section with entries, or into the list of skills: those are placed anew."""
    return pointer.startswith("/skills/") or any(
        section.many and pointer.startswith(f"{section.pointer}/") for section in SECTIONS.values()
    )


def _set_all(section: SectionSpec, entry: _Entry, corrections: Iterable[Correction], *, prefix: str = "") -> None:
    """Give fields the person's texts. One that says what was read anyway keeps its evidence and is settled."""
    for one in corrections:
        if one.act != "set" or section.field(one.key) is None:
            continue
        read = sections.at(entry.values, one.key)
        if read == one.value:
            entry.settled[one.key] = Own(one.id, read, one.at)
            continue
        sections.put(entry.values, one.key, one.value)
        entry.evidence.pop(prefix + one.key, None)
        entry.own[one.key] = Own(one.id, read, one.at)


def _entries(
    reading: Reading, section: SectionSpec, corrections: Sequence[Correction]
) -> tuple[list[_Entry], list[Removed], list[Lost]]:
    read = sections.listed(reading.resume, section)
    known = dict(zip(entries.keys_of(section, read), read, strict=True))
    gone = {one.entry: one for one in corrections if one.act == "remove"}
    found: list[_Entry] = []
    for index, (key, values) in enumerate(known.items()):
        base = f"{section.pointer}/{index}/"
        evidence = {
            pointer.removeprefix(base): span for pointer, span in reading.evidence.items() if pointer.startswith(base)
        }
        entry = _Entry(key, deepcopy(values), evidence, {}, {})
        _set_all(section, entry, (one for one in corrections if one.entry == key))
        if key not in gone:
            found.append(entry)
    made = {one.entry: _made(one) for one in corrections if one.act == "add"}
    for key, entry in made.items():
        if key not in gone:
            _insert(found, entry)
    called = known | {key: entry.values for key, entry in made.items()}
    removed = [Removed(one.id, section.id, _words(section, called[key])) for key, one in gone.items() if key in called]
    return found, removed, list(_lost(section, corrections, known))


def _made(one: Correction) -> _Entry:
    entry = _Entry(one.entry, {}, {}, {}, {})
    for key, text in one.values.items():
        sections.put(entry.values, key, text)
        entry.own[key] = Own(one.id, "", one.at)
    return entry


def _insert(found: list[_Entry], entry: _Entry) -> None:
    """Where its dates belong in a list that goes back in time; at the end where it has none."""
    start = sections.at(entry.values, "startDate")
    later = (
        index
        for index, other in enumerate(found)
        if start and (theirs := sections.at(other.values, "startDate")) and theirs < start
    )
    found.insert(next(later, len(found)), entry)


def _words(section: SectionSpec, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What an entry is called: its names, as far as it has them."""
    return tuple(text for name in section.names if (text := sections.at(values, name)))


def _lost(
    section: SectionSpec, corrections: Sequence[Correction], known: Mapping[str, Mapping[str, Any]]
) -> Iterable[Lost]:
    """Entries that somebody corrected and that are not in this reading. One that was removed is gone as wished."""
    groups: dict[str, list[Correction]] = {}
    for one in corrections:
        if one.act != "add" and one.entry not in known:
            groups.setdefault(one.entry, []).append(one)
    for entry, group in groups.items():
        if any(one.act == "remove" for one in group):
            continue
        values = {**group[-1].anchor, **{one.key: one.value for one in group if one.act == "set"}}
        yield Lost(
            tuple(one.id for one in group), section.id, entry, {key: text for key, text in values.items() if text}
        )


def _place(resume: dict[str, Any], section: SectionSpec, values: list[dict[str, Any]]) -> None:
    """Put the entries of a section where JSON Resume has them."""
    below = resume
    for part in section.path[:-1]:
        below = below.setdefault(part, {})
    if values:
        below[section.path[-1]] = values
    else:
        below.pop(section.path[-1], None)


def _skills(
    reading: Reading, resume: dict[str, Any], evidence: dict[str, Evidence], corrections: Sequence[Correction]
) -> tuple[list[SkillMention], tuple[OwnSkill, ...], list[Removed]]:
    """The mentions that stay, the skills that were added, and those taken away; the list in `resume` follows."""
    mine = [one for one in corrections if one.section == SKILLS]
    read = {mention.skill_id for mention in reading.skills}
    gone = {one.entry: one for one in mine if one.act == "remove"}
    kept = [mention for mention in reading.skills if mention.skill_id not in gone]
    added = tuple(
        OwnSkill(one.id, one.values.get("name", ""), one.values.get("id", ""), one.at)
        for one in mine
        if one.act == "add" and one.values.get("id", "") not in read
    )
    names = [
        (index, entry)
        for index, entry in enumerate(reading.resume.get(SKILLS, []))
        if not (skill := _named(str(entry.get("name", "")))) or skill.id not in gone
    ]
    for place, (index, _) in enumerate(names):
        base = f"/{SKILLS}/{index}/"
        evidence.update(
            (f"/{SKILLS}/{place}/{pointer.removeprefix(base)}", span)
            for pointer, span in reading.evidence.items()
            if pointer.startswith(base)
        )
    listed = [deepcopy(entry) for _, entry in names] + [{"name": one.name, "keywords": []} for one in added]
    if listed:
        resume[SKILLS] = listed
    else:
        resume.pop(SKILLS, None)
    removed = [Removed(gone[key].id, SKILLS, (_called(key),)) for key in gone if key in read]
    return kept, added, removed


def _named(name: str) -> Skill | None:
    return taxonomy().resolve(name)


def _called(skill_id: str) -> str:
    skill = taxonomy().get(skill_id)
    return skill_name(skill) if skill else skill_id


def carried_over(reading: Reading, corrections: Sequence[Correction]) -> list[Correction]:
    """The corrections with each entry found again in a new reading; one whose entry is not there keeps its old key."""
    carried = list(corrections)
    added = {one.entry for one in corrections if one.act == "add"}
    for section in SECTIONS.values():
        mine = [index for index, one in enumerate(carried) if one.section == section.id and one.entry not in added]
        if not section.many or not mine:
            continue
        read = sections.listed(reading.resume, section)
        keys = entries.keys_of(section, read)
        groups: dict[str, list[int]] = {}
        for index in mine:
            groups.setdefault(carried[index].entry, []).append(index)
        wanted = [_wanted([carried[index] for index in group]) for group in groups.values()]
        for group, place in zip(groups.values(), entries.find_again(section, wanted, read), strict=True):
            if place is None:
                continue
            anchor = entries.anchor_of(section, read[place])
            for index in group:
                carried[index] = replace(carried[index], entry=keys[place], anchor=anchor, stood=place)
    return carried


def _wanted(group: Sequence[Correction]) -> tuple[Mapping[str, str], Mapping[str, str], int]:
    became = {one.key: one.value for one in group if one.act == "set" and one.value}
    return group[-1].anchor, became, group[-1].stood
