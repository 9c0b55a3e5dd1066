"""The history of an application, the same for both sides: every move with the person who made it and their reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.domains.applications import queries, rules
from evenhand.domains.applications.models import Application, Move
from evenhand.domains.applications.service.access import SOMEONE
from evenhand.domains.applications.service.names import called
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.service import Contact
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import Session, place


@dataclass(frozen=True)
class Step:
    """One step. `by_candidate` says that the person who applied made it; `reason` is empty where none was given.

    `undone`: the step took back the one before. `saw` is the seal of the scorecard that whoever moved had been shown.
    """

    id: UUID
    stage: str
    from_stage: str
    by: str
    by_candidate: bool
    reason: str
    at: datetime
    undone: bool = False
    saw: str = ""

    @property
    def label(self) -> str:
        """The stage in words."""
        return rules.LABELS[self.stage]


async def history(session: Session, application: Application, *, hidden: bool = False, vault: Vault) -> list[Step]:
    """Applying and every move since, the newest first. A reason that was erased is empty.

    `hidden`: a number stands for the name of whoever applied.
    """
    moves = await queries.moves(session, org_id=application.org_id, application_id=application.id)
    names = await identity.contacts(session, ids=people_of(application, moves), vault=vault)
    return steps_of(application, moves, names, key=await key_of(application, vault=vault), hidden=hidden)


def people_of(application: Application, moves: Sequence[Move]) -> list[UUID]:
    """Whose names its history shows."""
    return [application.person_id, *(move.by_person_id for move in moves if move.by_person_id)]


def steps_of(
    application: Application,
    moves: Sequence[Move],
    names: Mapping[UUID, Contact],
    *,
    key: DataKey | None,
    hidden: bool = False,
) -> list[Step]:
    """The same from moves (the oldest first) and names that are known already."""
    sender = names[application.person_id].name if application.person_id in names else SOMEONE
    if hidden:
        sender = called(application.number)
    steps = [
        Step(
            id=move.id,
            stage=move.to_stage,
            from_stage=move.from_stage,
            by=_by(move, application, names, sender),
            by_candidate=move.by_person_id == application.person_id,
            reason=open_reason(move, key),
            at=move.at,
            undone=move.undoes is not None,
            saw=move.saw,
        )
        for move in reversed(moves)
    ]
    return [*steps, Step(application.id, "applied", "", sender, True, "", application.applied_at)]


def _by(move: Move, application: Application, names: Mapping[UUID, Contact], sender: str) -> str:
    if move.by_person_id == application.person_id:
        return sender
    return names[move.by_person_id].name if move.by_person_id and move.by_person_id in names else SOMEONE


async def key_of(application: Application, *, vault: Vault) -> DataKey | None:
    """The key of the company's copy, as long as there is one."""
    try:
        return await vault.key(application.person_id, application.org_id)
    except KeyDestroyed:
        return None


def open_reason(move: Move, key: DataKey | None) -> str:
    """The reason of a move in words; nothing where there was none or its key is gone."""
    return key.open_text(move.reason_sealed, place(Move.reason_sealed, move.id)) if key and move.reason_sealed else ""
