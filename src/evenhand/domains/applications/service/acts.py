"""Acts on several applications at once, and taking an act back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.models import Application, Move
from evenhand.domains.applications.service.access import (
    SOMEONE,
    ApplicationErased,
    ApplicationNotFound,
    Summary,
    open_summaries,
    received_application,
)
from evenhand.domains.applications.service.moving import (
    MoveNotAllowed,
    MoveNotFound,
    StaleMove,
    move,
    reason_needed,
    record,
    tell,
)
from evenhand.domains.applications.service.names import SEEN, Hiding, called, names_hidden
from evenhand.domains.audit.rules import Act
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.errors import AppError
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import Sentence, say, say_many


@dataclass(frozen=True)
class Chosen:
    """An application and the version of it that the person looked at."""

    application_id: UUID
    version: int


@dataclass(frozen=True)
class Refused:
    """Somebody who could not be moved, and why."""

    application_id: UUID
    name: str
    why: Sentence
    code: str


@dataclass
class Outcome:
    """What became of an act: who is in another stage now, and who is not."""

    act_id: UUID
    moved: list[Application] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


async def move_many(
    session: Session,
    *,
    actor: Actor,
    job_id: UUID,
    chosen: Sequence[Chosen],
    to: rules.Stage,
    reason: str = "",
    vault: Vault,
    now: datetime,
) -> Outcome:
    """Move several applications for one job in one act. Those that cannot be moved stay and say why; the others go.

    An adverse act has one reason, and each person gets it in a mail of their own. Raises ReasonNeeded.
    """
    distinct = {one.application_id: one for one in chosen}
    if to in rules.ADVERSE and len(reason.strip()) < rules.SHORTEST_REASON_CHARS:
        raise reason_needed(_each_reads_it(len(distinct)))
    outcome = Outcome(new_id())
    failures: dict[UUID, AppError] = {}
    rows = await queries.applications_of_job(session, org_id=actor.organisation, job_id=job_id, ids=list(distinct))
    for row in rows:  # in the order of their ids: two people who choose the same never wait for one another
        try:
            moved = await move(
                session,
                actor=actor,
                application_id=row.id,
                to=to,
                version=distinct[row.id].version,
                reason=reason,
                act_id=outcome.act_id,
                vault=vault,
                now=now,
            )
        except (StaleMove, MoveNotAllowed, ApplicationErased, ApplicationNotFound) as refusal:
            failures[row.id] = refusal
        else:
            outcome.moved.append(moved)
    gone = {one: ApplicationNotFound() for one in distinct if one not in {row.id for row in rows}}
    outcome.refused = await _refused(session, rows, failures | gone, actor=actor, vault=vault)
    return outcome


def _each_reads_it(people: int) -> Sentence:
    return say_many(
        "Write a reason of at least %(fewest)s characters. The person will be able to read it.",
        "Write a reason of at least %(fewest)s characters. Each of the %(count)s people will be able to read it.",
        people,
        fewest=rules.SHORTEST_REASON_CHARS,
    )


async def undo(session: Session, *, actor: Actor, act_id: UUID, vault: Vault, now: datetime) -> Outcome:
    """Take back what the actor moved in one act. Each way back is a move of its own, and within a short time silent.

    Whoever was moved on since stays where they are. Undoing twice happens once. Raises MoveNotFound, and
    MoveNotAllowed for an act that one click may not take back.
    """
    moves = await queries.moves_of_act(session, org_id=actor.organisation, act_id=act_id, person_id=actor.person)
    if not moves:
        raise MoveNotFound
    if not all(rules.can_be_undone(one.from_stage, one.to_stage) for one in moves):
        raise MoveNotAllowed(say("This cannot be undone with a click. Move the application again instead."))
    outcome = Outcome(new_id())
    failures: dict[UUID, AppError] = {}
    rows = []
    for one in moves:
        row = await received_application(
            session, org_id=actor.organisation, application_id=one.application_id, lock=True
        )
        rows.append(row)
        try:
            await _take_back(session, row, one, actor=actor, act_id=outcome.act_id, vault=vault, now=now)
        except AppError as refusal:
            failures[row.id] = refusal
        else:
            outcome.moved.append(row)
    outcome.refused = await _refused(session, rows, failures, actor=actor, vault=vault)
    return outcome


async def _take_back(
    session: Session, row: Application, step: Move, *, actor: Actor, act_id: UUID, vault: Vault, now: datetime
) -> None:
    last = await queries.last_move(session, org_id=row.org_id, application_id=row.id)
    if last is None or step.by_person_id is None or (last.id != step.id and last.undoes != step.id):
        raise StaleMove
    if last.id == step.id:
        back = await record(
            session,
            row,
            to=step.from_stage,  # type: ignore[arg-type]  # the column holds nothing else
            by_person_id=step.by_person_id,
            act_id=act_id,
            undoes=step.id,
            vault=vault,
            now=now,
        )
        tell(session, back, Act.APPLICATION_MOVE_UNDONE, actor=actor)


async def is_untold(session: Session, *, org_id: UUID, move_id: UUID) -> bool:
    """Whether nobody is to be told of a move: another mail tells it, or it was taken back before anyone was."""
    step = await queries.move(session, org_id=org_id, move_id=move_id)
    if step is None or step.quiet:
        return True
    back = await queries.undoing(session, org_id=org_id, move_id=move_id)
    if back and back.at - step.at <= rules.UNDONE_QUIETLY:
        return True
    undone = await queries.move(session, org_id=org_id, move_id=step.undoes) if step.undoes else None
    return undone is not None and step.at - undone.at <= rules.UNDONE_QUIETLY


async def _refused(
    session: Session, rows: Iterable[Application], why: Mapping[UUID, AppError], *, actor: Actor, vault: Vault
) -> list[Refused]:
    known = {row.id: row for row in rows if row.id in why}
    hidden = await names_hidden(session, actor=actor) if why else SEEN
    names = await open_summaries(known.values(), org_id=actor.organisation, vault=vault)
    return [
        Refused(one, _name(known.get(one), names.get(one), hidden=hidden), refusal.text, refusal.code)
        for one, refusal in why.items()
    ]


def _name(row: Application | None, summary: Summary | None, *, hidden: Hiding) -> str:
    return called(row.number) if row and hidden(row) else summary.name if summary else SOMEONE


async def names_of(session: Session, rows: Sequence[Application], *, actor: Actor, vault: Vault) -> dict[UUID, str]:
    """What each of these applicants is called where the actor reads."""
    hidden = await names_hidden(session, actor=actor)
    known = await open_summaries(rows, org_id=actor.organisation, vault=vault)
    return {row.id: _name(row, known.get(row.id), hidden=hidden) for row in rows}


async def name_of(session: Session, *, actor: Actor, application_id: UUID, vault: Vault) -> str:
    """What an applicant is called where the actor reads. Raises ApplicationNotFound."""
    row = await received_application(session, org_id=actor.organisation, application_id=application_id)
    return (await names_of(session, [row], actor=actor, vault=vault))[row.id]
