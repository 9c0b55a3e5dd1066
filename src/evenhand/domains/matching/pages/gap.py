"""The gap report of a kept job: how far it is, what was found, and the same as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request, Response
from markupsafe import Markup

from evenhand.domains.matching import service
from evenhand.domains.matching.rules import gap_report
from evenhand.domains.matching.rules.gap import Gap, GapSkill
from evenhand.domains.matching.rules.levels import Quote
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import Named, Sentence
from evenhand.web import marks
from evenhand.web.downloads import attached
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/jobs/{job_id}/gap")


@dataclass(frozen=True)
class Line:
    """A quoted line with the words marked."""

    text: Markup
    page: int


@dataclass(frozen=True)
class Row:
    """A skill as the page shows it."""

    id: str
    name: Sentence | Named
    told: Sentence
    near: Sentence | None
    need: str
    own: bool
    resume: Sequence[Line]
    advert: Sequence[Line]


@dataclass(frozen=True)
class Part:
    """A part of the report."""

    key: str
    title: Sentence
    note: Sentence
    rows: Sequence[Row]


@routes.get("", permission=Permission.RESUMES_OWN)
async def show(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The report, or how far it is."""
    found = await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
    gap = found.gap
    context = {
        "report": found,
        "job": found.job,
        "gap": gap,
        "sum": gap_report.sum_of(gap) if gap else None,
        "lacking": bool(gap and gap.of("missing", "underqualified")),
        "parts": _parts(gap) if gap else [],
        "shares": [_share(gap, need) for need in ("required", "optional")] if gap else [],
    }
    return page(request, "matching/gap.html", context)


@routes.get("/progress", permission=Permission.RESUMES_OWN)
async def progress(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """How far it is; once it has ended, the whole page is shown anew."""
    found = await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now)
    if found.state != "generating" or found.may_ask:
        return go_to(request, f"/jobs/{job_id}/gap")
    return page(request, "matching/_gap_progress.html", {"job": found.job})


@routes.post("", permission=Permission.RESUMES_OWN)
async def again(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, rates: Limits, now: Now
) -> Response:
    """Make it anew."""
    await rates.hit(service.GAP_RATE, str(actor.person))
    await service.again(session, actor=actor, job_id=job_id, now=now)
    return go_to(request, f"/jobs/{job_id}/gap")


@routes.get("/{name}", permission=Permission.RESUMES_OWN, rate=service.FILE_RATE)
async def file(job_id: UUID, name: str, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The report to take away: report.md, report.pdf or report.docx."""
    made = await service.file_of(session, actor=actor, job_id=job_id, name=name, vault=vault, now=now)
    return attached(made)


def _share(gap: Gap, need: str) -> dict[str, object]:
    asked = [one for one in gap.asked if one.need == need]
    found = sum(one.status != "missing" for one in asked)
    return {"need": need, "found": found, "asked": len(asked), "value": 10 * found / len(asked) if asked else None}


def _parts(gap: Gap) -> list[Part]:
    parts = [
        Part(key, title, note, [_row(one) for one in gap_report.part(gap, key)])
        for key, title, note in gap_report.PARTS
    ]
    return [one for one in parts if one.rows]


def _row(one: GapSkill) -> Row:
    return Row(
        id=one.skill_id,
        name=gap_report.name_of(one),
        told=gap_report.told(one),
        near=gap_report.near_to(one),
        need=one.need,
        own=bool(one.candidate and "own" in one.candidate.signals),
        resume=[_line(quoted) for quoted in one.candidate.evidence] if one.candidate else [],
        advert=[_line(quoted) for quoted in one.required.evidence] if one.required else [],
    )


def _line(quoted: Quote) -> Line:
    return Line(marks.mark_spans(quoted.line, [marks.Span(quoted.start, quoted.end)]), quoted.page)
