"""The room's plain form: which of its buttons was used, and what that does. An interview and a practice share it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from evenhand.domains.interviews.schemas.taking import Act
from evenhand.domains.interviews.service import pacing, taking
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor
from evenhand.kit.words import Sentence, say
from evenhand.web.forms import Form

WORDS_FIRST: frozenset[Act] = frozenset({"pause", "rest", "extra"})
"""These leave the question with words typed: they are kept before anything else happens."""


class RoomForm(BaseModel):
    """What the room's form sends. `decline` is “I don’t know this one”; `change` the answer to open again."""

    question_id: UUID | None = None
    text: str = ""
    decline: Literal["", "1"] = ""
    act: Act | None = None
    extra: Literal["0", "50", "100"] = "0"
    change: UUID | None = None
    client_id: Annotated[str, Field(max_length=100)] = ""


async def do(
    form: Form[RoomForm], session: Session, *, actor: Actor, interview_id: UUID, vault: Vault, now: datetime
) -> Sentence | str:
    """Do what the form asks for. Returns the sentence to show beside the words where that cannot be, else nothing.

    A question that is not asked any more is no error: the page shows the one that is.
    """
    if form.value is None:
        return say("Load the page again, then send your answer once more.")
    try:
        await _do(form.value, session, actor=actor, interview_id=interview_id, vault=vault, now=now)
    except taking.NotThisQuestion:
        return ""
    except (
        taking.AnswerEmpty,
        taking.AnswerTooLong,
        pacing.NotAllAnswered,
        pacing.TimeUsedUp,
        pacing.ExtraTimeInUse,
    ) as refusal:
        return refusal.text
    return ""


async def _do(
    sent: RoomForm, session: Session, *, actor: Actor, interview_id: UUID, vault: Vault, now: datetime
) -> None:
    if sent.act or sent.change:
        await _act(sent, session, actor=actor, interview_id=interview_id, vault=vault, now=now)
    elif sent.question_id and sent.decline:
        await taking.decline(
            session,
            actor=actor,
            interview_id=interview_id,
            question_id=sent.question_id,
            review=True,
            vault=vault,
            now=now,
        )
    elif sent.question_id:
        await taking.answer(
            session,
            actor=actor,
            interview_id=interview_id,
            question_id=sent.question_id,
            text=sent.text,
            review=True,
            vault=vault,
            now=now,
        )


async def _act(
    sent: RoomForm, session: Session, *, actor: Actor, interview_id: UUID, vault: Vault, now: datetime
) -> None:
    act: Act = "change" if sent.change else sent.act or "go_on"
    if act in WORDS_FIRST and sent.question_id and sent.text:
        await taking.save_draft(
            session,
            actor=actor,
            interview_id=interview_id,
            question_id=sent.question_id,
            text=sent.text,
            vault=vault,
            now=now,
        )
    await pacing.act(
        session,
        actor=actor,
        interview_id=interview_id,
        act=act,
        question_id=sent.change,
        extra=int(sent.extra),
        vault=vault,
        now=now,
    )
