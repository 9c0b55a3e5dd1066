"""Every SELECT about applications: within one person's own, or within what one organisation received."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, union
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import defer

from evenhand.domains.applications.models import Application, Glasses, Look, Mention, Move, Note
from evenhand.domains.jobs.models import Job
from evenhand.kit.db import Session, locked
from evenhand.kit.erasing import Erased, Whose, clear, delete_rows

_LIGHT = defer(Application.received_sealed, raiseload=True)  # lists never need the resume


async def own_application(
    session: Session, *, person_id: UUID, application_id: UUID, lock: bool = False
) -> Application | None:
    """One application of this person. `lock` keeps others from moving it in the meantime."""
    query = select(Application).where(Application.id == application_id, Application.person_id == person_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def next_number(session: Session, *, job_id: UUID) -> int:
    """The number of the next applicant for a job, from 1. Held until the end, so that no two get the same."""
    await session.execute(locked(select(Job.id).where(Job.id == job_id), key_share=True))
    return ((await session.scalar(select(func.max(Application.number)).where(Application.job_id == job_id))) or 0) + 1


async def own_received(session: Session, *, person_id: UUID) -> Sequence[Application]:
    """Everything this person ever sent to a company, the latest first, resumes included."""
    query = select(Application).where(Application.person_id == person_id).order_by(Application.id.desc())
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def own_moves(session: Session, *, person_id: UUID) -> Sequence[Move]:
    """Every move of this person's applications, the oldest first."""
    query = select(Move).join(Application, Application.id == Move.application_id)
    return (await session.scalars(query.where(Application.person_id == person_id).order_by(Move.at, Move.id))).all()


async def own_notes(session: Session, *, person_id: UUID) -> Sequence[Note]:
    """Every note about this person's applications, the newest first. For their own eyes, without its author."""
    query = select(Note).join(Application, Application.id == Note.application_id)
    return (await session.scalars(query.where(Application.person_id == person_id).order_by(Note.id.desc()))).all()


async def own_mentions(session: Session, *, person_id: UUID) -> Sequence[Mention]:
    """Who is named in those notes."""
    query = select(Mention).join(Note, Note.id == Mention.note_id)
    query = query.join(Application, Application.id == Note.application_id)
    return (await session.scalars(query.where(Application.person_id == person_id))).all()


async def own_looks(session: Session, *, person_id: UUID) -> Sequence[Look]:
    """Every look at this person's applications, the first one first."""
    query = select(Look).join(Application, Application.id == Look.application_id)
    query = query.where(Application.person_id == person_id).order_by(Look.first_at, Look.id)
    return (await session.scalars(query)).all()


async def own_application_for(session: Session, *, person_id: UUID, job_id: UUID) -> Application | None:
    """This person's application for a job, whatever became of it."""
    query = select(Application).where(Application.person_id == person_id, Application.job_id == job_id)
    return (await session.scalars(query)).one_or_none()


async def own_applications(
    session: Session, *, person_id: UUID, before: UUID | None = None, limit: int
) -> Sequence[Application]:
    """This person's applications, the latest first; `before` is the last one shown."""
    query = select(Application).options(_LIGHT).where(Application.person_id == person_id)
    if before:
        query = query.where(Application.id < before)
    return (await session.scalars(query.order_by(Application.id.desc()).limit(limit))).all()


async def application(
    session: Session, *, org_id: UUID, application_id: UUID, lock: bool = False
) -> Application | None:
    """One application this organisation received. `lock` keeps others from moving it in the meantime."""
    query = select(Application).where(Application.id == application_id, Application.org_id == org_id)
    return (await session.scalars(locked(query) if lock else query)).one_or_none()


async def applications_for(
    session: Session, *, org_id: UUID, job_id: UUID, stages: Sequence[str]
) -> Sequence[Application]:
    """What the organisation received for one job and has in these stages, without the resumes."""
    query = select(Application).options(_LIGHT)
    query = query.where(Application.org_id == org_id, Application.job_id == job_id, Application.stage.in_(stages))
    return (await session.scalars(query)).all()


async def applications_of_job(
    session: Session, *, org_id: UUID, job_id: UUID, ids: Sequence[UUID]
) -> Sequence[Application]:
    """These of the applications for one job, in the order of their ids, without the resumes."""
    query = select(Application).options(_LIGHT)
    query = query.where(Application.org_id == org_id, Application.job_id == job_id, Application.id.in_(set(ids)))
    return (await session.scalars(query.order_by(Application.id))).all()


