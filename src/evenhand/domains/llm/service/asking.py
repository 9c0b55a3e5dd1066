"""Asking a language model for a feature: the one way there is.

    try:
        asked = await ask(asking, feature="review", person_id=person_id, prompt="review", shape=Reviewed,
                          places={"language": "English"}, materials=[Material("resume", document.text)])
    except Unanswered as refusal:
        ...  # go on with the built-in engine; refusal.why says it in a code, refusal.sentence in words

The model is asked outside any transaction. Before: agreement and budget, and the call is written down. After: what it
took, and sealed what was sent and said.
"""

import hashlib
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel

from evenhand.domains.consents import service as consents
from evenhand.domains.identity import service as identity
from evenhand.domains.llm import queries, rules
from evenhand.domains.llm.models import LlmCall
from evenhand.domains.llm.rules import WHY, Material, Prompt, Why
from evenhand.external.llm import (
    Answer,
    Away,
    Brief,
    CutOff,
    LanguageModels,
    Message,
    NotThere,
    Tally,
    Trouble,
    Unusable,
    Usage,
)
from evenhand.external.llm.endpoint import rough
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Database, Session, place
from evenhand.kit.endpoints import Budget
from evenhand.kit.ids import new_id
from evenhand.kit.words import Sentence

Shape = TypeVar("Shape", bound=BaseModel)
MILLION = Decimal(1_000_000)
MOST_CHARS = 60_000
"""Of all that is sent together; a longer resume is cut, which the model is told."""


