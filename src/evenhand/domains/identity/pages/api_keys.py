"""Keys for programs: the list, and the form to make one."""

from datetime import datetime
from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.identity.api.api_keys import MAKE_RATE
from evenhand.domains.identity.schemas import ApiKeyIn
from evenhand.domains.identity.service import api_keys
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Actor, Permission
from evenhand.kit.routes import Routes
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form
from evenhand.web.pages import go_to, page

routes = Routes(kind="page", prefix="/staff/keys")

MEANING = {
    Permission.APPLICATIONS_MOVE: say("Move applications, and turn them down with a reason"),
    Permission.APPLICATIONS_READ: say("Read one application at a time"),
    Permission.APPLICATIONS_REVIEW: say("List and compare applicants, and write notes"),
    Permission.AUDIT_READ: say("Read the audit log"),
    Permission.INTERVIEWS_INVITE: say("Invite to interviews"),
    Permission.INTERVIEWS_READ: say("Read interviews and scorecards"),
    Permission.INTERVIEWS_RELEASE: say("Show applicants their scorecards"),
    Permission.INTERVIEWS_REVIEW: say("Rate interviews, and have them graded again"),
    Permission.JOBS_READ: say("Read jobs, drafts too"),
    Permission.JOBS_WRITE: say("Write, publish and close jobs"),
    Permission.QUESTIONS_GENERATE: say("Prepare questions"),
    Permission.QUESTIONS_READ: say("Read questions with their gold answers"),
    Permission.QUESTIONS_REVIEW: say("Edit and approve questions"),
}
LASTS = ((30, say("30 days")), (90, say("90 days")), (365, say("A year")))


@routes.get("", permission=Permission.KEYS_MANAGE)
async def show_keys(
    request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now, done: str = ""
) -> Response:
    """The keys there are, and the form for another."""
    return await _page(request, actor, session, vault, now, blank(ApiKeyIn, {"days": 90, "scopes": []}), done=done)


@routes.post("", permission=Permission.KEYS_MANAGE, rate=MAKE_RATE)
async def make_key(request: Request, actor: CurrentActor, session: Transaction, vault: Keys, now: Now) -> Response:
    """Make a key; the answer is the only page that ever shows it."""
    form = await read_form(request, ApiKeyIn)
    if form.value:
        try:
            row, token = await api_keys.make_key(session, form.value, actor=actor, now=now)
        except (api_keys.ScopeNotHeld, api_keys.TooManyKeys) as refusal:
            form.refuse("scopes", refusal.text)
        else:
            return page(request, "identity/made_key.html", {"key": token, "name": row.name})
    if "scopes" in form.errors and not form.values["scopes"]:
        form.refuse("scopes", say("Choose what the key may do."))
    return await _page(request, actor, session, vault, now, form, status=422)


@routes.post("/{key_id}/revoke", permission=Permission.KEYS_MANAGE)
async def revoke_key(request: Request, key_id: UUID, actor: CurrentActor, session: Transaction, now: Now) -> Response:
    """End a key."""
    await api_keys.revoke_key(session, actor=actor, key_id=key_id, now=now)
    return go_to(request, "/staff/keys?done=revoked")


async def _page(
    request: Request,
    actor: Actor,
    session: Session,
    vault: Vault,
    now: datetime,
    form: Form[ApiKeyIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    context = {
        "form": form,
        "keys": await api_keys.listed(session, actor=actor, vault=vault, now=now),
        "scopes": [(str(one), MEANING[one]) for one in api_keys.grantable(actor)],
        "meaning": MEANING,
        "lasts": LASTS,
        "toasts": [{"text": say("The key is revoked."), "kind": "good"}] if done == "revoked" else [],
    }
    return page(request, "identity/keys.html", context, status=status)
