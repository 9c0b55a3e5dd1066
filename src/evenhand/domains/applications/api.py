"""Applications over the API: a candidate's own, and what an organisation received."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Response

from evenhand.domains.applications import queries, service
from evenhand.domains.applications.models import Application, Note
from evenhand.domains.applications.schemas import (
    ActOut,
    ApplicantOut,
    ApplicationOut,
    JobRef,
    MoveIn,
    MovesIn,
    NamesIn,
    NoteIn,
    NoteOut,
    OwnApplication,
    ReceivedApplication,
    StayedOut,
    StepOut,
    WithdrawIn,
)
from evenhand.domains.applications.service import ApplicationErased
from evenhand.domains.identity import service as identity
from evenhand.domains.matching.schemas import MatchOut
from evenhand.domains.resumes import rules as resume_rules
from evenhand.domains.resumes.pages import MEDIA_TYPES
from evenhand.domains.resumes.schemas import NotReadOut
from evenhand.engines.typesetting import MadeFile
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import DEFAULT_LIMIT, Cursor, Limit, Page, cut, from_cursor
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.downloads import attached
from evenhand.web.needs import FileStore

routes = Routes(kind="api", tag="applications")


@routes.get("/applications", permission=Permission.APPLICATIONS_OWN, response_model=Page[ApplicationOut])
async def list_own(
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
    cursor: Cursor = "",
    limit: Limit = DEFAULT_LIMIT,
) -> Page[ApplicationOut]:
    """The caller's own applications, the latest first."""
    after = from_cursor(cursor, UUID)
    rows = await queries.own_applications(
        session, person_id=actor.person, before=after[0] if after else None, limit=limit + 1
    )
    shown, following = cut(rows, limit, lambda row: (row.id,))
    found = await service.standings(session, shown, person_id=actor.person, vault=vault, now=now)
    moved = {row.id: row.moved_at for row in shown}
    return Page(items=[ApplicationOut(**_listed(one), moved_at=moved[one.id]) for one in found], next=following)


def _listed(one: service.Standing) -> dict[str, Any]:
    return {
        "id": one.id,
        "job": JobRef(id=one.job.id, title=one.job.title, company=one.job.company.name),
        "stage": one.stage,
        "label": one.label,
        "applied_at": one.applied_at,
    }