class Unanswered(Exception):
    """There is no answer. Whoever asked does without, and shows the sentence."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(why))
        self.why = why

    @property
    def sentence(self) -> Sentence:
        """In words."""
        return WHY[self.why]


@dataclass(frozen=True)
class Asking:
    """What asking needs, put together by the wiring."""

    database: Database
    models: LanguageModels
    vault: Vault
    person_budget: Budget
    organisation_budget: Budget
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class Asked(Generic[Shape]):
    """A filled model, and where it comes from, as a manifest keeps it."""

    value: Shape
    provenance: Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """What is asked, for whom."""

    feature: str
    person_id: UUID
    prompt: Prompt
    org_id: UUID | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    materials: Sequence[Material] = ()
    before: Sequence[Message] = ()
    question: str = ""
    hide: Sequence[str] = ()
    most_tokens: int = 1_200

    @property
    def custodian(self) -> UUID:
        """Under whose key it is kept."""
        return self.org_id or self.person_id


@dataclass(frozen=True)
class Ticket:
    """A call that is written down and may be made."""

    call_id: UUID
    question: Question
    brief: Brief


async def ask(
    asking: Asking,
    *,
    feature: str,
    person_id: UUID,
    prompt: str,
    shape: type[Shape],
    materials: Sequence[Material] = (),
    places: Mapping[str, str] | None = None,
    org_id: UUID | None = None,
    hide: Sequence[str] = (),
    most_tokens: int = 1_200,
) -> Asked[Shape]:
    """A filled model about this person's texts. Call it where no transaction is open. Raises Unanswered.

    `prompt` names a file of `prompts/`, whose `places` are filled with words of ours; texts of people are `materials`.
    Contact details are taken out before anything is sent; `hide` names others, such as an address that was read.
    """
    question = Question(
        feature,
        person_id,
        rules.prompt(prompt),
        org_id=org_id,
        places=places or {},
        materials=materials,
        hide=hide,
        most_tokens=most_tokens,
    )
    ticket = await _begin(asking, question)
    try:
        filled = await asking.models.fill(ticket.brief, shape)
    except Trouble as trouble:
        await _failed(asking, ticket, trouble)
        raise Unanswered(_why(trouble)) from None
    except BaseException:  # stopped: the endpoint may have counted what was sent
        await _note(asking, ticket, "cut", Usage(_tokens(ticket.brief.messages), 0, estimated=True))
        raise
    await _answered(asking, ticket, filled.answer, repaired=filled.repaired)
    return Asked(filled.value, provenance(ticket, filled.answer, repaired=filled.repaired))


async def stream(asking: Asking, question: Question, tally: Tally) -> AsyncGenerator[str, None]:
    """The pieces of a text as it is written. Raises Unanswered, also in the middle; `tally` keeps what had come."""
    ticket = await _begin(asking, question)
    try:
        async with aclosing(asking.models.stream(ticket.brief, tally)) as pieces:
            async for piece in pieces:
                yield piece
    except Trouble as trouble:
        if tally.answer:
            await _answered(asking, ticket, tally.answer, state="cut", trouble=str(trouble))
        else:
            await _failed(asking, ticket, trouble)
        raise Unanswered(_why(trouble)) from None
    except BaseException:  # whoever reads has had enough
        answer = tally.answer or Answer("", "", "", Usage(_tokens(ticket.brief.messages), 0, estimated=True))
        await _answered(asking, ticket, answer, state="cut")
        raise
    if tally.answer:
        await _answered(asking, ticket, tally.answer)


async def standing(session: Session, asking: Asking, *, person_id: UUID) -> Why | None:
    """Why a language model cannot be asked for this person now, as far as is known before; None where it can."""
    found = asking.models.places()
    if not found:
        return Why.NOT_THERE
    if not any(one.own for one in found) and not await _may_leave(session, person_id):
        return Why.NOT_AGREED
    spent = await queries.spent_by_person(session, person_id=person_id, now=asking.clock())
    return None if rules.within(asking.person_budget, spent, tokens=1, cost=Decimal(0)) else Why.OVER_BUDGET


def provenance(ticket: Ticket, answer: Answer, *, repaired: bool = False) -> dict[str, Any]:
    """Who wrote it, asked by which prompt, with the hash of what came: for the manifest of what is made of it."""
    return {
        "call": str(ticket.call_id),
        "endpoint": answer.endpoint,
        "model": answer.model,
        "prompt": ticket.question.prompt.label,
        "prompt_sha256": ticket.question.prompt.digest,
        "reply_sha256": hashlib.sha256("\n".join(answer.raw).encode()).hexdigest(),
        "repaired": repaired,
    }


async def _begin(asking: Asking, question: Question) -> Ticket:
    """See whether it may be asked, and write it down with the most it may take. Raises Unanswered."""
    found = asking.models.places()
    if not found:
        raise Unanswered(Why.NOT_THERE)
    now = asking.clock()
    async with asking.database.transaction() as session:
        outside = await _may_leave(session, question.person_id)
        allowed = [one for one in found if outside or one.own]
        if not allowed:
            raise Unanswered(Why.NOT_AGREED)
        said = await _said(session, asking.vault, question)
        tokens = _tokens(said)
        cost = max(one.price_in * tokens + one.price_out * question.most_tokens for one in allowed) / MILLION
        await _afford(session, asking, question, tokens=tokens + question.most_tokens, cost=cost, now=now)
        row = LlmCall(
            id=new_id(),
            person_id=question.person_id,
            org_id=question.org_id,
            feature=question.feature,
            prompt=question.prompt.label,
            prompt_digest=question.prompt.digest,
            state="asked",
            outside=outside and not all(one.own for one in allowed),
            tokens_in=tokens,
            tokens_out=question.most_tokens,
            cost=cost,
            asked_at=now,
        )
        key = await asking.vault.key(question.person_id, question.custodian, create=True)
        kept = [{"role": one.role, "text": one.text} for one in said]
        row.sent_sealed = key.seal_json(kept, place(LlmCall.sent_sealed, row.id))
        session.add(row)
        await session.flush()
    return Ticket(row.id, question, Brief(said, most_tokens=question.most_tokens, outside=outside))


async def _may_leave(session: Session, person_id: UUID) -> bool:
    return await consents.allows(session, person_id=person_id, purpose=consents.Purpose.EXTERNAL_AI)


async def _said(session: Session, vault: Vault, question: Question) -> list[Message]:
    """What is sent: every text of a person without contact details, none longer than it may be."""
    known = await identity.contacts(session, ids=[question.person_id], vault=vault)
    names = [one.name for one in known.values()]
    hide = [*question.hide, *(one.email for one in known.values())]

    def clean(text: str) -> str:
        return rules.redact(text, names=names, hide=hide)

    room = MOST_CHARS // max(1, len(question.materials))
    materials = [Material(one.name, _cut(clean(one.text), room)) for one in question.materials]
    before = [Message(one.role, clean(one.text)) for one in question.before]
    return rules.messages(
        question.prompt,
        places=question.places,
        materials=materials,
        before=before,
        question=clean(question.question),
    )


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[:room]}\n[the rest was left out]"


async def _afford(
    session: Session, asking: Asking, question: Question, *, tokens: int, cost: Decimal, now: datetime
) -> None:
    await queries.one_at_a_time(session, ids=[question.custodian])
    if question.org_id:
        budget = asking.organisation_budget
        spent = await queries.spent_by_organisation(session, org_id=question.org_id, now=now)
    else:
        budget = asking.person_budget
        spent = await queries.spent_by_person(session, person_id=question.person_id, now=now)
    if not rules.within(budget, spent, tokens=tokens, cost=cost):
        raise Unanswered(Why.OVER_BUDGET)


def _tokens(said: Sequence[Message]) -> int:
    return sum(rough(one) for one in said)


def _why(trouble: Trouble) -> Why:
    match trouble:
        case NotThere():
            return Why.NOT_THERE
        case Unusable():
            return Why.UNUSABLE
        case Away() | CutOff() | _:
            return Why.AWAY


async def _failed(asking: Asking, ticket: Ticket, trouble: Trouble) -> None:
    state = "unusable" if isinstance(trouble, Unusable) else "away"
    answer = Answer("", trouble.endpoint, "", trouble.usage, tuple(trouble.raw))
    await _answered(asking, ticket, answer, state=state, trouble=str(trouble))


async def _answered(
    asking: Asking,
    ticket: Ticket,
    answer: Answer,
    *,
    state: str = "answered",
    trouble: str = "",
    repaired: bool = False,
) -> None:
    await _note(asking, ticket, state, answer.usage, answer, trouble=trouble, repaired=repaired)


async def _note(
    asking: Asking,
    ticket: Ticket,
    state: str,
    usage: Usage,
    answer: Answer | None = None,
    *,
    trouble: str = "",
    repaired: bool = False,
) -> None:
    """Write down how it went. Somebody who was erased meanwhile has no row any more, and no key."""
    async with asking.database.transaction() as session:
        row = await queries.call(session, person_id=ticket.question.person_id, call_id=ticket.call_id)
        if row is None:
            return
        row.state, row.trouble, row.repaired = state, trouble[:300], repaired
        row.tokens_in, row.tokens_out, row.cost = usage.tokens_in, usage.tokens_out, usage.cost
        row.estimated, row.ended_at = usage.estimated, asking.clock()
        if answer:
            row.endpoint, row.model = answer.endpoint, answer.model
            try:
                key = await asking.vault.key(ticket.question.person_id, ticket.question.custodian)
            except KeyDestroyed:
                return
            row.said_sealed = key.seal_json(list(answer.raw), place(LlmCall.said_sealed, row.id))
