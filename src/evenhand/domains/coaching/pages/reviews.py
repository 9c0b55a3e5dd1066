"""The review of a resume beside its text: each rule opens to the words it rests on."""

from collections.abc import Iterator
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.coaching.rules.review_words import DIMENSIONS, RULES
from evenhand.domains.coaching.rules.reviews import ShownReview
from evenhand.domains.coaching.schemas.refining import RefinedOut
from evenhand.domains.coaching.schemas.reviews import MadeReview
from evenhand.domains.coaching.service import papers
from evenhand.domains.coaching.service import reviews as service
from evenhand.domains.llm import service as llm
from evenhand.engines.reviewing import Place
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.downloads import attached
from evenhand.web.marks import Span, mark_spans
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/resumes/{resume_id}/review")

MARKED_UP_TO = 400  # code points: what is longer is about the paper as a whole


@routes.get("", permission=Permission.RESUMES_OWN)
async def show_review(
    request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The review, or how far it is."""
    shown = await service.shown(session, actor=actor, resume_id=resume_id, vault=vault, now=now)
    document = shown.facts.document
    context = {
        "shown": shown,
        "made": MadeReview.of(shown.review) if shown.review else None,
        "dimensions": [(DIMENSIONS[one.name], one.score) for one in shown.review.dimensions] if shown.review else [],
        "why": {name: words for name, (_, words) in RULES.items()},
        "titles": {name: title for name, (title, _) in RULES.items()},
        "text": mark_spans(document.text, _spans(shown)),
        "language": shown.facts.language,
        "by": RefinedOut.of(shown.refined),
        "may_word": await llm.standing(session, request.app.state.asking, person_id=actor.person) is None,
        "page_count": document.page_count,
        "longest": MARKED_UP_TO,
    }
    return page(request, "coaching/review.html", context)


def _spans(shown: ShownReview) -> Iterator[Span]:
    """What the rules rest on, marked in the text; the whole text is not. A place that is too old is left out."""
    if shown.review is None:
        return
    length = len(shown.facts.document.text)
    for rule in shown.review.rules:
        for finding in rule.findings:
            for place in finding.places:
                if place.start < place.end <= length and _is_marked(place):
                    yield Span(
                        place.start,
                        place.end,
                        id=f"w-{rule.name}-{place.start}",
                        href=f"#r-{rule.name}",
                        kind="" if finding.good else "unsure",
                    )


def _is_marked(place: Place) -> bool:
    return place.end - place.start <= MARKED_UP_TO


@routes.get("/progress", permission=Permission.RESUMES_OWN)
async def progress(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """The piece of the page that waits; once the review is made the page is shown anew."""
    if await service.state(session, actor=actor, resume_id=resume_id, now=now) != "generating":
        return go_to(request, f"/resumes/{resume_id}/review")
    return page(request, "coaching/_reviewing.html", {"resume_id": resume_id})


@routes.post("", permission=Permission.RESUMES_OWN, rate=service.REVIEW_RATE)
async def ask(request: Request, resume_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Have it reviewed."""
    await service.ask(session, actor=actor, resume_id=resume_id, now=now)
    return go_to(request, f"/resumes/{resume_id}/review")


@routes.get("/pdf", permission=Permission.RESUMES_OWN, rate=service.EXPORT_RATE)
async def pdf(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The review as a PDF."""
    return attached(await papers.review(session, actor=actor, resume_id=resume_id, kind="pdf", vault=vault, now=now))


@routes.get("/docx", permission=Permission.RESUMES_OWN, rate=service.EXPORT_RATE)
async def docx(resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """The review as a DOCX."""
    return attached(await papers.review(session, actor=actor, resume_id=resume_id, kind="docx", vault=vault, now=now))
