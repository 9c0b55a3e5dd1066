"""A person's applications as they take them away: what each company received, decided, wrote down and looked at.

Of the people at a company only those are named whom the candidate's own pages name: whoever made a move.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.models import Application, Look, Move, Note
from evenhand.domains.applications.service.access import open_received, open_summary
from evenhand.domains.applications.service.histories import Step, key_of, steps_of
from evenhand.domains.applications.service.notes import open_note
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.service import Contact
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.jobs.queries import Opening
from evenhand.kit.crypto import DataKey, Vault
from evenhand.kit.db import Session
from evenhand.kit.held import HeldFile, Holding, Item
from evenhand.kit.words import Sentence, say

_Row = TypeVar("_Row", Move, Note, Look)

COLLEAGUE = "…"
"""In place of a name in a note: the words are about the candidate, the name is somebody else's."""

_LOOKED: Mapping[str, Sentence] = {
    "resume": say("Looked at the resume"),
    "match": say("Looked at the match"),
    "file": say("Downloaded the resume"),
    "scorecard": say("Looked at the scorecard"),
    "comparison": say("Compared with others"),
}


@dataclass(frozen=True)
class _Found:
    """Everything there is, read with one query a kind; what belongs to an application by its id."""

    received: Sequence[Application]
    openings: Mapping[UUID, Opening]
    moves: Mapping[UUID, list[Move]]
    notes: Mapping[UUID, list[Note]]
    looks: Mapping[UUID, list[Look]]
    names: Mapping[UUID, Contact]
    colleagues: Mapping[UUID, str]


async def _found(session: Session, *, person_id: UUID, vault: Vault) -> _Found:
    received = await queries.own_received(session, person_id=person_id)
    moves = await queries.own_moves(session, person_id=person_id)
    called = {one.person_id for one in await queries.own_mentions(session, person_id=person_id)}
    movers = {move.by_person_id for move in moves if move.by_person_id}
    names = await identity.contacts(session, ids=[*{person_id, *movers, *called}], vault=vault)
    return _Found(
        received,
        await jobs.published_jobs(session, ids=[row.job_id for row in received]),
        _by_application(moves),
        _by_application(await queries.own_notes(session, person_id=person_id)),
        _by_application(await queries.own_looks(session, person_id=person_id)),
        names,
        {one: names[one].name for one in called if one in names},
    )


def _by_application(rows: Sequence[_Row]) -> Mapping[UUID, list[_Row]]:
    found: defaultdict[UUID, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(row)
    return found


async def held(session: Session, *, person_id: UUID, vault: Vault) -> list[Holding]:
    """Every application with its history, and what colleagues at the company wrote about it."""
    applied: list[Item] = []
    steps: list[Item] = []
    notes: list[Item] = []
    looks: list[Item] = []
    files: list[HeldFile] = []
    found = await _found(session, person_id=person_id, vault=vault)
    for row in found.received:
        opening, key = found.openings[row.job_id], await key_of(row, vault=vault)
        if key:
            item, file = await _application(row, opening, vault=vault)
            files.append(file)
            notes += [_note(one, row, opening, key, found.colleagues) for one in found.notes[row.id]]
        else:
            item = _erased(row, opening)
        applied.append(item)
        history = steps_of(row, found.moves[row.id], found.names, key=key)
        steps += [_step(one, row, opening) for one in history]
        looks += [_look(one, row, opening) for one in found.looks[row.id]]
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


def _note(note: Note, row: Application, opening: Opening, key: DataKey, colleagues: Mapping[UUID, str]) -> Item:
    text = _without(open_note(note, key), colleagues)
    return Item(
        title=opening.job.title,
        at=note.at,
        holder=opening.company.name,
        note=text,
        source=say("Somebody at the company, for colleagues"),
        values={**_about(row, opening), "text": text, "at": note.at, "edited_at": note.edited_at},
    )


def _without(text: str, names: Mapping[UUID, str]) -> str:
    """A note with dots in place of the colleagues it calls by an "@"."""
    for naming in reversed(rules.mentions(text, names)):
        text = f"{text[: naming.start]}@{COLLEAGUE}{text[naming.end :]}"
    return text


def _look(look: Look, row: Application, opening: Opening) -> Item:
    return Item(
        title=opening.job.title,
        at=look.first_at,
        holder=opening.company.name,
        note=_LOOKED[look.what],
        source=say("Written down when somebody at the company looked"),
        values={**_about(row, opening), "what": look.what, "first_at": look.first_at, "last_at": look.last_at},
    )
