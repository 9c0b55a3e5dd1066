"""A profile over the API: what was read, and correcting it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from evenhand.domains.resumes import queries, rules, service
from evenhand.domains.resumes.api.resumes import routes
from evenhand.domains.resumes.schemas import AddIn, ChangeIn, ConfirmIn, ProfileOut, SkillsIn
from evenhand.engines.resume_parser import overview
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission

NO_ENTRY = "-"


async def _profile(session: Session, *, actor: Actor, resume_id: UUID, vault: Vault, now: Now) -> ProfileOut:
    resume = await queries.resume(session, person_id=actor.person, resume_id=resume_id)
    if resume is None:
        raise service.ResumeNotFound
    opened = await service.open_resume(resume, vault=vault)
    known = opened.corrected
    counted = rules.experience(known.resume.get("work", []), today=now.date())
    return ProfileOut.model_validate(
        {
            "resume": known.resume,
            "evidence": {pointer: asdict(span) for pointer, span in known.evidence.items()},
            "own": {pointer: asdict(own) for pointer, own in known.own.items()},
            "confirmed": {pointer: asdict(own) for pointer, own in known.settled.items()},
            "unsure": [pointer for _, _, field in rules.unsure_fields(opened.sections()) for pointer in field.pointers],
            "skills": [asdict(mention) for mention in known.skills],
            "skill_levels": rules.skill_levels(known, opened.document, today=now.date()).to_dict(),
            "own_skills": [asdict(one) for one in known.own_skills],
            "entries": _entries(opened),
            "removed": [asdict(one) for one in known.removed],
            "lost": [
                {"ids": one.ids, "section": one.section, "key": one.entry, "values": one.values} for one in known.lost
            ],
            "experience": {
                "months": counted.months,
                "jobs": len(counted.jobs),
                "overlap_months": counted.overlap,
                "undated_jobs": counted.undated,
                "sentence": counted.sentence,
            },
            "overview": asdict(overview(known.resume, today=now.date())),
            "text": opened.document.text,
            "not_read": [asdict(one) for one in rules.not_read(opened.document)],
            "recognised": opened.document.recognised,
            "unread_pages": opened.document.pictures,
            "unseen_pages": opened.document.layered,
            "version": opened.version,
        }
    )


def _entries(opened: service.OpenResume) -> list[dict[str, Any]]:
    found = []
    for section in rules.SECTIONS.values():
        keys = opened.corrected.keys[section.id] if section.many else [""]
        for key in keys:
            one = service.current_entry(opened, section.id, key)
            pointer = f"{section.pointer}/{one.index}" if section.many else section.pointer
            found.append(
                {
                    "section": section.id,
                    "key": key or NO_ENTRY,
                    "seen": one.seen,
                    "added": one.added,
                    "pointer": pointer,
                }
            )
    return found


def _key(entry: str) -> str:
    return "" if entry == NO_ENTRY else entry


@routes.get("/{resume_id}/profile", permission=Permission.RESUMES_OWN, response_model=ProfileOut)
async def get_profile(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> ProfileOut:
    """What was read from it, with the span behind each field, and what the person corrected."""
    return await _profile(session, actor=actor, resume_id=resume_id, vault=vault, now=now)


@routes.patch("/{resume_id}/profile/{section}/{key}", permission=Permission.RESUMES_OWN, response_model=ProfileOut)
async def change(
    resume_id: UUID,
    section: str,
    key: str,
    body: ChangeIn,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> ProfileOut:
    """Correct fields of one entry; the key of contact and summary is "-"."""
    await service.change(
        session,
        actor=actor,
        resume_id=resume_id,
        section=section,
        entry=_key(key),
        values=body.values,
        seen=body.seen,
        vault=vault,
        now=now,
    )
    return await _profile(session, actor=actor, resume_id=resume_id, vault=vault, now=now)


@routes.post("/{resume_id}/profile", permission=Permission.RESUMES_OWN, status_code=201, response_model=ProfileOut)
async def add(
    resume_id: UUID, body: AddIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ProfileOut:
    """Add an entry to a section."""
    await service.add(
        session,
        actor=actor,
        resume_id=resume_id,
        section=body.section,
        values=body.values,
        entry=body.id.hex if body.id else None,
        vault=vault,
        now=now,
    )
    return await _profile(session, actor=actor, resume_id=resume_id, vault=vault, now=now)


@routes.delete("/{resume_id}/profile/{section}/{key}", permission=Permission.RESUMES_OWN, response_model=ProfileOut)
async def remove(
    resume_id: UUID, section: str, key: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ProfileOut:
    """Take an entry out of the profile; undoing the correction puts it back."""
    await service.remove(session, actor=actor, resume_id=resume_id, section=section, entry=key, vault=vault, now=now)
    return await _profile(session, actor=actor, resume_id=resume_id, vault=vault, now=now)


@routes.post("/{resume_id}/profile/confirm", permission=Permission.RESUMES_OWN, response_model=ProfileOut)
async def confirm(
    resume_id: UUID, body: ConfirmIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ProfileOut:
    """Say that guesses were right."""
    await service.confirm(
        session,
        actor=actor,
        resume_id=resume_id,
        section=body.section,
        entry=_key(body.key),
        keys=body.fields,
        vault=vault,
        now=now,
    )
    return await _profile(session, actor=actor, resume_id=resume_id, vault=vault, now=now)


@routes.post("/{resume_id}/profile/skills", permission=Permission.RESUMES_OWN, response_model=ProfileOut)
async def change_skills(
    resume_id: UUID, body: SkillsIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ProfileOut:
    """Take skills away and add some."""
    await service.change_skills(
        session,
        actor=actor,
        resume_id=resume_id,
        remove=body.remove,
        add=body.add,
        as_written=body.as_written,
        vault=vault,
        now=now,
    )
    return await _profile(session, actor=actor, resume_id=resume_id, vault=vault, now=now)


@routes.post("/{resume_id}/profile/{section}/{key}/keep", permission=Permission.RESUMES_OWN, response_model=ProfileOut)
async def keep_lost(
    resume_id: UUID, section: str, key: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ProfileOut:
    """Make an entry of one's own of a corrected one that the file, read again, does not have any more."""
    await service.keep_lost(session, actor=actor, resume_id=resume_id, section=section, entry=key, vault=vault, now=now)
    return await _profile(session, actor=actor, resume_id=resume_id, vault=vault, now=now)


@routes.delete("/{resume_id}/corrections/{correction_id}", permission=Permission.RESUMES_OWN, response_model=ProfileOut)
async def undo(
    resume_id: UUID, correction_id: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ProfileOut:
    """Back to what was read. A correction that is gone already stays gone."""
    await service.undo(session, actor=actor, resume_id=resume_id, ids=[correction_id], vault=vault, now=now)
    return await _profile(session, actor=actor, resume_id=resume_id, vault=vault, now=now)
