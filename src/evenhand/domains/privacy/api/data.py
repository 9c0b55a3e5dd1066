"""What is held about the caller, and exports of it, over the API."""

from uuid import UUID

from fastapi import Response

from evenhand.domains.privacy import queries, service
from evenhand.domains.privacy.schemas import ExportList, ExportOut, GroupOut, HeldOut, MirrorOut
from evenhand.kit.needs import CurrentActor, Keys, Now, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes
from evenhand.kit.words import Sentence, tell
from evenhand.web.needs import FileStore

routes = Routes(kind="api", tag="privacy")

ASK_RATE = Rate("export", times=10, seconds=3600)
DOWNLOAD_RATE = Rate("export-download", times=30, seconds=3600)


@routes.get("/my-data", permission=Permission.ACCOUNT_USE, response_model=MirrorOut)
async def look(actor: CurrentActor, session: Transaction, vault: Keys) -> MirrorOut:
    """Everything held about the caller, where it came from and which company holds it. An export has it whole."""
    found = await service.look(session, actor=actor, vault=vault)
    return MirrorOut(
        groups=[
            GroupOut(
                purpose=group.purpose.key,
                title=tell(group.purpose.title),
                why=tell(group.purpose.why),
                lawful_basis=tell(group.purpose.lawful),
                kept=tell(group.purpose.kept),
                items=[
                    HeldOut(
                        title=told(one.title),
                        note=told(one.note),
                        source=tell(one.source),
                        held_by=one.holder,
                        at=one.at,
                        href=one.href,
                        act_href=one.act[1] if one.act else "",
                    )
                    for one in group.items
                ],
            )
            for group in found.groups
        ],
        companies=dict(found.companies),
        goes_on=await service.copies_go_on(session, actor=actor),
    )


def told(text: str) -> str:
    """Our sentences in the reader's language; people's words as they are."""
    return tell(text) if isinstance(text, Sentence) else text


@routes.get("/exports", permission=Permission.ACCOUNT_USE, response_model=ExportList)
async def list_exports(actor: CurrentActor, session: Transaction) -> ExportList:
    """The caller's latest exports, the newest first."""
    rows = await queries.exports(session, person_id=actor.person, limit=service.SHOWN)
    return ExportList(items=[ExportOut.model_validate(row) for row in rows])


@routes.post("/exports", permission=Permission.ACCOUNT_USE, rate=ASK_RATE, status_code=202, response_model=ExportOut)
async def ask(actor: CurrentActor, session: Transaction, response: Response, now: Now) -> ExportOut:
    """Have everything packed that is held about the caller, at most three times a day. Poll the address in `Location`.

    While one is being made, asking again answers with that one.
    """
    row = await service.ask(session, actor=actor, now=now)
    response.headers["Location"] = f"/api/v1/exports/{row.id}"
    return ExportOut.model_validate(row)


@routes.get("/exports/{export_id}", permission=Permission.ACCOUNT_USE, response_model=ExportOut)
async def get_export(export_id: UUID, actor: CurrentActor, session: Transaction) -> ExportOut:
    """One export and how far it is."""
    return ExportOut.model_validate(await service.own(session, actor=actor, export_id=export_id))


@routes.get(
    "/exports/{export_id}/file",
    permission=Permission.ACCOUNT_USE,
    rate=DOWNLOAD_RATE,
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}, 409: {}, 410: {}},
)
async def download(
    export_id: UUID, actor: CurrentActor, session: Transaction, vault: Keys, files: FileStore, now: Now
) -> Response:
    """The archive, a ZIP, for 48 hours."""
    return as_download(
        await service.download(session, actor=actor, export_id=export_id, vault=vault, files=files, now=now)
    )


def as_download(content: bytes) -> Response:
    """The archive as a file to keep, never shown inside our pages."""
    headers = {"Content-Disposition": 'attachment; filename="evenhand-data.zip"', "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/zip", headers=headers)
