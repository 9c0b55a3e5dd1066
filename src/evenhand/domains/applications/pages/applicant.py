"""One applicant, in tabs: resume, match, notes, history. The interview is a tab of the domain above."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Request, Response
from markupsafe import Markup

from evenhand.domains.applications import rules, service
from evenhand.domains.applications.pages.pipeline import pipeline_nav
from evenhand.domains.applications.schemas import NoteIn
from evenhand.domains.matching.rules import Span as Words
from evenhand.domains.resumes import rules as resume_rules
from evenhand.domains.resumes.pages import MEDIA_TYPES
from evenhand.domains.skills.rules import named
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import DEFAULT_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.marks import Span, mark_spans
from evenhand.web.needs import FileStore
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/staff/applications/{application_id}")

QUOTED_LINES = 12


async def show_tab(
    request: Request,
    template: str,
    tab: str,
    application_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> Response:
    """A tab under the header that all of them share."""
    header = await service.applicant_header(
        session, org_id=actor.organisation, application_id=application_id, vault=vault
    )
    shared = {"applicant": header, "tab": tab, "reason_chars": rules.REASON_CHARS, **pipeline_nav(actor)}
    return page(request, template, {**shared, **(context or {})}, status=status)


@routes.get("", permission=Permission.APPLICATIONS_REVIEW)
async def resume(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """The letter, the fields of the resume, and its text with the words that the match rests on."""
    one, received = await service.open_applicant(
        session, org_id=actor.organisation, application_id=application_id, vault=vault
    )
    matched = (*one.match.found_required, *one.match.found_optional)
    context = {
        "received": received,
        "sections": resume_rules.sections(received.profile.resume, received.profile.evidence),
        "experience": resume_rules.years_and_months(one.experience_months) if one.experience_months else "",
        "found": named(matched),
        "missing": named(one.match.missing_required),
        "others": named(sorted({mention.skill_id for mention in received.profile.skills}.difference(matched))),
        "text": mark_spans(received.profile.document.text, _marks(received, frozenset(matched))),
    }
    return await show_tab(request, "applications/resume.html", "resume", application_id, actor, session, vault, context)


def _marks(received: service.Received, matched: frozenset[str]) -> list[Span]:
    """Each mention of a matched skill; the first one of each can be reached from its tag and leads back to it."""
    seen: set[str] = set()
    spans = []
    for mention in received.profile.skills:
        if mention.skill_id in matched:
            first = mention.skill_id not in seen
            seen.add(mention.skill_id)
            spans.append(
                Span(
                    mention.start,
                    mention.end,
                    id=f"k-{mention.skill_id}" if first else None,
                    href=f"#t-{mention.skill_id}" if first else None,
                )
            )
    return spans


@routes.get("/file", permission=Permission.APPLICATIONS_REVIEW)
async def download(
    application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore
) -> Response:
    """The file as it was received; downloaded, never shown inside our pages."""
    name, kind, content = await service.received_file(
        session, org_id=actor.organisation, application_id=application_id, vault=vault, files=files
    )
    return Response(
        content,
        media_type=MEDIA_TYPES[kind],
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "private, no-store",
        },
    )


@routes.get("/match", permission=Permission.APPLICATIONS_REVIEW)
async def match(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """What of the job's wishes the resume shows, part by part, with the words."""
    one, received = await service.open_applicant(
        session, org_id=actor.organisation, application_id=application_id, vault=vault
    )
    found = one.match
    context = {
        "match": found,
        "found_required": named(found.found_required),
        "missing_required": named(found.missing_required),
        "found_optional": named(found.found_optional),
        "missing_optional": named(found.missing_optional),
        "words": {part.name: _lines_with(part.evidence, received) for part in found.parts},
        "language_of_resume": received.profile.language,
    }
    return await show_tab(request, "applications/match.html", "match", application_id, actor, session, vault, context)


def _lines_with(evidence: Iterable[Words], received: service.Received) -> list[Markup]:
    """The lines of the resume that hold these words, in the order of the text, with the words marked."""
    spans = sorted(evidence, key=lambda span: span.start)
    found = []
    for line in received.profile.document.lines:
        inside = [span for span in spans if line.start <= span.start and span.end <= line.end]
        if inside:
            marks = [Span(span.start - line.start, span.end - line.start) for span in inside]
            found.append(mark_spans(line.text, marks))
    return found[:QUOTED_LINES]


@routes.get("/notes", permission=Permission.APPLICATIONS_REVIEW)
async def notes(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """What colleagues wrote, and the form to add to it."""
    return await _notes_page(request, application_id, actor, session, vault, blank(NoteIn))


@routes.post("/notes", permission=Permission.APPLICATIONS_REVIEW)
async def write_note(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Add a note."""
    form = await read_form(request, NoteIn)
    if form.value is None:
        return await _notes_page(request, application_id, actor, session, vault, form, status=422)
    await service.add_note(
        session, actor=actor, application_id=application_id, text=form.value.text, vault=vault, now=now
    )
    return go_to(request, f"/staff/applications/{application_id}/notes")


async def _notes_page(
    request: Request,
    application_id: UUID,
    actor: Actor,
    session: Session,
    vault: Vault,
    form: Form[NoteIn],
    *,
    status: int = 200,
) -> Response:
    remarks, following = await service.list_notes(
        session,
        org_id=actor.organisation,
        application_id=application_id,
        cursor=request.query_params.get("cursor", ""),
        limit=DEFAULT_LIMIT,
        vault=vault,
    )
    address = f"/staff/applications/{application_id}/notes"
    context = {
        "notes": remarks,
        "form": form,
        "note_chars": rules.NOTE_CHARS,
        "next_href": f"{address}?cursor={following}" if following else None,
    }
    return await show_tab(
        request, "applications/notes.html", "notes", application_id, actor, session, vault, context, status=status
    )


@routes.get("/history", permission=Permission.APPLICATIONS_REVIEW)
async def history(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """Every step, as the candidate sees it too."""
    row = await service.received_application(session, org_id=actor.organisation, application_id=application_id)
    context = {"steps": await service.history(session, row, vault=vault)}
    return await show_tab(
        request, "applications/history.html", "history", application_id, actor, session, vault, context
    )