async def stage_counts(session: Session, *, org_id: UUID, job_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """How many applications each job has in each stage; stages and jobs without any are left out."""
    query = (
        select(Application.job_id, Application.stage, func.count())
        .where(Application.org_id == org_id, Application.job_id.in_(set(job_ids)))
        .group_by(Application.job_id, Application.stage)
    )
    found: dict[UUID, dict[str, int]] = {}
    for job_id, stage, count in await session.execute(query):
        found.setdefault(job_id, {})[stage] = count
    return found


async def move(session: Session, *, org_id: UUID, move_id: UUID) -> Move | None:
    """One move."""
    return (await session.scalars(select(Move).where(Move.id == move_id, Move.org_id == org_id))).one_or_none()


async def moves(session: Session, *, org_id: UUID, application_id: UUID) -> Sequence[Move]:
    """The moves of one application, the oldest first."""
    query = select(Move).where(Move.application_id == application_id, Move.org_id == org_id)
    return (await session.scalars(query.order_by(Move.at, Move.id))).all()


async def moves_of_act(session: Session, *, org_id: UUID, act_id: UUID, person_id: UUID) -> Sequence[Move]:
    """The moves that one person made in one act."""
    query = select(Move).where(Move.act_id == act_id, Move.org_id == org_id, Move.by_person_id == person_id)
    return (await session.scalars(query.order_by(Move.application_id))).all()


async def undoing(session: Session, *, org_id: UUID, move_id: UUID) -> Move | None:
    """The move that took this one back."""
    query = select(Move).where(Move.undoes == move_id, Move.org_id == org_id)
    return (await session.scalars(query.order_by(Move.id).limit(1))).one_or_none()


async def last_move(session: Session, *, org_id: UUID, application_id: UUID) -> Move | None:
    """The latest move of one application."""
    query = select(Move).where(Move.application_id == application_id, Move.org_id == org_id)
    return (await session.scalars(query.order_by(Move.at.desc(), Move.id.desc()).limit(1))).one_or_none()


async def glasses(session: Session, *, org_id: UUID, person_id: UUID) -> Glasses | None:
    """How this member wants to see applicants."""
    return await session.get(Glasses, (org_id, person_id))


async def put_on_glasses(session: Session, *, org_id: UUID, person_id: UUID, hide_names: bool) -> None:
    """Keep how this member wants to see applicants; of two choices in one moment the later one counts."""
    chosen = insert(Glasses).values(org_id=org_id, person_id=person_id, hide_names=hide_names)
    await session.execute(
        chosen.on_conflict_do_update(index_elements=["org_id", "person_id"], set_={"hide_names": hide_names})
    )


async def last_look(session: Session, *, org_id: UUID, application_id: UUID, person_id: UUID, what: str) -> Look | None:
    """When this person looked at such a thing of an application the last time."""
    query = select(Look).where(
        Look.application_id == application_id, Look.org_id == org_id, Look.person_id == person_id, Look.what == what
    )
    return (await session.scalars(query.order_by(Look.last_at.desc(), Look.id.desc()).limit(1))).one_or_none()


async def looks(session: Session, *, org_id: UUID, application_id: UUID) -> Sequence[Look]:
    """Who looked at what of one application, the first look first."""
    query = select(Look).where(Look.application_id == application_id, Look.org_id == org_id)
    return (await session.scalars(query.order_by(Look.first_at, Look.id))).all()


async def last_own_moves(session: Session, *, person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Move]:
    """The latest move of each of these applications of one person; those nobody has moved are left out."""
    query = (
        select(Move)
        .join(Application, Application.id == Move.application_id)
        .where(Application.person_id == person_id, Move.application_id.in_(set(ids)))
        .order_by(Move.application_id, Move.at.desc(), Move.id.desc())
        .ext(distinct_on(Move.application_id))
    )
    return {row.application_id: row for row in await session.scalars(query)}


async def notes(
    session: Session, *, org_id: UUID, application_id: UUID, before: UUID | None = None, limit: int
) -> Sequence[Note]:
    """Notes about one application, the newest first; `before` is the last one shown."""
    query = select(Note).where(Note.application_id == application_id, Note.org_id == org_id)
    if before:
        query = query.where(Note.id < before)
    return (await session.scalars(query.order_by(Note.id.desc()).limit(limit))).all()


async def note(session: Session, *, org_id: UUID, note_id: UUID) -> Note | None:
    """One note; nobody else changes it until the end."""
    query = locked(select(Note).where(Note.id == note_id, Note.org_id == org_id))
    return (await session.scalars(query)).one_or_none()


async def mentions(session: Session, *, org_id: UUID, note_ids: Sequence[UUID]) -> Sequence[Mention]:
    """Who is named in these notes."""
    query = select(Mention).where(Mention.org_id == org_id, Mention.note_id.in_(set(note_ids)))
    return (await session.scalars(query)).all()


async def mention(session: Session, *, org_id: UUID, mention_id: UUID) -> Mention | None:
    """One of them."""
    query = select(Mention).where(Mention.id == mention_id, Mention.org_id == org_id)
    return (await session.scalars(query)).one_or_none()


async def unseen_mentions(
    session: Session, *, org_id: UUID, person_id: UUID, application_id: UUID | None = None, limit: int
) -> list[tuple[Mention, Note, Application, str]]:
    """Where a member is named and has not looked yet, the latest first: with the note, the application and the job."""
    query = (
        select(Mention, Note, Application, Job.title)
        .join(Note, Note.id == Mention.note_id)
        .join(Application, Application.id == Mention.application_id)
        .join(Job, Job.id == Application.job_id)
        .options(_LIGHT)
        .where(Mention.org_id == org_id, Mention.person_id == person_id, Mention.seen_at.is_(None))
    )
    if application_id:
        query = query.where(Mention.application_id == application_id)
    rows = await session.execute(query.order_by(Mention.id.desc()).limit(limit))
    return [(mention, note, row, title) for mention, note, row, title in rows]


async def involved(session: Session, *, org_id: UUID, job_id: UUID, person_id: UUID) -> tuple[set[UUID], set[UUID]]:
    """Of the applications for one job: those this member moved or wrote about, and those they are named in."""
    here = select(Application.id).where(Application.job_id == job_id, Application.org_id == org_id)
    acted = union(
        select(Move.application_id).where(Move.by_person_id == person_id, Move.application_id.in_(here)),
        select(Note.application_id).where(Note.author_id == person_id, Note.application_id.in_(here)),
    )
    named = select(Mention.application_id).where(Mention.person_id == person_id, Mention.application_id.in_(here))
    return set(await session.scalars(acted)), set(await session.scalars(named))


async def note_look(session: Session, look: Look, *, again: datetime) -> None:
    """Write down a look. One at the same thing after `again` moves its last time; within that time nothing changes."""
    values = {column.key: getattr(look, column.key) for column in Look.__table__.columns}
    new = insert(Look).values(**values)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[Look.application_id, Look.person_id, Look.what, Look.mark],
            set_={"last_at": look.last_at},
            where=Look.last_at < again,
        )
    )


