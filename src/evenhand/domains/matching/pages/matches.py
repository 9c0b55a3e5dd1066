"""How one's own resume answers a job, and the open jobs that fit it best. Only the person themselves sees these."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Request, Response
from markupsafe import Markup

from evenhand.domains.jobs import service as jobs
from evenhand.domains.matching import service
from evenhand.domains.matching.rules import Span
from evenhand.domains.matching.schemas import FoundSkill, MatchOut
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes import service as resume_service
from evenhand.engines.documents import Document
from evenhand.kit.crypto import Vault
from evenhand.kit.cursor import DEFAULT_LIMIT
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.web import marks
from evenhand.web.pages import is_fragment, page

routes = Routes(kind="page")

BULLETS = "•◦▪‣·*–- \t"
LONGEST_QUOTE = 160  # characters around the words, of one line


@dataclass(frozen=True)
class Quote:
    """A skill, and the line of the resume that names it."""

    skill_id: str
    name: str
    line: Markup
    page: int


@routes.get("/jobs/{job_id}/match", permission=Permission.RESUMES_OWN)
async def show_match(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The piece beside an advert, or the whole comparison as a page of its own."""
    try:
        found = await service.compare(
            session, actor=actor, job_id=job_id, resume_id=_given(request), vault=vault, now=now
        )
    except service.NoResume:
        job = await jobs.public_job(session, job_id=job_id, now=now)
        name = "matching/_no_resume.html" if is_fragment(request) else "matching/no_resume.html"
        return page(request, name, {"job": job})
    shown = MatchOut.of(found.match)
    context = {
        "job": found.job,
        "match": shown,
        "parts": {part.name: part for part in found.match.parts},
        "resume_id": found.resume_id,
        "resume_name": found.resume_name,
    }
    if is_fragment(request):
        return page(request, "matching/_beside.html", context)
    skills = [*shown.found_required, *shown.found_optional]
    quotes = [quote for skill in skills if (quote := _quote(skill, found.document))]
    own_words = [skill for skill in skills if not skill.spans]
    return page(request, "matching/match.html", {**context, "quotes": quotes, "own_words": own_words})


@routes.get("/matches", permission=Permission.RESUMES_OWN)
async def list_matches(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The open jobs for one of the person's resumes, with what speaks for each and what is missing."""
    choices = await _choices(session, actor=actor, vault=vault)
    if not choices:
        return page(request, "matching/no_resume.html", {"job": None})
    ranking = await service.rank(
        session,
        actor=actor,
        resume_id=_given(request),
        cursor=request.query_params.get("cursor", ""),
        limit=DEFAULT_LIMIT,
        vault=vault,
        now=now,
    )
    following = f"/matches?resume_id={ranking.resume_id}&cursor={ranking.next}" if ranking.next else None
    return page(
        request,
        "matching/list.html",
        {
            "items": [{"job": one.job, "match": MatchOut.of(one.match)} for one in ranking.items],
            "total": ranking.total,
            "kept": await service.saved_among(session, actor=actor, job_ids=[one.job.id for one in ranking.items]),
            "resume_id": ranking.resume_id,
            "resume_name": ranking.resume_name,
            "choices": choices,
            "next_href": following,
        },
    )


def _given(request: Request) -> UUID | None:
    """The resume named in the address. One that cannot be read as an id is one that is not there."""
    text = request.query_params.get("resume_id", "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise resume_service.ResumeNotFound from error


async def _choices(session: Session, *, actor: Actor, vault: Vault) -> list[tuple[str, str]]:
    """The resumes to compare with, by id and name, the newest first."""
    rows = await resumes.resumes(session, person_id=actor.person)
    return [(str(row.id), await resume_service.file_name(row, vault=vault)) for row in rows if row.state == "ready"]


def _quote(skill: FoundSkill, document: Document) -> Quote | None:
    """The line with the first words that name a skill, shortened around them."""
    if not skill.spans:
        return None
    span = Span(skill.spans[0].start, skill.spans[0].end, skill.spans[0].text)
    text = document.text
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - LONGEST_QUOTE // 2)
    while start < span.start and text[start] in BULLETS:
        start += 1
    line_end = text.find("\n", span.end)
    end = min(line_end if line_end >= 0 else len(text), span.end + LONGEST_QUOTE // 2)
    line = marks.mark_spans(text[start:end], [marks.Span(span.start - start, span.end - start)])
    before = "…" if start and text[start - 1] not in f"\n{BULLETS}" else ""
    after = "…" if end < len(text) and text[end] != "\n" else ""
    return Quote(skill.id, skill.name, Markup("{}{}{}").format(before, line, after), document.page_at(span.start))
