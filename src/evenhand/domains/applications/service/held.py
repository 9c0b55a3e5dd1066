"""A person's applications as they take them away: what each company received, decided, wrote down and looked at.

Of the people at a company only those are named whom the candidate's own pages name: whoever made a move.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.models import Application, Note
from evenhand.domains.applications.service.access import ApplicationErased, custody, open_received, open_summary
from evenhand.domains.applications.service.histories import Step, history
from evenhand.domains.applications.service.notes import open_note
from evenhand.domains.identity import service as identity
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.queries import Opening
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.held import HeldFile, Holding, Item
from evenhand.kit.words import Sentence, say

MOST = 10_000
COLLEAGUE = "…"
"""In place of a name in a note: the words are about the candidate, the name is somebody else's."""

_LOOKED: Mapping[str, Sentence] = {
    "resume": say("Looked at the resume"),
    "match": say("Looked at the match"),
    "file": say("Downloaded the resume"),
    "scorecard": say("Looked at the scorecard"),
    "comparison": say("Compared with others"),
}


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every application with its history, and what colleagues at the company wrote about it."""
    applied: list[Item] = []
    steps: list[Item] = []
    notes: list[Item] = []
    looks: list[Item] = []
    files: list[HeldFile] = []
    listed = await queries.own_applications(session, person_id=person_id, limit=MOST)
    openings = await jobs.published_jobs(session, ids=[row.job_id for row in listed])
    for row in listed:
        opening = openings[row.job_id]
        await session.refresh(row, ["received_sealed"])
        try:
            item, file = await _application(row, opening, vault=vault)
        except ApplicationErased:
            item, file = _erased(row, opening), None
        applied.append(item)
        files += [file] if file else []
        steps += [_step(one, row, opening) for one in await history(session, row, vault=vault)]
        notes += await _notes(session, row, opening, vault=vault)
        looks += await _looks(session, row, opening)
    return [
        Holding("applications", "applications", applied, files),
        Holding("application_steps", "applications", steps),
        Holding("application_notes", "notes", notes),
        Holding("application_looks", "notes", looks),
    ]


def _about(row: Application, opening: Opening) -> dict[str, Any]:
    return {"application_id": row.id, "job": opening.job.title, "company": opening.company.name}


async def _application(row: Application, opening: Opening, *, vault: Vault) -> tuple[Item, HeldFile]:
    received = await open_received(row, vault=vault)
    item = Item(
        title=opening.job.title,
        note=rules.LABELS[row.stage],
        at=row.applied_at,
        href=f"/applications/{row.id}",
        holder=opening.company.name,
        source=say("You, by applying: a copy of your resume on that day, and your letter"),
        values={
            **_about(row, opening),
            "stage": row.stage,
            "number": row.number,
            "applied_at": row.applied_at,
            "moved_at": row.moved_at,
            "skill_ids": row.skill_ids,
            "experience_months": row.experience_months,
            "country_code": row.country_code,
            "contact": asdict(await open_summary(row, vault=vault)),
            **received.to_dict(),
        },
    )
    return item, HeldFile(received.file_name, row.object_key, row.org_id)


def _erased(row: Application, opening: Opening) -> Item:
    return Item(
        title=opening.job.title,
        note=rules.LABELS[row.stage],
        at=row.applied_at,
        href=f"/applications/{row.id}",
        source=say("You, by applying; what the company received has been erased"),
        values={**_about(row, opening), "stage": row.stage, "applied_at": row.applied_at, "erased": True},
    )


def _step(step: Step, row: Application, opening: Opening) -> Item:
    return Item(
        title=rules.LABELS[step.stage],
        note=step.by,
        at=step.at,
        href=f"/applications/{row.id}",
        holder=opening.company.name,
        source=say("You") if step.by_candidate else say("The person at the company who decided"),
        values={
            **_about(row, opening),
            "at": step.at,
            "from_stage": step.from_stage,
            "stage": step.stage,
            "by": step.by,
            "by_candidate": step.by_candidate,
            "reason": step.reason,
            "undone": step.undone,
            "seal_of_scorecard_seen_before": step.saw,
        },
    )


async def _notes(session: Session, row: Application, opening: Opening, *, vault: Vault) -> list[Item]:
    rows = await queries.notes(session, org_id=row.org_id, application_id=row.id, limit=MOST)
    try:
        key = await custody(row, vault=vault)
    except ApplicationErased:
        return []
    names = await _colleagues(session, row, rows, vault=vault)
    return [
        Item(
            title=opening.job.title,
            at=note.at,
            holder=opening.company.name,
            note=(text := _without(open_note(note, key), names)),
            source=say("Somebody at the company, for colleagues"),
            values={
                **_about(row, opening),
                "text": text,
                "at": note.at,
                "edited_at": note.edited_at,
            },
        )
        for note in rows
    ]


async def _colleagues(session: Session, row: Application, notes: Sequence[Note], *, vault: Vault) -> dict[UUID, str]:
    mentions = await queries.mentions(session, org_id=row.org_id, note_ids=[note.id for note in notes])
    contacts = await identity.contacts(session, ids=[one.person_id for one in mentions], vault=vault)
    return {person_id: contact.name for person_id, contact in contacts.items()}


def _without(text: str, names: Mapping[UUID, str]) -> str:
    """A note with dots in place of the colleagues it calls by an "@"."""
    for naming in reversed(rules.mentions(text, names)):
        text = f"{text[: naming.start]}@{COLLEAGUE}{text[naming.end :]}"
    return text


async def _looks(session: Session, row: Application, opening: Opening) -> list[Item]:
    return [
        Item(
            title=opening.job.title,
            at=look.first_at,
            holder=opening.company.name,
            note=_LOOKED[look.what],
            source=say("Written down when somebody at the company looked"),
            values={
                **_about(row, opening),
                "what": look.what,
                "first_at": look.first_at,
                "last_at": look.last_at,
            },
        )
        for look in await queries.looks(session, org_id=row.org_id, application_id=row.id)
    ]
