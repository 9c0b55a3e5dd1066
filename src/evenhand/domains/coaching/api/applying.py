"""Applying over the API: with a resume as it is, or with the version that was put together for the job."""

from fastapi import Response

from evenhand.domains.applications.api import own_out
from evenhand.domains.applications.schemas import ApplyIn, OwnApplication
from evenhand.domains.coaching.service import sending
from evenhand.kit.needs import CurrentActor, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.needs import FileStore

routes = Routes(kind="api", tag="applications")


@routes.post("/applications", permission=Permission.APPLICATIONS_OWN, status_code=201, response_model=OwnApplication)
async def apply(
    sent: ApplyIn,
    response: Response,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    files: FileStore,
    rates: Limits,
    now: Now,
) -> OwnApplication:
    """Apply for an open job. The organisation receives a copy of the resume as it is now; of "tailored", its PDF."""
    application = await sending.apply(
        session,
        actor=actor,
        job_id=sent.job_id,
        chosen=sent.resume_id,
        letter=sent.letter,
        vault=vault,
        files=files,
        rates=rates,
        now=now,
    )
    response.headers["Location"] = f"/api/v1/applications/{application.id}"
    return await own_out(session, actor=actor, application_id=application.id, vault=vault, now=now)
