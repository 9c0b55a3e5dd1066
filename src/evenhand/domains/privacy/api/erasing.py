"""Erasing one's data over the API, and certificates of it."""

from datetime import timedelta
from uuid import UUID

from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.privacy import service
from evenhand.domains.privacy.rules.erasing import fingerprint
from evenhand.domains.privacy.schemas import CertificateOut, ErasureAsk, ErasureList, ErasureOut
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes

routes = Routes(kind="api", tag="privacy")

ERASE_RATE = Rate("erase", times=20, seconds=900)
ERASE_RATE_PER_PERSON = Rate("erase-person", times=8, seconds=900)
LOOK_UP_RATE = Rate("certificate", times=30, seconds=900)


@routes.get("/erasures", permission=Permission.ACCOUNT_USE, response_model=ErasureList)
async def list_erasures(actor: CurrentActor, session: Transaction) -> ErasureList:
    """What is to be erased of the caller, or was, the latest first."""
    rows = await service.own_erasures(session, actor=actor)
    return ErasureList(items=[ErasureOut.model_validate(row) for row in rows])


@routes.post(
    "/erasures", permission=Permission.ACCOUNT_USE, rate=ERASE_RATE, status_code=202, response_model=ErasureOut
)
async def ask_for_erasure(
    asked: ErasureAsk,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    settings: CurrentSettings,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> ErasureOut:
    """Have something erased: the account or a company's copy after some days, until which it can be called off, one's
    practice or resumes at once. The applications to that company are withdrawn now. Asking twice is asking once."""
    await rates.hit(ERASE_RATE_PER_PERSON, str(actor.person))
    row = await service.ask_for_erasure(
        session,
        actor=actor,
        what=asked.what,
        org_id=asked.org_id,
        vault=vault,
        password=asked.password.get_secret_value(),
        passwords=passwords,
        cool_off=timedelta(days=settings.erasure_days),
        now=now,
    )
    return ErasureOut.model_validate(row)


@routes.delete("/erasures/{erasure_id}", permission=Permission.ACCOUNT_USE, response_model=ErasureOut)
async def cancel_erasure(erasure_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> ErasureOut:
    """Call an erasure off that has not begun."""
    return ErasureOut.model_validate(await service.cancel(session, actor=actor, erasure_id=erasure_id, now=now))


@routes.get("/certificates/{reference}", permission=Permission.ANYONE, rate=LOOK_UP_RATE, response_model=CertificateOut)
async def get_certificate(reference: str, session: Transaction) -> CertificateOut:
    """The certificate of an erasure, for whoever has its number. It names nobody."""
    found = service.certificate(await service.by_reference(session, reference=reference))
    return CertificateOut(**found, sha256=fingerprint(found))
