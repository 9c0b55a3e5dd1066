"""Correcting a profile: changing, confirming, adding and removing what was read, and taking any of it back."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from evenhand.domains.resumes import queries, rules
from evenhand.domains.resumes.events import ResumeCorrected
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.rules import SECTIONS, Correction, SectionSpec
from evenhand.domains.resumes.rules.checking import checked, missing
from evenhand.domains.resumes.rules.entries import KEY_CHARS, anchor_of, keys_of
from evenhand.domains.resumes.rules.sections import at, listed
from evenhand.domains.resumes.rules.showing import GUESSED
from evenhand.domains.resumes.service.profiles import OpenResume, keep_corrections, open_resume
from evenhand.domains.resumes.service.storing import ResumeNotFound
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import Conflict, Invalid, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


class EntryNotFound(NotFound):
    """No such section or entry in the profile as it stands."""

    code, message = "entry_not_found", say("This entry is not in the profile any more.")


class EntryRefused(Invalid):
    """A value that cannot be kept; `errors` says which and why."""

    code, message = "entry_refused", say("Some fields need another look.")


class EntryChanged(Conflict):
    """The entry is not what the caller saw: another tab, or the file was read again. `now` is what it says."""

    code = "entry_changed"
    message = say("This was changed in the meantime. Look at both and save again.")


class TooManyCorrections(Conflict):
    """A profile is corrected, not written anew."""

    code = "too_many_corrections"
    message = say("This is more than can be corrected in one resume. Upload a newer file instead.")


@dataclass(frozen=True)
class CurrentEntry:
    """An entry as it stands, and a mark of what it says: a change that names another mark was made on an older one."""

    section: SectionSpec
    key: str
    values: dict[str, str]
    index: int
    added: bool

    @property
    def seen(self) -> str:
        """The mark."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode()).hexdigest()[:KEY_CHARS]


def section_named(section: str) -> SectionSpec:
    """The section of this id. Raises EntryNotFound."""
    if section not in SECTIONS:
        raise EntryNotFound
    return SECTIONS[section]


def current_entry(opened: OpenResume, section: str, entry: str) -> CurrentEntry:
    """An entry by its key; the key of contact and summary is empty. Raises EntryNotFound."""
    spec = section_named(section)
    if not spec.many:
        if entry:
            raise EntryNotFound
        basics = opened.corrected.resume.get("basics", {})
        return CurrentEntry(spec, "", _values(spec, basics), 0, added=False)
    keys = opened.corrected.keys[section]
    if entry not in keys:
        raise EntryNotFound
    index = keys.index(entry)
    values = _values(spec, listed(opened.corrected.resume, spec)[index])
    return CurrentEntry(spec, entry, values, index, added=entry in opened.corrected.added)


def _values(section: SectionSpec, entry: Mapping[str, object]) -> dict[str, str]:
    return {field.key: at(entry, field.key) for field in section.fields}


async def to_correct(session: Session, *, actor: Actor, resume_id: UUID, vault: Vault) -> tuple[Resume, OpenResume]:
    """The resume, nobody else correcting it until the end, and what is in it. Refuses one that was not read."""
    resume = await queries.resume(session, person_id=actor.person, resume_id=resume_id, lock=True)
    if resume is None:
        raise ResumeNotFound
    return resume, await open_resume(resume, vault=vault)


async def keep_corrected(
    session: Session,
    resume: Resume,
    opened: OpenResume,
    corrections: Sequence[Correction],
    *,
    vault: Vault,
    now: datetime,
) -> None:
    """Keep corrections. Raises TooManyCorrections."""
    if len(corrections) > rules.MOST_CORRECTIONS:
        raise TooManyCorrections
    key = await vault.key(resume.person_id, resume.person_id)
    keep_corrections(resume, opened.reading, corrections, key=key, today=now.date())
    await session.flush()
    if list(corrections) != opened.corrections:
        await publish(session, ResumeCorrected(resume_id=resume.id, person_id=resume.person_id))


