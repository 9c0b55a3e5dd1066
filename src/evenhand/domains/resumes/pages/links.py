"""Making a link to the file of a resume, and the address that such links open."""

from uuid import UUID

from fastapi import Request, Response

from evenhand.domains.resumes import service
from evenhand.domains.resumes.api import LINK_RATE, OPEN_RATE, address
from evenhand.domains.resumes.pages.resumes import mine, routes, row_of
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Now, Signing, Transaction
from evenhand.kit.permissions import Permission
from evenhand.web.downloads import attached
from evenhand.web.needs import FileStore
from evenhand.web.pages import page


@routes.post("/{resume_id}/link", permission=Permission.RESUMES_OWN, rate=LINK_RATE)
async def make_link(
    request: Request,
    resume_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    vault: Keys,
    signer: Signing,
    settings: CurrentSettings,
    now: Now,
) -> Response:
    """Show the address once; pressed again there is another one."""
    link = await service.make_link(session, actor=actor, resume_id=resume_id, signer=signer, now=now)
    row = await row_of(session, await mine(session, actor, resume_id), vault=vault)
    shown = {"resume": row, "address": address(link, settings), "expires_at": link.expires_at}
    answer = page(request, "resumes/link.html", shown)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@routes.get("/opened/by-link", permission=Permission.ANYONE, rate=OPEN_RATE)
async def open_link(
    request: Request, session: Transaction, vault: Keys, files: FileStore, signer: Signing, now: Now
) -> Response:
    """The file of somebody's resume, downloaded by whoever has the link."""
    token = request.query_params.get("token", "")
    return attached(await service.open_link(session, token=token, signer=signer, vault=vault, files=files, now=now))