async def count_notes(session: Session, *, org_id: UUID, application_id: UUID) -> int:
    """How many notes there are about one application."""
    query = select(func.count()).where(Note.application_id == application_id, Note.org_id == org_id)
    return (await session.scalar(query)) or 0


async def received_copies(session: Session, *, person_id: UUID, org_id: UUID | None = None) -> list[tuple[UUID, str]]:
    """Which organisations hold a copy of a person's data, one line an application, and where its file is."""
    query = select(Application.org_id, Application.object_key).where(Application.person_id == person_id)
    if org_id:
        query = query.where(Application.org_id == org_id)
    return [(org, key) for org, key in await session.execute(query.order_by(Application.id))]


async def organisations_with(session: Session, *, before: datetime) -> Sequence[UUID]:
    """Which organisations hold applications that nobody has moved since then."""
    query = select(Application.org_id).where(Application.moved_at < before).distinct()
    return sorted(await session.scalars(query))


async def since_when(
    session: Session, *, org_id: UUID, person_ids: Collection[UUID] | None = None
) -> dict[UUID, list[tuple[str, datetime]]]:
    """In which stages the applications to an organisation are and since when, by person."""
    query = select(Application.person_id, Application.stage, Application.moved_at).where(Application.org_id == org_id)
    if person_ids is not None:
        query = query.where(Application.person_id.in_(person_ids))
    found: dict[UUID, list[tuple[str, datetime]]] = {}
    for person_id, stage, moved_at in await session.execute(query):
        found.setdefault(person_id, []).append((stage, moved_at))
    return found


async def erase(session: Session, *, whose: Whose) -> list[Erased]:
    """What an organisation received from a person with all that came of it; or, of a member, what they looked at."""
    person_id = whose.person_id
    if not whose.own:
        received = (Application.person_id == person_id, Application.org_id == whose.custodian)
        inside = select(Application.id).where(*received)
        return [
            *[
                await delete_rows(session, table, table.application_id.in_(inside))
                for table in (Mention, Look, Note, Move)
            ],
            await delete_rows(session, Application, *received),
        ]
    if not whose.account:
        return []
    return [
        *[await delete_rows(session, table, table.person_id == person_id) for table in (Mention, Look, Glasses)],
        await clear(session, Move.by_person_id, person_id),
        await clear(session, Note.author_id, person_id),
    ]
