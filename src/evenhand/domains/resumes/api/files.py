"""The file of a resume as it was uploaded: for its person, and by a link of five minutes for whoever has that."""

from uuid import UUID

from fastapi import Response

from evenhand.domains.resumes import service
from evenhand.domains.resumes.api.resumes import routes
from evenhand.domains.resumes.schemas import LinkOut
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Now, Signing, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.web.downloads import attached
from evenhand.web.needs import FileStore

LINK_RATE = Rate("link-resume", times=30, seconds=600)
OPEN_RATE = Rate("open-resume-link", times=60, seconds=600)
OPENS_AT = "/resumes/opened/by-link"


def address(link: service.Link, settings: CurrentSettings) -> str:
    """Where a link leads. The token is no part of the path, which logs may name."""
    return f"{settings.public_url}{OPENS_AT}?token={link.token}"


@routes.get("/{resume_id}/file", permission=Permission.RESUMES_OWN, response_class=Response)
async def download(
    resume_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore
) -> Response:
    """The file as it was uploaded, under its name. Of a refused one nothing was kept."""
    return attached(await service.own_file(session, actor=actor, resume_id=resume_id, vault=vault, files=files))


@routes.post(
    "/{resume_id}/links",
    permission=Permission.RESUMES_OWN,
    rate=LINK_RATE,
    status_code=201,
    response_model=LinkOut,
)
async def make_link(
    resume_id: UUID,
    actor: CurrentActor,
    session: Transaction,
    signer: Signing,
    settings: CurrentSettings,
    now: Now,
) -> LinkOut:
    """An address that gives the file without signing in, for five minutes or until the resume is deleted."""
    link = await service.make_link(session, actor=actor, resume_id=resume_id, signer=signer, now=now)
    return LinkOut(url=address(link, settings), expires_at=link.expires_at)
