"""Notes about an applicant: read, written, changed and taken back."""

from datetime import datetime
from uuid import UUID

from fastapi import Request, Response
from markupsafe import Markup, escape

from evenhand.domains.applications import rules, service
from evenhand.domains.applications.pages.applicant import show_tab
from evenhand.domains.applications.schemas import NoteIn
from evenhand.domains.applications.service import Remark
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import DEFAULT_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to

routes = Routes(kind="page", prefix="/staff/applications/{application_id}/notes")


@routes.get("", permission=Permission.APPLICATIONS_REVIEW)
async def notes(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """What colleagues wrote, and the form to add to it."""
    return await _page(request, application_id, actor, session, vault, now, blank(NoteIn))


@routes.post("", permission=Permission.APPLICATIONS_REVIEW)
async def write_note(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Add a note."""
    form = await read_form(request, NoteIn)
    if form.value:
        try:
            await service.add_note(
                session, actor=actor, application_id=application_id, text=form.value.text, vault=vault, now=now
            )
        except service.MentionUnclear as refusal:
            form.refuse("text", refusal.text)
        else:
            return go_to(request, _address(application_id))
    return await _page(request, application_id, actor, session, vault, now, form, status=422)


@routes.get("/{note_id}", permission=Permission.APPLICATIONS_REVIEW)
async def edit_form(
    request: Request,
    application_id: UUID,
    note_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> Response:
    """One's own note in the form, as long as it can be changed."""
    text = await service.own_note(
        session, actor=actor, application_id=application_id, note_id=note_id, vault=vault, now=now
    )
    return await _page(
        request, application_id, actor, session, vault, now, blank(NoteIn, {"text": text}), editing=note_id
    )


@routes.post("/{note_id}", permission=Permission.APPLICATIONS_REVIEW)
async def edit_note(
    request: Request,
    application_id: UUID,
    note_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> Response:
    """Change one's own note."""
    form = await read_form(request, NoteIn)
    if form.value:
        try:
            await service.edit_note(
                session,
                actor=actor,
                application_id=application_id,
                note_id=note_id,
                text=form.value.text,
                vault=vault,
                now=now,
            )
        except service.MentionUnclear as refusal:
            form.refuse("text", refusal.text)
        else:
            return go_to(request, _address(application_id))
    return await _page(request, application_id, actor, session, vault, now, form, editing=note_id, status=422)


@routes.post("/{note_id}/delete", permission=Permission.APPLICATIONS_REVIEW)
async def delete_note(
    request: Request,
    application_id: UUID,
    note_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    now: Now,
) -> Response:
    """Take one's own note back. Sent twice, the second finds it gone already."""
    try:
        await service.delete_note(
            session, actor=actor, application_id=application_id, note_id=note_id, vault=vault, now=now
        )
    except service.NoteNotFound:
        await service.received_application(session, org_id=actor.organisation, application_id=application_id)
    return go_to(request, _address(application_id))


def _address(application_id: UUID) -> str:
    return f"/staff/applications/{application_id}/notes"


async def _page(
    request: Request,
    application_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    form: Form[NoteIn],
    *,
    editing: UUID | None = None,
    status: int = 200,
) -> Response:
    remarks, following = await service.list_notes(
        session,
        actor=actor,
        application_id=application_id,
        cursor=request.query_params.get("cursor", ""),
        limit=DEFAULT_LIMIT,
        vault=vault,
        now=now,
    )
    colleagues = await service.readers(session, org_id=actor.organisation, vault=vault)
    context = {
        "notes": remarks,
        "words": {one.id: with_names(one) for one in remarks},
        "form": form,
        "editing": editing,
        "note_chars": rules.NOTE_CHARS,
        "colleagues": [one.name for one in colleagues if one.id != actor.person],
        "next_href": f"{_address(application_id)}?cursor={following}" if following else None,
    }
    return await show_tab(
        request, "applications/notes.html", "notes", application_id, actor, session, vault, context, status=status
    )


def with_names(note: Remark) -> Markup:
    """The words of a note as paragraphs, with the colleagues it names in bold."""
    pieces, at = [], 0
    for one in note.named:
        pieces += [
            escape(note.text[at : one.start]),
            Markup("<strong>{}</strong>").format(note.text[one.start : one.end]),
        ]
        at = one.end
    whole = Markup().join([*pieces, escape(note.text[at:])])
    return Markup().join(Markup("<p>{}</p>").format(part) for part in whole.split("\n") if part.strip())
