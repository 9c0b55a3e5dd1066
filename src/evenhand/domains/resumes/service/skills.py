"""The skills of a profile: taking away what is not so, adding what the file does not say."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from evenhand.domains.resumes import rules
from evenhand.domains.resumes.rules import SKILLS, Correction
from evenhand.domains.resumes.service.correcting import EntryRefused, keep_corrected, to_correct
from evenhand.domains.skills.rules import NAME_CHARS, Resolved, resolve, skill_name, split_names
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.text import line
from evenhand.kit.words import Sentence, say

MOST_SKILLS = 100
"""That a person adds to what was read."""


async def change_skills(
    session: Session,
    *,
    actor: Actor,
    resume_id: UUID,
    remove: Iterable[str] = (),
    add: Iterable[str] = (),
    as_written: bool = False,
    vault: Vault,
    now: datetime,
) -> None:
    """Take skills away, by id of the taxonomy or of what was added, and add some by name. Repeating changes nothing.

    A name that looks like a mistyped one is refused with what may be meant, unless `as_written`; a name of our list is
    compared with jobs, any other is shown as the person wrote it. Raises EntryRefused.
    """
    resume, opened = await to_correct(session, actor=actor, resume_id=resume_id, vault=vault)
    found = resolve(line(name) for name in split_names(add))
    _refuse_doubtful(found, as_written=as_written)
    gone = frozenset(remove)
    read = {mention.skill_id for mention in opened.reading.skills}
    corrections = [one for one in opened.corrections if not _ends(one, gone, found)]
    removed = {one.entry for one in corrections if one.section == SKILLS and one.act == "remove"}
    corrections += [_taken(skill_id, now) for skill_id in sorted(gone & read - removed)]
    present = {one.entry for one in corrections if one.section == SKILLS and one.act == "add"}
    for one in found:
        entry = one.skill.id if one.skill else one.given.casefold()
        if entry in present or (entry in read and entry not in gone):
            continue
        present.add(entry)
        corrections.append(_given(one, entry, now))
    if len(present) > MOST_SKILLS:
        raise _refused(say("Add at most %(most)s skills.", most=MOST_SKILLS))
    await keep_corrected(session, resume, opened, corrections, vault=vault, now=now)


def _ends(one: Correction, gone: frozenset[str], found: Sequence[Resolved]) -> bool:
    """Whether a correction is taken back by this change: an added skill goes, a removed one is added again."""
    if one.section != SKILLS:
        return False
    if one.act == "add":
        return one.id in gone or one.entry in gone
    return any(skill.skill and skill.skill.id == one.entry for skill in found)


def _taken(skill_id: str, now: datetime) -> Correction:
    return Correction(id=new_id().hex, act="remove", section=SKILLS, entry=skill_id, at=now)


def _given(one: Resolved, entry: str, now: datetime) -> Correction:
    values = {"name": one.skill.name, "id": one.skill.id} if one.skill else {"name": one.given}
    return Correction(id=new_id().hex, act="add", section=SKILLS, entry=entry, at=now, values=values)


def _refuse_doubtful(found: Sequence[Resolved], *, as_written: bool) -> None:
    for one in found:
        if len(one.given) > NAME_CHARS:
            raise _refused(say("Use at most %(most)s characters for each skill.", most=NAME_CHARS))
        if one.skill is None and one.nearest and not as_written:
            meant = [skill_name(skill) for skill in one.nearest]
            raise _refused(
                say(
                    "“%(name)s” is not in our list. Is it one of these: %(meant)s? If not, keep it as you wrote it.",
                    name=one.given,
                    meant=meant,
                )
            )


def _refused(sentence: Sentence) -> EntryRefused:
    return EntryRefused(errors=[{"field": "add", "message": sentence}])


def skill_count(opened: rules.Corrected) -> int:
    """How many skills a profile shows."""
    return len(opened.skill_ids) + sum(not one.skill_id for one in opened.own_skills)
