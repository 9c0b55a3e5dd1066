"""The outbox of a development installation: what was mailed to the person who looks.

Only one's own mails, even for an administrator and even here: a mail is between an organisation and one person, and a
demo with two organisations would otherwise show each what the other wrote. Whoever runs the installation finds every
mail in the outbox folder of its data directory.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from evenhand.domains.notifications import queries, service
from evenhand.domains.notifications.models import Mail
from evenhand.kit.crypto import Vault
from evenhand.kit.errors import NotFound
from evenhand.kit.needs import CurrentActor, CurrentSettings, Keys, Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.kit.settings import Settings
from evenhand.web.pages import page

routes = Routes(kind="page", prefix="/dev/outbox")

SHOWN = 100
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
"""A mail brings its own styles and loads nothing. Its own policy keeps the pages' one strict."""
_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])")


@dataclass(frozen=True)
class Row:
    """A mail as the outbox shows it."""

    id: UUID
    to: str
    subject: str
    text: Markup
    html: str
    state: str
    created_at: datetime
    sent_at: datetime | None


@routes.get("", permission=Permission.ACCOUNT_USE)
async def outbox(
    request: Request, actor: CurrentActor, session: Transaction, settings: CurrentSettings, vault: Keys
) -> Response:
    """The latest mails to the caller."""
    _only_in_development(settings)
    found = [
        await _row(mail, vault=vault) for mail in await queries.mails(session, person_id=actor.person, limit=SHOWN)
    ]
    return page(request, "notifications/outbox.html", {"mails": [row for row in found if row]})


@routes.get("/{mail_id}", permission=Permission.ACCOUNT_USE)
async def show_mail(
    request: Request, mail_id: UUID, actor: CurrentActor, session: Transaction, settings: CurrentSettings, vault: Keys
) -> Response:
    """One mail to the caller, as it was or will be sent."""
    _only_in_development(settings)
    mail = await queries.mail(session, person_id=actor.person, mail_id=mail_id)
    row = await _row(mail, vault=vault) if mail else None
    if row is None:
        raise service.MailNotFound
    return page(request, "notifications/mail.html", {"mail": row})


@routes.get("/{mail_id}/html", permission=Permission.ACCOUNT_USE)
async def show_html(
    request: Request, mail_id: UUID, actor: CurrentActor, session: Transaction, settings: CurrentSettings, vault: Keys
) -> Response:
    """The HTML of one mail to the caller, for a frame that lets it do nothing but be looked at."""
    del request
    _only_in_development(settings)
    mail = await queries.mail(session, person_id=actor.person, mail_id=mail_id)
    row = await _row(mail, vault=vault) if mail else None
    if row is None or not row.html:
        raise service.MailNotFound
    return HTMLResponse(row.html, headers={"Content-Security-Policy": MAIL_POLICY})


def _only_in_development(settings: Settings) -> None:
    if not settings.development:
        raise NotFound


async def _row(mail: Mail, *, vault: Vault) -> Row | None:
    words = await service.open_words(mail, vault=vault)
    if words is None:
        return None
    return Row(
        id=mail.id,
        to=words.to,
        subject=words.subject,
        text=_linked(words.text),
        html=words.html,
        state=mail.state,
        created_at=mail.created_at,
        sent_at=mail.sent_at,
    )


def _linked(text: str) -> Markup:
    """The text with its addresses as links, since nobody should have to copy them."""
    pieces = _ADDRESS.split(text)
    links = [
        Markup('<a href="{0}">{0}</a>').format(piece) if i % 2 else escape(piece) for i, piece in enumerate(pieces)
    ]
    return Markup("<br>").join(Markup().join(links).split("\n"))
