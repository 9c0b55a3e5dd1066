"""What was just done: a sentence with a way to take it back, and those who stayed where they were."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request

from evenhand.domains.applications import queries, rules, service
from evenhand.domains.applications.service import Outcome
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.kit.words import Sentence, say, say_many

MOST_LEFT = rules.MOST_AT_ONCE
_WHY: dict[str, Sentence] = {
    one.code: one.message
    for one in (service.StaleMove, service.MoveNotAllowed, service.ApplicationErased, service.ApplicationNotFound)
}


def told(act_id: UUID | None, outcome: Outcome | None = None) -> dict[str, Any]:
    """An act as a part of the address of the page that tells of it."""
    left = [f"{one.application_id}.{one.code}" for one in outcome.refused] if outcome else []
    return {**({"act": act_id} if act_id else {}), **({"left": left} if left else {})}


def with_told(address: str, parts: dict[str, Any]) -> str:
    """The address with them."""
    if not parts:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parts, doseq=True)}"


def left_behind(request: Request) -> dict[UUID, Sentence]:
    """Who stayed where they were in the act that led here, and why."""
    found = {}
    for text in request.query_params.getlist("left")[:MOST_LEFT]:
        one, _, code = text.partition(".")
        try:
            found[UUID(one)] = _WHY.get(code, service.StaleMove.message)
        except ValueError:
            continue
    return found


async def toasts(
    request: Request, session: Session, actor: Actor, *, application_id: UUID | None = None, vault: Vault
) -> list[dict[str, Any]]:
    """Confirms the act that led here, if it was the reader's own, with the way back where there is one."""
    try:
        act_id = UUID(request.query_params.get("act", ""))
    except ValueError:
        return []
    moves = await queries.moves_of_act(session, org_id=actor.organisation, act_id=act_id, person_id=actor.person)
    if not moves or (application_id and moves[0].application_id != application_id):
        return []
    step = moves[0]
    undone = step.undoes is not None
    can_undo = not undone and all(rules.can_be_undone(one.from_stage, one.to_stage) for one in moves)
    before = await queries.move(session, org_id=actor.organisation, move_id=step.undoes) if step.undoes else None
    silent = before is not None and step.at - before.at <= rules.UNDONE_QUIETLY
    name = await service.name_of(session, actor=actor, application_id=step.application_id, vault=vault)
    text = _sentence(name, len(moves), step.to_stage, undone=undone, silent=silent)
    undo = {"action": "/staff/moves/undo", "fields": {"act": act_id, "back": _here(request)}} if can_undo else None
    return [{"text": text, "kind": "good", "undo": undo}]


def _here(request: Request) -> str:
    """The page that is shown, without what it tells."""
    kept = [
        (name, value) for name, value in request.query_params.multi_items() if name not in ("act", "left", "cursor")
    ]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def _sentence(name: str, count: int, to: str, *, undone: bool, silent: bool) -> Sentence:
    stage = rules.LABELS[to]
    if count > 1 and undone:
        return say_many(
            "%(count)s person is back in %(stage)s.", "%(count)s people are back in %(stage)s.", count, stage=stage
        )
    if count > 1:
        return say_many(
            "%(count)s person moved to %(stage)s.", "%(count)s people moved to %(stage)s.", count, stage=stage
        )
    if undone and silent:
        return say("%(name)s is back in %(stage)s. No mail was sent.", name=name, stage=stage)
    if undone:
        return say("%(name)s is back in %(stage)s. A mail tells them.", name=name, stage=stage)
    if to in rules.ADVERSE:
        return say("%(name)s is rejected. A mail with your reason is on its way.", name=name)
    return say("%(name)s moved to %(stage)s. A mail goes out in a minute.", name=name, stage=stage)
