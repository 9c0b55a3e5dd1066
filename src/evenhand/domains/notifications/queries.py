"""Every SELECT about mails, always within one person's."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from evenhand.domains.notifications.models import Mail
from evenhand.kit.db import Session, locked
from evenhand.kit.erasing import Erased, Whose, delete_rows


async def mail(session: Session, *, person_id: UUID, mail_id: UUID, lock: bool = False) -> Mail | None:
    """One mail to this person. `lock` keeps another worker from changing it at the same time."""
    query = select(Mail).where(Mail.id == mail_id, Mail.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def these(session: Session, *, person_id: UUID, ids: Sequence[UUID]) -> Sequence[Mail]:
    """Those of these mails that there are."""
    query = select(Mail).where(Mail.person_id == person_id, Mail.id.in_(set(ids)))
    return (await session.scalars(query)).all()


async def mails(session: Session, *, person_id: UUID, limit: int | None = None) -> Sequence[Mail]:
    """The latest mails to this person (all without `limit`), the newest first."""
    query = select(Mail).where(Mail.person_id == person_id).order_by(Mail.created_at.desc(), Mail.id.desc())
    return (await session.scalars(query.limit(limit))).all()


async def drop_old(session: Session, *, before: datetime) -> list[Erased]:
    """Mails that were written before then and do not wait any more."""
    return [await delete_rows(session, Mail, Mail.created_at < before, Mail.state != "queued")]


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """Every mail to a person, sent or not."""
    return [await delete_rows(session, Mail, Mail.person_id == whose.person_id)] if whose.account else []
