"""Erasing one's account: what goes and what stays, said first; calling it off; the certificate."""

from datetime import datetime, timedelta
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.identity import service as identity
from evenhand.domains.identity.api.needs import PasswordCheck
from evenhand.domains.privacy import service
from evenhand.domains.privacy.api.erasing import ERASE_RATE, ERASE_RATE_PER_PERSON, LOOK_UP_RATE
from evenhand.domains.privacy.rules import erasing as rules
from evenhand.domains.privacy.rules.data_map import PURPOSES
from evenhand.domains.privacy.schemas import ErasureAsk
from evenhand.kit.errors import AppError
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Limits, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page")

STAYING = ("audit", "erasures")
GOING = {
    "copy": {"applications", "notes", "interviews", "scores"},
    "practice": {"practice"},
    "resumes": {"resumes"},
}


@routes.get("/account/data/erase", permission=Permission.ACCOUNT_USE)
async def erase_form(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    settings: CurrentSettings,
    now: Now,
    what: rules.What = "account",
    company: UUID | None = None,
) -> Response:
    """What goes, what stays and why, and the password once more."""
    form = blank(ErasureAsk, {"what": what, "org_id": company or ""})
    return await _form(request, actor, session, settings, form, now=now)


async def _form(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    settings: CurrentSettings,
    form: Form[ErasureAsk],
    *,
    now: datetime,
    status: int = 200,
) -> Response:
    what = form.values["what"] if form.values["what"] in rules.WHATS else "account"
    holders = {str(one): name for one, name in (await service.holders(session, actor=actor)).items()}
    company = holders.get(str(form.values["org_id"]), "")
    if what == "copy" and not company:
        raise service.NoCopyThere
    context = {
        "form": form,
        "what": what,
        "title": rules.TITLES[what],
        "company": company,
        "going": [one for one in PURPOSES if one.key in GOING.get(what, {one.key}) - {*STAYING, "members"}],
        "staying": [words for _, words in rules.KEPT],
        "days": settings.erasure_days,
        "until": now + timedelta(days=settings.erasure_days),
        "has_password": await identity.has_password(session, actor=actor),
    }
    return page(request, "privacy/erase.html", context, status=status)


@routes.post("/account/data/erase", permission=Permission.ACCOUNT_USE, rate=ERASE_RATE)
async def ask(
    request: Request,
    actor: CurrentActor,
    session: Transaction,
    passwords: PasswordCheck,
    settings: CurrentSettings,
    vault: Keys,
    rates: Limits,
    now: Now,
) -> Response:
    """Have the account erased after the cool-off."""
    form = await read_form(request, ErasureAsk)
    status = 422
    if form.value:
        await rates.hit(ERASE_RATE_PER_PERSON, str(actor.person))
        try:
            await service.ask_for_erasure(
                session,
                actor=actor,
                what=form.value.what,
                org_id=form.value.org_id,
                vault=vault,
                password=form.value.password.get_secret_value(),
                passwords=passwords,
                cool_off=timedelta(days=settings.erasure_days),
                now=now,
            )
        except identity.WrongPassword as refusal:
            form.refuse("password", refusal.text)
        except AppError as refusal:
            form.refuse("form", refusal.text)
            status = refusal.status
        else:
            return go_to(request, "/account/data")
    return await _form(request, actor, session, settings, form, now=now, status=status)


@routes.post("/account/data/erasures/{erasure_id}/cancel", permission=Permission.ACCOUNT_USE)
async def cancel(request: Request, erasure_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """Keep the account."""
    await service.cancel(session, actor=actor, erasure_id=erasure_id, now=now)
    return go_to(request, "/account/data")


@routes.get("/erasures/{reference}", permission=Permission.ANYONE, rate=LOOK_UP_RATE)
async def certificate(request: Request, reference: str, session: Transaction) -> Response:
    """A certificate, to be printed; while the erasure goes on, how far it is."""
    row = await service.by_reference(session, reference=reference)
    found = service.certificate(row)
    context = {
        "certificate": found,
        "row": row,
        "title": rules.TITLES[row.what],
        "state": rules.STATES[row.state],
        "sha256": rules.fingerprint(found),
        "staying": [words for _, words in rules.KEPT],
        "reasons": rules.HELD_FOR,
    }
    return page(request, "privacy/certificate.html", context)
