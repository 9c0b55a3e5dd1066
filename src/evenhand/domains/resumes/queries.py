"""Every SELECT about resumes, always within one person's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from evenhand.domains.resumes.models import Resume, ResumeNumbering
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


async def next_number(session: Session, *, person_id: UUID) -> int:
    """The number of the next resume of this person, given once and for all."""
    new = insert(ResumeNumbering).values(person_id=person_id, last=1)
    raised = new.on_conflict_do_update(
        index_elements=[ResumeNumbering.person_id], set_={"last": ResumeNumbering.last + 1}
    )
    return (await session.execute(raised.returning(ResumeNumbering.last))).scalar_one()


async def last_number(session: Session, *, person_id: UUID) -> int:
    """How many resumes this person has had, those that are gone too."""
    query = select(ResumeNumbering.last).where(ResumeNumbering.person_id == person_id)
    return await session.scalar(query) or 0


async def ready_resume(session: Session, *, person_id: UUID, resume_id: UUID | None = None) -> Resume | None:
    """The given resume if it has been read; without one the default, or else the newest that has been read."""
    query = select(Resume).where(Resume.person_id == person_id, Resume.state == "ready")
    if resume_id:
        query = query.where(Resume.id == resume_id)
    return (await session.scalars(query.order_by(Resume.is_default.desc(), Resume.id.desc()).limit(1))).one_or_none()


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """A person's resumes. The copies that companies received are theirs."""
    if not whose.owns("resumes"):
        return []
    return [
        await delete_rows(session, Resume, Resume.person_id == whose.person_id),
        await delete_rows(session, ResumeNumbering, ResumeNumbering.person_id == whose.person_id),
    ]
