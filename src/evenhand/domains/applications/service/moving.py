"""Moving an application along the stages: always by a person, and an adverse move with a reason in words."""

from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.events import ApplicationMoved
from evenhand.domains.applications.models import Application, Move
from evenhand.domains.applications.service.access import (
    ApplicationErased,
    custody,
    open_summary,
    own_application,
    received_application,
)
from evenhand.domains.applications.service.names import called, names_hidden
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict, Invalid, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.words import Sentence, say, say_many

MOST = 10_000


class StaleMove(Conflict):
    """The application was moved since the caller looked at it."""

    code, message = "stale_move", say("Not moved: someone else moved this card a moment ago.")


class MoveNotAllowed(Conflict):
    """There is no way from this stage to that one."""

    code, message = "move_not_allowed", say("This application cannot be moved there.")


class ReasonNeeded(Invalid):
    """An adverse move without a reason the person could understand."""

    code, message = "reason_needed", say("Write a reason. The person will be able to read it.")


class WithdrawalTooLate(Conflict):
    """The application has ended in another way."""

    code = "withdrawal_too_late"
    message = say("This application has ended already; there is nothing left to withdraw.")


class MoveNotFound(NotFound):
    """No such act of this person."""

    code, message = "move_not_found", say("There is no move of yours under this address.")


async def move(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    to: rules.Stage,
    version: int,
    reason: str = "",
    act_id: UUID | None = None,
    quiet: bool = False,
    vault: Vault,
    now: datetime,
) -> Application:
    """Move an application that the actor's organisation received. `version` is the one the actor looked at.

    Moves with one `act_id` are one act. `quiet`: another mail tells the person, so that this move writes none.

    There is no move without a person: an actor that is none raises LookupError, so no machine ever rejects anyone. The
    same move by the same person sent twice happens once.
    """
    by_person_id = actor.person
    application = await received_application(
        session, org_id=actor.organisation, application_id=application_id, lock=True
    )
    if application.version != version:
        if await _is_repeated(session, application, to=to, version=version, by_person_id=by_person_id):
            return application
        raise StaleMove(
            version=application.version, href=f"/staff/applications/{application.id}", label=say("Show the latest")
        )
    if application.person_id == by_person_id:
        raise MoveNotAllowed(say("This is your own application. A colleague has to decide about it."))
    if to not in rules.moves_from(application.stage):
        raise MoveNotAllowed(_why_not(application.stage, to))
    words = reason.strip()
    if to in rules.ADVERSE and len(words) < rules.SHORTEST_REASON_CHARS:
        raise await _reason_needed(session, application, words, actor=actor, vault=vault)
    step = await record(
        session,
        application,
        to=to,
        by_person_id=by_person_id,
        reason=words,
        act_id=act_id,
        quiet=quiet,
        vault=vault,
        now=now,
    )
    tell(session, step, Act.APPLICATION_REJECTED if to in rules.ADVERSE else Act.APPLICATION_MOVED, actor=actor)
    return application


def tell(session: Session, step: Move, act: Act, *, actor: Actor) -> None:
    """The step in the audit log of the organisation that received the application."""
    audit.record(
        session,
        act,
        actor=actor,
        org_id=step.org_id,
        about=(Object.APPLICATION, step.application_id),
        before={"stage": step.from_stage},
        after={"stage": step.to_stage, "move": step.id},
        now=step.at,
    )


async def withdraw(
    session: Session, *, actor: Actor, application_id: UUID, reason: str = "", vault: Vault, now: datetime
) -> Application:
    """Take back one's own application; the reason is up to the person. Withdrawing twice happens once."""
    application = await own_application(session, person_id=actor.person, application_id=application_id, lock=True)
    if application.stage == "withdrawn":
        return application
    if not rules.may_withdraw(application.stage):
        raise WithdrawalTooLate
    try:
        step = await record(
            session, application, to="withdrawn", by_person_id=actor.person, reason=reason.strip(), vault=vault, now=now
        )
    except ApplicationErased:  # there is nobody left to tell the reason to; withdrawing is still the person's right
        step = await record(
            session, application, to="withdrawn", by_person_id=actor.person, reason="", vault=vault, now=now
        )
    tell(session, step, Act.APPLICATION_WITHDRAWN, actor=actor)
    return application


async def withdraw_all(session: Session, *, actor: Actor, org_id: UUID, vault: Vault, now: datetime) -> None:
    """Take back whatever of one's own is still open at an organisation."""
    for row in await queries.own_applications(session, person_id=actor.person, limit=MOST):
        if row.org_id == org_id and rules.may_withdraw(row.stage):
            await withdraw(session, actor=actor, application_id=row.id, vault=vault, now=now)


async def _is_repeated(
    session: Session, application: Application, *, to: str, version: int, by_person_id: UUID
) -> bool:
    """Whether this is the move that was just made, sent once more by the same person."""
    if application.version != version + 1 or application.stage != to:
        return False
    last = (await queries.moves(session, org_id=application.org_id, application_id=application.id))[-1]
    return last.by_person_id == by_person_id


def _why_not(stage: str, to: str) -> Sentence:
    if stage == to:
        return say("This application is in “%(stage)s” already.", stage=rules.LABELS[to])
    if stage == "withdrawn":
        return say("This application was withdrawn by the person who sent it. Nobody can take that back for them.")
    return say("Only the person who applied can withdraw. To end the application yourself, reject it with a reason.")


async def _reason_needed(
    session: Session, application: Application, words: str, *, actor: Actor, vault: Vault
) -> ReasonNeeded:
    summary = await open_summary(application, vault=vault)
    name = called(application.number) if (await names_hidden(session, actor=actor))(application) else summary.name
    if words:
        return reason_needed(
            say_many(
                "Write a reason of at least one character. %(name)s will be able to read it.",
                "Write a reason of at least %(count)s characters. %(name)s will be able to read it.",
                rules.SHORTEST_REASON_CHARS,
                name=name,
            )
        )
    return reason_needed(say("Write a reason. %(name)s will be able to read it.", name=name))


def reason_needed(sentence: Sentence) -> ReasonNeeded:
    """The refusal with its sentence beside the field, too."""
    return ReasonNeeded(sentence, errors=[{"field": "reason", "message": sentence}])


async def record(
    session: Session,
    application: Application,
    *,
    to: rules.Stage,
    by_person_id: UUID,
    reason: str = "",
    act_id: UUID | None = None,
    undoes: UUID | None = None,
    quiet: bool = False,
    vault: Vault,
    now: datetime,
) -> Move:
    """Write the step down and tell whoever follows it; a step that can be undone is told a little later."""
    key = await custody(application, vault=vault) if reason else None
    move_id = new_id()
    seen = await queries.last_look(
        session, org_id=application.org_id, application_id=application.id, person_id=by_person_id, what="scorecard"
    )
    step = Move(
        id=move_id,
        org_id=application.org_id,
        application_id=application.id,
        from_stage=application.stage,
        to_stage=to,
        by_person_id=by_person_id,
        reason_sealed=key.seal_text(reason, place(Move.reason_sealed, move_id)) if key else None,
        act_id=act_id or move_id,
        undoes=undoes,
        quiet=quiet,
        saw=seen.mark if seen else "",
        at=now,
    )
    session.add(step)
    waits = rules.can_be_undone(application.stage, to)
    application.stage = to
    application.version += 1
    application.moved_at = now
    await session.flush()
    fact = ApplicationMoved(application_id=application.id, org_id=application.org_id, move_id=move_id)
    await publish(session, fact, after=rules.MAIL_AFTER if waits else None)
    return step