async def change(
    session: Session,
    *,
    actor: Actor,
    resume_id: UUID,
    section: str,
    entry: str,
    values: Mapping[str, str],
    seen: str | None = None,
    vault: Vault,
    now: datetime,
) -> None:
    """Give fields of an entry the person's own texts; fields left out stay. Sending it twice is sending it once.

    `seen` is the mark of what the person saw: if the entry says something else by now, EntryChanged is raised and
    nothing is kept. Raises EntryNotFound and EntryRefused.
    """
    resume, opened = await to_correct(session, actor=actor, resume_id=resume_id, vault=vault)
    current = current_entry(opened, section, entry)
    good, errors = checked(current.section, values, today=now.date())
    merged = {**current.values, **good}
    errors = errors or missing(current.section, merged)
    if errors:
        raise EntryRefused(errors=[{"field": key, "message": text} for key, text in errors.items()])
    if seen is not None and seen != current.seen and merged != current.values:
        raise EntryChanged(now=current.values, seen=current.seen)
    corrections = list(opened.corrections)
    if current.added:
        corrections = [
            replace(one, values={key: text for key, text in merged.items() if text}, at=now)
            if one.act == "add" and one.entry == entry
            else one
            for one in corrections
        ]
    else:
        _set(corrections, opened, current, good, now)
    await keep_corrected(session, resume, opened, corrections, vault=vault, now=now)


def _set(
    corrections: list[Correction], opened: OpenResume, current: CurrentEntry, good: Mapping[str, str], now: datetime
) -> None:
    """Record what differs from the reading. What was only a guess and is left as it was is confirmed by that."""
    read, guessed, stood = _as_read(opened, current)
    for key, text in good.items():
        known = next(
            (one for one in corrections if _of(one, current) and one.act == "set" and one.key == key),
            None,
        )
        if text == at(read, key) and key not in guessed:
            if known:
                corrections.remove(known)
            continue
        if known:
            if known.value != text:
                corrections[corrections.index(known)] = replace(known, value=text, at=now)
            continue
        corrections.append(
            Correction(
                id=new_id().hex,
                act="set",
                section=current.section.id,
                entry=current.key,
                at=now,
                key=key,
                value=text,
                anchor=anchor_of(current.section, read) if current.section.many else {},
                stood=stood,
            )
        )


def _of(one: Correction, current: CurrentEntry) -> bool:
    return one.section == current.section.id and one.entry == current.key


def _as_read(opened: OpenResume, current: CurrentEntry) -> tuple[Mapping[str, object], frozenset[str], int]:
    """The entry as it stands in the reading, the keys of its fields that were guessed, and its place there."""
    spec, reading = current.section, opened.reading
    base, read, stood = f"{spec.pointer}/", reading.resume.get("basics", {}), 0
    if spec.many:
        everything = listed(reading.resume, spec)
        stood = keys_of(spec, everything).index(current.key)
        base, read = f"{spec.pointer}/{stood}/", everything[stood]
    guessed = {
        pointer.removeprefix(base)
        for pointer, span in reading.evidence.items()
        if pointer.startswith(base) and span.confidence <= GUESSED
    }
    return read, frozenset(guessed), stood


async def confirm(
    session: Session,
    *,
    actor: Actor,
    resume_id: UUID,
    section: str | None = None,
    entry: str = "",
    keys: Sequence[str] = (),
    vault: Vault,
    now: datetime,
) -> None:
    """Say that guessed fields were read rightly: those of one entry, or without a section all there are."""
    resume, opened = await to_correct(session, actor=actor, resume_id=resume_id, vault=vault)
    corrections = list(opened.corrections)
    unsure = rules.unsure_fields(opened.sections())
    if section is not None:
        current_entry(opened, section, entry)
        unsure = [one for one in unsure if one[:2] == (section, entry) and (not keys or set(one[2].keys) & set(keys))]
    for one_section, one_entry, field in unsure:
        current = current_entry(opened, one_section, one_entry)
        _set(corrections, opened, current, {key: current.values[key] for key in field.keys}, now)
    await keep_corrected(session, resume, opened, corrections, vault=vault, now=now)


