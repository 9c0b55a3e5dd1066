"""An organisation's copy of an applicant's data over the API: held, let go, erased."""

from uuid import UUID

from evenhand.domains.privacy import service
from evenhand.domains.privacy.schemas import CopyErasureIn, CustodyOut, ErasureOut, HoldIn, HoldOut
from evenhand.kit.needs import CurrentActor, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes

routes = Routes(kind="api", prefix="/applications/{application_id}", tag="privacy")


@routes.get("/custody", permission=Permission.PRIVACY_MANAGE, response_model=CustodyOut)
async def look(application_id: UUID, actor: CurrentActor, session: Transaction) -> CustodyOut:
    """Whether the copy behind an application is held, and when it is to be erased."""
    found = await service.custody(session, actor=actor, application_id=application_id)
    return CustodyOut(
        hold=HoldOut.model_validate(found.hold) if found.hold else None,
        goes_on=found.goes_on,
        erasures=[ErasureOut.model_validate(one) for one in found.erasures],
    )


@routes.put("/hold", permission=Permission.PRIVACY_MANAGE, response_model=HoldOut)
async def set_hold(application_id: UUID, given: HoldIn, actor: CurrentActor, session: Transaction, now: Now) -> HoldOut:
    """Keep the copy for now, whoever asks for it to be erased. The person sees that, by whom and why."""
    row = await service.set_hold(
        session, actor=actor, application_id=application_id, reason=given.reason, ends_on=given.ends_on, now=now
    )
    return HoldOut.model_validate(row)


@routes.delete("/hold", permission=Permission.PRIVACY_MANAGE, status_code=204, response_model=None)
async def lift_hold(application_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> None:
    """Hold it no longer; what waited for that is erased now."""
    await service.lift_hold(session, actor=actor, application_id=application_id, now=now)


@routes.post("/erasure", permission=Permission.PRIVACY_MANAGE, status_code=202, response_model=ErasureOut)
async def erase(
    application_id: UUID, given: CopyErasureIn, actor: CurrentActor, session: Transaction, now: Now
) -> ErasureOut:
    """Erase everything the organisation holds about this applicant. It cannot be undone."""
    row = await service.erase_copy(session, actor=actor, application_id=application_id, reason=given.reason, now=now)
    return ErasureOut.model_validate(row)