@routes.get(
    "/applications/{application_id}",
    permission=Permission.APPLICATIONS_READ,
    response_model=OwnApplication | ReceivedApplication,
)
async def get_one(
    application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> OwnApplication | ReceivedApplication:
    """One application, as its candidate or as the organisation that received it; `side` says which."""
    if actor.org_id is None:
        return await own_out(session, actor=actor, application_id=application_id, vault=vault, now=now)
    return await _received(session, actor=actor, application_id=application_id, vault=vault, now=now)


async def own_out(
    session: Session, *, actor: Actor, application_id: UUID, vault: Vault, now: datetime
) -> OwnApplication:
    """An application as its candidate sees it."""
    row = await service.own_application(session, person_id=actor.person, application_id=application_id)
    standing = (await service.standings(session, [row], person_id=actor.person, vault=vault, now=now))[0]
    try:
        sent = await service.open_received(row, vault=vault)
    except ApplicationErased:
        sent = None
    return OwnApplication(
        **_listed(standing),
        moved_at=row.moved_at,
        letter=sent.letter if sent else None,
        file_name=sent.file_name if sent else None,
        resume_version=sent.resume_version if sent else None,
        for_job=sent.for_job if sent else None,
        history=await _history(session, row, vault=vault),
    )


async def _received(
    session: Session, *, actor: Actor, application_id: UUID, vault: Vault, now: datetime
) -> ReceivedApplication:
    hidden = await service.names_hidden(session, actor=actor)
    one, sent = await service.open_applicant(
        session, org_id=actor.organisation, application_id=application_id, hidden=hidden, vault=vault
    )
    await service.note_look(session, actor=actor, application_id=application_id, what="resume", now=now)
    row = await service.received_application(session, org_id=actor.organisation, application_id=application_id)
    return ReceivedApplication(
        **applicant_fields(one),
        letter=sent.letter,
        file_name=sent.file_name,
        resume_version=sent.resume_version,
        for_job=sent.for_job,
        resume=sent.profile.resume,
        text=sent.profile.document.text,
        unseen_pages=list(sent.profile.document.layered),
        not_read=[NotReadOut.model_validate(one) for one in resume_rules.not_read(sent.profile.document)],
        history=await _history(session, row, hidden=hidden(row), vault=vault),
    )


@routes.get(
    "/applications/{application_id}/sent-resume", permission=Permission.APPLICATIONS_OWN, response_class=Response
)
async def sent_resume(
    application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore
) -> Response:
    """The very file that the company received with one's own application. 410 once that was erased."""
    row = await service.own_application(session, person_id=actor.person, application_id=application_id)
    name, kind, content = await service.received_file(row, vault=vault, files=files)
    return attached(MadeFile(name, MEDIA_TYPES[kind], content))


def applicant_fields(one: service.Applicant) -> dict[str, Any]:
    """What a list says of an applicant."""
    plain = {name: getattr(one, name) for name in ApplicantOut.model_fields if name != "match"}
    return {**plain, "match": MatchOut.of(one.match)}


async def _history(session: Session, row: Application, *, hidden: bool = False, vault: Vault) -> list[StepOut]:
    steps = await service.history(session, row, hidden=hidden, vault=vault)
    return [StepOut.model_validate(step) for step in steps]


@routes.post(
    "/applications/{application_id}/withdraw", permission=Permission.APPLICATIONS_OWN, response_model=OwnApplication
)
async def withdraw(
    application_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
    sent: WithdrawIn | None = None,
) -> OwnApplication:
    """Take one's own application back."""
    await service.withdraw(
        session,
        actor=actor,
        application_id=application_id,
        reason=sent.reason if sent else "",
        vault=vault,
        now=now,
    )
    return await own_out(session, actor=actor, application_id=application_id, vault=vault, now=now)


@routes.post(
    "/applications/{application_id}/move",
    permission=Permission.APPLICATIONS_MOVE,
    response_model=ReceivedApplication,
)
async def move(
    application_id: UUID, sent: MoveIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ReceivedApplication:
    """Move an application to another stage. 409 when it was moved since `version`."""
    await service.move(
        session,
        actor=actor,
        application_id=application_id,
        to=sent.to,
        version=sent.version,
        reason=sent.reason,
        vault=vault,
        now=now,
    )
    return await _received(session, actor=actor, application_id=application_id, vault=vault, now=now)


@routes.get(
    "/applications/{application_id}/notes", permission=Permission.APPLICATIONS_REVIEW, response_model=Page[NoteOut]
)
async def list_notes(
    application_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
    cursor: Cursor = "",
    limit: Limit = DEFAULT_LIMIT,
) -> Page[NoteOut]:
    """What the organisation's members wrote about an application, the newest first."""
    notes, following = await service.list_notes(
        session, actor=actor, application_id=application_id, cursor=cursor, limit=limit, vault=vault, now=now
    )
    return Page(items=[NoteOut.model_validate(note) for note in notes], next=following)


@routes.post(
    "/applications/{application_id}/notes",
    permission=Permission.APPLICATIONS_REVIEW,
    status_code=201,
    response_model=NoteOut,
)
async def add_note(
    application_id: UUID, sent: NoteIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> NoteOut:
    """Write a note for colleagues."""
    note = await service.add_note(
        session, actor=actor, application_id=application_id, text=sent.text, vault=vault, now=now
    )
    return await _note(session, note, actor=actor, text=sent.text, vault=vault)


async def _note(session: Session, note: Note, *, actor: Actor, text: str, vault: Vault) -> NoteOut:
    names = await identity.contacts(session, ids=[actor.person], vault=vault)
    author = names[actor.person].name
    return NoteOut(id=note.id, author=author, text=text, at=note.at, edited_at=note.edited_at, mentions_me=False)


@routes.patch(
    "/applications/{application_id}/notes/{note_id}", permission=Permission.APPLICATIONS_REVIEW, response_model=NoteOut
)
async def edit_note(
    application_id: UUID,
    note_id: UUID,
    sent: NoteIn,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> NoteOut:
    """Change one's own note within a quarter of an hour."""
    note = await service.edit_note(
        session, actor=actor, application_id=application_id, note_id=note_id, text=sent.text, vault=vault, now=now
    )
    return await _note(session, note, actor=actor, text=sent.text, vault=vault)


@routes.delete(
    "/applications/{application_id}/notes/{note_id}", permission=Permission.APPLICATIONS_REVIEW, status_code=204
)
async def delete_note(
    application_id: UUID, note_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> None:
    """Take one's own note back within a quarter of an hour."""
    await service.delete_note(
        session, actor=actor, application_id=application_id, note_id=note_id, vault=vault, now=now
    )


@routes.post("/jobs/{job_id}/applications/move", permission=Permission.APPLICATIONS_MOVE, response_model=ActOut)
async def move_many(
    job_id: UUID, sent: MovesIn, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> ActOut:
    """Move several applications in one act. Who could not be moved is named, with the reason; the others are moved."""
    await service.job_of(session, org_id=actor.organisation, job_id=job_id)
    outcome = await service.move_many(
        session,
        actor=actor,
        job_id=job_id,
        chosen=[service.Chosen(one.id, one.version) for one in sent.chosen],
        to=sent.to,
        reason=sent.reason,
        vault=vault,
        now=now,
    )
    return _act(outcome)


@routes.post("/moves/{act_id}/undo", permission=Permission.APPLICATIONS_MOVE, response_model=ActOut)
async def undo(act_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> ActOut:
    """Take back what the caller moved in one act. Within a minute nobody is told; a rejection is not taken back so."""
    return _act(await service.undo(session, actor=actor, act_id=act_id, vault=vault, now=now))


def _act(outcome: service.Outcome) -> ActOut:
    return ActOut(
        act_id=outcome.act_id,
        moved=[one.id for one in outcome.moved],
        stayed=[StayedOut.model_validate(one) for one in outcome.refused],
    )


@routes.get("/names", permission=Permission.APPLICATIONS_REVIEW, response_model=NamesIn)
async def get_names(actor: CurrentActor, session: Transaction) -> NamesIn:
    """Whether applicants' names are hidden from the caller."""
    return NamesIn(hide_names=(await service.names_hidden(session, actor=actor)).own)


@routes.put("/names", permission=Permission.APPLICATIONS_REVIEW, response_model=NamesIn)
async def set_names(sent: NamesIn, actor: CurrentActor, session: Transaction) -> NamesIn:
    """Hide them, or show them again; for oneself only."""
    await service.hide_names(session, actor=actor, hidden=sent.hide_names)
    return sent