async def add(
    session: Session,
    *,
    actor: Actor,
    resume_id: UUID,
    section: str,
    values: Mapping[str, str],
    entry: str | None = None,
    vault: Vault,
    now: datetime,
) -> str:
    """Add an entry in the person's own words; its key. `entry` is a key the form brings: sent twice, it is added once.

    Raises EntryNotFound, EntryRefused and TooManyCorrections.
    """
    resume, opened = await to_correct(session, actor=actor, resume_id=resume_id, vault=vault)
    spec = section_named(section)
    if not spec.many:
        raise EntryNotFound
    good, errors = checked(spec, values, today=now.date())
    errors = errors or missing(spec, good)
    if errors:
        raise EntryRefused(errors=[{"field": key, "message": text} for key, text in errors.items()])
    key = entry or new_id().hex
    addition = _addition(section, key, good, now)
    earlier = next((one for one in opened.corrections if one.act == "add" and one.entry == key), None)
    if earlier and (earlier.section, earlier.values) == (section, addition.values):
        return key
    corrections = [one for one in opened.corrections if one is not earlier]
    if len(opened.corrected.keys[section]) >= rules.MOST_ENTRIES:
        raise TooManyCorrections
    corrections.append(addition)
    await keep_corrected(session, resume, opened, corrections, vault=vault, now=now)
    return key


def _addition(section: str, entry: str, values: Mapping[str, str], now: datetime) -> Correction:
    filled = {key: text for key, text in values.items() if text}
    return Correction(id=new_id().hex, act="add", section=section, entry=entry, at=now, values=filled)


async def remove(
    session: Session, *, actor: Actor, resume_id: UUID, section: str, entry: str, vault: Vault, now: datetime
) -> None:
    """Take an entry out of the profile; the file and its text stay as they are. Removing twice is removing once."""
    resume, opened = await to_correct(session, actor=actor, resume_id=resume_id, vault=vault)
    if any(one.act == "remove" and one.section == section and one.entry == entry for one in opened.corrections):
        return
    current = current_entry(opened, section, entry)
    if not current.section.many:
        raise EntryNotFound
    read, _, stood = (current.values, None, 0) if current.added else _as_read(opened, current)
    gone = Correction(
        id=new_id().hex,
        act="remove",
        section=section,
        entry=entry,
        at=now,
        anchor=anchor_of(current.section, read),
        stood=stood,
    )
    await keep_corrected(session, resume, opened, [*opened.corrections, gone], vault=vault, now=now)


async def undo(
    session: Session, *, actor: Actor, resume_id: UUID, ids: Iterable[str], vault: Vault, now: datetime
) -> None:
    """Take corrections back: what was read stands again. One that is gone already stays gone."""
    resume, opened = await to_correct(session, actor=actor, resume_id=resume_id, vault=vault)
    gone = frozenset(ids)
    corrections = [one for one in opened.corrections if one.id not in gone]
    await keep_corrected(session, resume, opened, corrections, vault=vault, now=now)


async def keep_lost(
    session: Session, *, actor: Actor, resume_id: UUID, section: str, entry: str, vault: Vault, now: datetime
) -> None:
    """Make an entry of one's own of one that a new reading does not have any more. Doing it twice is doing it once."""
    resume, opened = await to_correct(session, actor=actor, resume_id=resume_id, vault=vault)
    lost = next((one for one in opened.corrected.lost if (one.section, one.entry) == (section, entry)), None)
    if lost is None:
        return
    corrections = [one for one in opened.corrections if one.id not in lost.ids]
    corrections.append(_addition(section, new_id().hex, lost.values, now))
    await keep_corrected(session, resume, opened, corrections, vault=vault, now=now)
