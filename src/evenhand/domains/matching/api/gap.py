"""Gap reports over the API."""

from uuid import UUID

from fastapi import Response

from evenhand.domains.matching import service
from evenhand.domains.matching.schemas import GapOut, GapReportOut
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.downloads import attached

routes = Routes(kind="api", prefix="/jobs/{job_id}/gap", tag="matching")


@routes.get("", permission=Permission.RESUMES_OWN, response_model=GapReportOut)
async def get(job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> GapReportOut:
    """What a kept job asks for beside the caller's default resume; 404 for a job that is not kept."""
    return _out(await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now))


@routes.post("", permission=Permission.RESUMES_OWN, response_model=GapReportOut, status_code=202)
async def again(
    job_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, rates: Limits, now: Now
) -> GapReportOut:
    """Make it anew, in the background. While that goes on, asking again changes nothing."""
    await rates.hit(service.GAP_RATE, str(actor.person))
    await service.again(session, actor=actor, job_id=job_id, now=now)
    return _out(await service.shown(session, actor=actor, job_id=job_id, vault=vault, now=now))


@routes.get(
    "/{name}", permission=Permission.RESUMES_OWN, rate=service.FILE_RATE, response_class=Response, responses={409: {}}
)
async def file(
    job_id: UUID, name: service.GapFile, actor: CurrentActor, session: Transaction, vault: Keys, now: Now
) -> Response:
    """The report as Markdown, PDF or DOCX, in the caller's language."""
    made = await service.file_of(session, actor=actor, job_id=job_id, name=name, vault=vault, now=now)
    return attached(made)


def _out(found: service.GapShown) -> GapReportOut:
    return GapReportOut.model_validate(
        {
            "job": found.job,
            "state": found.state,
            "why_code": found.why_code,
            "why": found.why,
            "asked_at": found.asked_at,
            "made_at": found.made_at,
            "analysis": GapOut.of(found.gap) if found.gap else None,
        }
    )
