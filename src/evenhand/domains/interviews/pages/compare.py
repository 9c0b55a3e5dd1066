"""Two to four applicants side by side, on a page that can be shared inside the organisation and printed."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.applications import service as applications
from evenhand.domains.applications.pages.many import chosen_in
from evenhand.domains.applications.pages.pipeline import pipeline_nav
from evenhand.domains.interviews.pages.marks import marked
from evenhand.domains.interviews.service.comparing import compare
from evenhand.domains.skills.schemas import refs
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/staff/jobs/{job_id}/compare")


@routes.get("", permission=Permission.APPLICATIONS_REVIEW)
async def show(
    request: Request, job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """Requirements, dimensions and answers, one column a person. Its address names applicants by id alone."""
    job = await applications.job_of(session, org_id=actor.organisation, job_id=job_id)
    given = request.query_params.getlist("chosen")
    if given:  # from the form above the board, with everything else that it sends
        ids = [one.application_id for one in chosen_in(given)]
        return go_to(request, f"/staff/jobs/{job.id}/compare?{'&'.join(f'id={one}' for one in ids)}")
    ids = _ids(request.query_params.getlist("id"))
    if not ids:
        return go_to(request, f"/staff/jobs/{job.id}/pipeline")
    found = await compare(session, actor=actor, job=job, ids=ids, vault=vault, now=now)
    context = {
        "job": job,
        "people": found.people,
        "questions": found.questions,
        "marked": {
            answer.answer_id: marked(answer.answer, answer.points, prefix=f"e{place}-{column}-")
            for place, one in enumerate(found.questions)
            for column, answer in enumerate(one.answers.values())
            if answer
        },
        "required": refs(job.required_skills),
        "optional": refs(job.optional_skills),
        **pipeline_nav(actor),
    }
    return page(request, "interviews/compare.html", context)


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
