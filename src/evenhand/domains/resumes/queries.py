"""Every SELECT about resumes, always within one person's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from evenhand.domains.resumes.models import Resume
from evenhand.kit.db import Session, locked
from evenhand.kit.erasing import Erased, Whose, delete_rows


async def resume(session: Session, *, person_id: UUID, resume_id: UUID, lock: bool = False) -> Resume | None:
    """One resume of this person. `lock` keeps other workers from changing it at the same time."""
    query = select(Resume).where(Resume.id == resume_id, Resume.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def resumes(session: Session, *, person_id: UUID) -> Sequence[Resume]:
    """All resumes of this person, the newest first."""
    query = select(Resume).where(Resume.person_id == person_id).order_by(Resume.id.desc())
    return (await session.scalars(query)).all()


async def resumes_to_change(session: Session, *, person_id: UUID) -> Sequence[Resume]:
    """All resumes of this person, nobody else adding one or choosing the default until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"resumes of {person_id}", 0))))
    return await resumes(session, person_id=person_id)


async def ready_resume(session: Session, *, person_id: UUID, resume_id: UUID | None = None) -> Resume | None:
    """The given resume if it has been read; without one the default, or else the newest that has been read."""
    query = select(Resume).where(Resume.person_id == person_id, Resume.state == "ready")
    if resume_id:
        query = query.where(Resume.id == resume_id)
    return (await session.scalars(query.order_by(Resume.is_default.desc(), Resume.id.desc()).limit(1))).one_or_none()


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """A person's resumes. The copies that companies received are theirs."""
    return [await delete_rows(session, Resume, Resume.person_id == whose.person_id)] if whose.owns("resumes") else []
