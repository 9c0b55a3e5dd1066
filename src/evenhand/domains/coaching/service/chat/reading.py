"""Showing talks: the list, one with all that was said, and what a person takes away."""

from datetime import datetime
from uuid import UUID

from evenhand.domains.coaching.models import ChatMessage, ChatThread
from evenhand.domains.coaching.queries import chat as queries
from evenhand.domains.coaching.rules import chat as rules
from evenhand.domains.coaching.schemas.chat import ContextOut, MessageOut, SourceOut, ThreadOut, ThreadSummary
from evenhand.domains.coaching.service.chat import made
from evenhand.domains.coaching.service.chat.talking import own
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.llm import service as llm
from evenhand.domains.resumes import queries as resume_queries
from evenhand.domains.resumes import service as resumes
from evenhand.kit.crypto import DataKey, KeyDestroyed, Vault
from evenhand.kit.cursor import cut, from_cursor
from evenhand.kit.db import Session, place
from evenhand.kit.held import Holding, Item
from evenhand.kit.permissions import Actor
from evenhand.kit.words import say


async def own_list(
    session: Session, *, actor: Actor, vault: Vault, cursor: str = "", limit: int
) -> tuple[list[ThreadSummary], str | None]:
    """One page of the caller's talks, the newest first, and the cursor of the next. Raises BadCursor."""
    after = from_cursor(cursor, UUID)
    rows = await queries.threads(session, person_id=actor.person, before=after[0] if after else None, limit=limit + 1)
    kept, following = cut(rows, limit, lambda row: (row.id,))
    key = await vault.key(actor.person, actor.person) if kept else None
    return [_summary(row, key) for row in kept if key], following


def _summary(row: ChatThread, key: DataKey) -> ThreadSummary:
    return ThreadSummary(
        id=row.id,
        title=key.open_text(row.title_sealed, place(ChatThread.title_sealed, row.id)),
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


async def shown(
    session: Session,
    *,
    actor: Actor,
    thread_id: UUID,
    vault: Vault,
    asking: llm.Asking,
    public_work: made.PublicWork,
    now: datetime,
) -> ThreadOut:
    """A talk with everything in it. Raises ThreadNotFound."""
    thread = await own(session, actor=actor, thread_id=thread_id)
    key = await vault.key(actor.person, actor.person)
    rows = await queries.messages(session, person_id=actor.person, thread_id=thread_id)
    without = await llm.standing(session, asking, person_id=actor.person)
    return ThreadOut(
        **_summary(thread, key).model_dump(),
        context=await _context(session, thread, vault=vault, public_work=public_work),
        messages=[message(row, key, now) for row in rows],
        without=without or "",
        standing=llm.WHY[without] if without else None,
    )


def message(row: ChatMessage, key: DataKey, now: datetime) -> MessageOut:
    """One message, opened."""
    state = rules.state_of(row.state, row.changed_at, now)
    kept = key.open_json(row.sources_sealed, place(ChatMessage.sources_sealed, row.id)) if row.sources_sealed else []
    return MessageOut(
        id=row.id,
        role="me" if row.role == "me" else "coach",
        text=key.open_text(row.text_sealed, place(ChatMessage.text_sealed, row.id)),
        state=state,
        engine=row.engine,
        remark=rules.remark(state, row.why, row.engine),
        sources=[SourceOut.model_validate(one) for one in kept],
        at=row.created_at,
    )


async def _context(session: Session, thread: ChatThread, *, vault: Vault, public_work: made.PublicWork) -> ContextOut:
    context = ContextOut()
    if thread.resume_id:
        resume = await resume_queries.resume(session, person_id=thread.person_id, resume_id=thread.resume_id)
        if resume:
            context.resume_id, context.resume = resume.id, await resumes.file_name(resume, vault=vault)
    if thread.job_id:
        opening = await job_queries.published_job(session, job_id=thread.job_id)
        if opening:
            context.job_id, context.job = opening.job.id, f"{opening.job.title}, {opening.company.name}"
    context.also = await made.there(session, thread, vault=vault, public_work=public_work)
    return context


async def held(session: Session, *, person_id: UUID, vault: Vault) -> Holding:
    """Every talk of a person, as they take it away."""
    try:
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:
        return Holding("chat", "chat", [])
    items = []
    for thread in await queries.threads(session, person_id=person_id):
        title = key.open_text(thread.title_sealed, place(ChatThread.title_sealed, thread.id))
        rows = await queries.messages(session, person_id=person_id, thread_id=thread.id)
        said = [message(row, key, thread.changed_at).model_dump(mode="json") for row in rows]
        items.append(
            Item(
                title=title,
                at=thread.created_at,
                href=f"/chat/{thread.id}",
                source=say("You, and the coach who answered"),
                act=(say("Read or delete it"), f"/chat/{thread.id}"),
                values={
                    "title": title,
                    "resume_id": thread.resume_id,
                    "job_id": thread.job_id,
                    "also": thread.also,
                    "messages": said,
                },
            )
        )
    return Holding("chat", "chat", items)
