"""One applicant, in tabs: resume and match. Interview and history are tabs of the domain above."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from markupsafe import Markup

from evenhand.domains.applications import rules, service
from evenhand.domains.applications.pages.acts import toasts
from evenhand.domains.applications.pages.pipeline import pipeline_nav
from evenhand.domains.matching.rules import Span as Words
from evenhand.domains.resumes import rules as resume_rules
from evenhand.domains.resumes.pages import MEDIA_TYPES
from evenhand.domains.resumes.service import Profile
from evenhand.domains.skills.schemas import refs
from evenhand.engines.typesetting import MadeFile
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web.downloads import attached
from evenhand.web.marks import Span, mark_spans
from evenhand.web.needs import FileStore
from evenhand.web.pages import page

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
    read: datetime | None = None,
) -> Response:
    """A tab under the header that all of them share, which says who the applicant is.

    `read`: now, where nothing else on the page writes down that it is read.
    """
    header = await service.applicant_header(
        session,
        org_id=actor.organisation,
        application_id=application_id,
        hidden=await service.names_hidden(session, actor=actor),
        vault=vault,
    )
    if read:
        service.note_read(session, actor=actor, application_id=application_id, part=tab or "moves", now=read)
    given = context or {}
    done = await toasts(request, session, actor, application_id=application_id, vault=vault)
    shared = {
        "applicant": header,
        "tab": tab,
        "reason_chars": rules.REASON_CHARS,
        **pipeline_nav(actor),
        **given,
        "toasts": [*done, *given.get("toasts", [])],
    }
    return page(request, template, shared, status=status)


@routes.get("", permission=Permission.APPLICATIONS_REVIEW)
async def resume(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The letter, the fields of the resume, and its text with the words that the match rests on."""
    one, received = await _opened(session, actor, application_id, vault=vault)
    await service.note_look(session, actor=actor, application_id=application_id, what="resume", now=now)
    matched = (*one.match.found_required, *one.match.found_optional)
    sections = [part for part in _sections(received.profile) if part.entries]
    fields = [field for part in sections for entry in part.entries for field in entry.fields]
    context = {
        "received": received,
        "sections": sections,
        "experience": resume_rules.experience(received.profile.resume.get("work", []), today=one.applied_at.date()),
        "found": refs(matched),
        "own_words": frozenset(matched).difference(mention.skill_id for mention in received.profile.skills),
        "missing": refs(one.match.missing_required),
        "others": refs(sorted({mention.skill_id for mention in received.profile.skills}.difference(matched))),
        "own_others": [skill for skill in received.profile.own_skills if skill.skill_id not in matched],
        "not_read": resume_rules.not_read(received.profile.document),
        "unseen_pages": received.profile.document.layered,
        "text": mark_spans(
            received.profile.document.text, [*_field_marks(fields), *_marks(received, frozenset(matched))]
        ),
    }
    return await show_tab(request, "applications/resume.html", "resume", application_id, actor, session, vault, context)


def _sections(profile: Profile) -> list[resume_rules.Section]:
    """The fields that hold something, entries without any left out."""
    found = resume_rules.sections(profile.resume, profile.evidence, own=profile.own)
    return [
        replace(part, entries=tuple(entry for entry in part.entries if any(field.value for field in entry.fields)))
        for part in found
    ]


async def _opened(
    session: Session, actor: Actor, application_id: UUID, *, vault: Vault
) -> tuple[service.Applicant, service.Received]:
    hidden = await service.names_hidden(session, actor=actor)
    return await service.open_applicant(
        session, org_id=actor.organisation, application_id=application_id, hidden=hidden, vault=vault
    )


def _field_marks(fields: Iterable[resume_rules.Field]) -> list[Span]:
    """The words each field was read from, leading back to it."""
    return [
        Span(field.span.start, field.span.end, id=field.span_id, href=f"#f-{field.id}")
        for field in fields
        if field.span and not field.own
    ]


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
    application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore, now: Now
) -> Response:
    """The file as it was received; downloaded, never shown inside our pages."""
    row = await service.received_application(session, org_id=actor.organisation, application_id=application_id)
    if (await service.names_hidden(session, actor=actor)).schools(row):
        raise service.HiddenUntilDecided
    name, kind, content = await service.received_file(row, vault=vault, files=files)
    await service.note_look(session, actor=actor, application_id=application_id, what="file", now=now)
    return attached(MadeFile(name, MEDIA_TYPES[kind], content))


@routes.get("/match", permission=Permission.APPLICATIONS_REVIEW)
async def match(
    request: Request, application_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """What of the job's wishes the resume shows, part by part, with the words."""
    one, received = await _opened(session, actor, application_id, vault=vault)
    await service.note_look(session, actor=actor, application_id=application_id, what="match", now=now)
    found = one.match
    context = {
        "match": found,
        "found_required": refs(found.found_required),
        "missing_required": refs(found.missing_required),
        "found_optional": refs(found.found_optional),
        "missing_optional": refs(found.missing_optional),
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
