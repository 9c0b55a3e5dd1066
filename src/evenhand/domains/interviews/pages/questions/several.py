"""Several questions at once: reviewing all that wait, and taking approved ones over from earlier sets."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field, ValidationError

from evenhand.domains.interviews import queries
from evenhand.domains.interviews.models import Question, QuestionEdition
from evenhand.domains.interviews.pages.questions.view import Desk
from evenhand.domains.interviews.rules.editions import changes
from evenhand.domains.interviews.rules.questions import DIFFICULTY_WORDS
from evenhand.domains.interviews.rules.topics import topic
from evenhand.domains.interviews.schemas.questions import MOST_AT_ONCE, Picked, Review
from evenhand.domains.interviews.service import questions
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import sentences
from evenhand.web.navigation import navigation
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")

SHOWN_EARLIER = 60
SEARCH_CHARS = 100
NOTHING_PICKED = say("Choose at least one question.")


class Picks(BaseModel):
    """What was ticked: for each question its id and the version that was read, as “id:version”."""

    pick: list[str] = Field(max_length=MOST_AT_ONCE)

    @property
    def questions(self) -> list[Picked]:
        """Raises ValidationError for what no page of ours sends."""
        pairs = [one.partition(":") for one in self.pick]
        return [Picked.model_validate({"id": question_id, "version": version}) for question_id, _, version in pairs]


@routes.get("/staff/jobs/{job_id}/questions/several", permission=Permission.QUESTIONS_REVIEW)
async def show_waiting(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys
) -> Response:
    """All questions of a job that wait, to read one after the other and review together."""
    return await _show_waiting(Desk(request, job_id, actor, session, vault))


@routes.post("/staff/jobs/{job_id}/questions/several", permission=Permission.QUESTIONS_REVIEW)
async def review_several(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Approve those that were ticked, or reject them for one reason."""
    desk = Desk(request, job_id, actor, session, vault)
    sent = await request.form()
    typed = {"picks": [str(one) for one in sent.getlist("pick")], "note": str(sent.get("note", ""))}
    if not typed["picks"]:
        return await _show_waiting(desk, typed, {"pick": NOTHING_PICKED})
    try:
        picked = Picks.model_validate({"pick": typed["picks"]}).questions
        review = Review.model_validate({"act": sent.get("act"), "questions": picked, "note": typed["note"]})
    except ValidationError as error:
        said = sentences(error)
        return await _show_waiting(desk, typed, {"note": said.get("note") or said.get("form") or NOTHING_PICKED})
    rows = await desk.rows()
    if not rows:
        raise questions.QuestionNotFound
    made = await questions.review_many(
        session, review.questions, act=review.act, actor=actor, set_id=rows[0].set_id, note=review.note, now=now
    )
    done = f"{'approved' if review.act == 'approve' else 'rejected'}={len(made.done)}"
    return go_to(request, f"/staff/jobs/{job_id}/questions?{done}&changed={len(made.changed)}")


async def _show_waiting(
    desk: Desk, typed: dict[str, Any] | None = None, errors: dict[str, str] | None = None
) -> Response:
    job = await desk.job()
    rows = [row for row in await desk.rows() if row.waiting is not None]
    editions = (
        await queries.waiting_editions(desk.session, org_id=desk.actor.organisation, set_id=rows[0].set_id)
        if rows
        else {}
    )
    context = {
        "job": job,
        "rows": [_waiting_row(row, editions.get(row.id)) for row in rows],
        "typed": typed or {"picks": [], "note": ""},
        "errors": errors or {},
        "page_errors": [{"id": f"f-{name}", "message": text} for name, text in (errors or {}).items()],
        "nav": navigation(desk.actor, "/staff/questions"),
    }
    return page(desk.request, "interviews/several.html", context, status=422 if errors else 200)


def _waiting_row(row: Question, edition: QuestionEdition | None) -> dict[str, Any]:
    said = questions.written(edition) if edition else questions.contents(row)
    is_change = row.status == "approved"
    return {
        "pick": f"{row.id}:{row.version}",
        "id": row.id,
        "said": said,
        "topic": topic(said.kind, said.skill_id),
        "difficulty": DIFFICULTY_WORDS[said.difficulty],
        "why": questions.shown(row).why,
        "number": row.waiting,
        "is_change": is_change,
        "changes": changes(questions.contents(row).model_dump(), said.model_dump()) if is_change else [],
    }


Words = Annotated[str, Query(max_length=SEARCH_CHARS)]


@routes.get("/staff/jobs/{job_id}/questions/earlier", permission=Permission.QUESTIONS_GENERATE)
async def show_earlier(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, q: Words = ""
) -> Response:
    """Approved questions of other jobs, those about the skills of this one first."""
    return await _show_earlier(Desk(request, job_id, actor, session, vault), q)


@routes.post("/staff/jobs/{job_id}/questions/earlier", permission=Permission.QUESTIONS_GENERATE)
async def reuse(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Copy those that were ticked into this job's set."""
    desk = Desk(request, job_id, actor, session, vault)
    sent = await request.form()
    try:
        ids = [UUID(str(one)) for one in sent.getlist("pick")][:MOST_AT_ONCE]
    except ValueError:
        ids = []
    if not ids:
        return await _show_earlier(desk, "", NOTHING_PICKED)
    made = await questions.reuse(session, actor=actor, job_id=job_id, question_ids=ids, now=now)
    return go_to(request, f"/staff/jobs/{job_id}/questions?added={len(made)}")


async def _show_earlier(desk: Desk, words: str, error: str = "") -> Response:
    job = await desk.job()
    skills = [*job.required_skills, *job.optional_skills]
    words = " ".join(words.replace("\0", " ").split())
    found = await queries.earlier(
        desk.session,
        org_id=desk.actor.organisation,
        job_id=job.id,
        skill_ids=skills,
        words=words,
        limit=SHOWN_EARLIER,
    )
    context = {
        "job": job,
        "rows": [
            {
                "id": row.id,
                "said": questions.contents(row),
                "topic": topic(row.kind, row.skill_id),
                "difficulty": DIFFICULTY_WORDS[row.difficulty],
                "job_title": title,
                "fits": row.skill_id in skills,
            }
            for row, title in found
        ],
        "words": words,
        "most": SHOWN_EARLIER,
        "error": error,
        "may_review": desk.actor.may(Permission.QUESTIONS_REVIEW),
        "page_errors": [{"id": "f-pick", "message": error}] if error else [],
        "nav": navigation(desk.actor, "/staff/questions"),
    }
    return page(desk.request, "interviews/earlier.html", context, status=422 if error else 200)
