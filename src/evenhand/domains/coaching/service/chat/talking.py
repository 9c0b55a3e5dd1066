"""What the person does: starting a talk, choosing what it is about, saying something, stopping an answer, deleting."""

from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.coaching.events import ChatAsked
from evenhand.domains.coaching.models import ChatMessage, ChatThread
from evenhand.domains.coaching.queries import chat as queries
from evenhand.domains.coaching.rules import chat as rules
from evenhand.domains.coaching.schemas.chat import MessageIn, ThreadChange, ThreadIn
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.resumes import queries as resume_queries
from evenhand.kit.background import publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session, place
from evenhand.kit.errors import Conflict, NotFound
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import say, tell

SAY_RATE = Rate("chat", times=60, seconds=3600)
SAME_WITHIN = timedelta(seconds=10)  # whoever presses a button twice does it sooner
NEW = say("New talk")


class ThreadNotFound(NotFound):
    """No such talk of the caller's own."""

    code, message = "chat_not_found", say("This talk is not here. It may have been deleted.")


class MessageNotFound(NotFound):
    """No such message in this talk."""

    code, message = "chat_message_not_found", say("This message is not here.")


class ContextNotFound(NotFound):
    """No such resume of the caller's own that has been read, or no such job."""

    code, message = "chat_context_not_found", say("This resume or job is not here any more. Choose another one.")


class StillWriting(Conflict):
    """One answer at a time."""

    code, message = "chat_still_writing", say("The coach is still writing. Wait for the answer, or stop it.")


class TooManyThreads(Conflict):
    """As many talks as there may be."""

    code, message = "chat_too_many", say("You have as many talks as there may be. Delete one you do not need.")


class ThreadFull(Conflict):
    """As many messages as a talk may have."""

    code, message = "chat_full", say("This talk is as long as it may be. Start another one.")


async def own(session: Session, *, actor: Actor, thread_id: UUID, lock: bool = False) -> ChatThread:
    """One of the caller's talks. Raises ThreadNotFound."""
    found = await queries.thread(session, person_id=actor.person, thread_id=thread_id, lock=lock)
    if found is None:
        raise ThreadNotFound
    return found


async def start(session: Session, wanted: ThreadIn, *, actor: Actor, vault: Vault, now: datetime) -> ChatThread:
    """Start a talk. The same form sent twice starts one. Raises TooManyThreads, ContextNotFound."""
    if await queries.to_add(session, person_id=actor.person) >= rules.MOST_THREADS:
        raise TooManyThreads
    newest = next(iter(await queries.threads(session, person_id=actor.person, limit=1)), None)
    unused = newest and newest.created_at > now - SAME_WITHIN and newest.changed_at == newest.created_at
    before = (newest.resume_id, newest.job_id, sorted(newest.also)) if newest else None
    if newest and unused and before == (wanted.resume_id, wanted.job_id, sorted(set(wanted.also))):
        return newest
    await _check(session, wanted, actor=actor)
    key = await vault.key(actor.person, actor.person, create=True)
    thread_id = new_id()
    thread = ChatThread(
        id=thread_id,
        person_id=actor.person,
        title_sealed=key.seal_text(tell(NEW), place(ChatThread.title_sealed, thread_id)),
        resume_id=wanted.resume_id,
        job_id=wanted.job_id,
        also=sorted(set(wanted.also)),
        created_at=now,
        changed_at=now,
    )
    session.add(thread)
    await session.flush()
    return thread


async def _check(session: Session, wanted: ThreadIn, *, actor: Actor) -> None:
    if wanted.resume_id:
        found = await resume_queries.ready_resume(session, person_id=actor.person, resume_id=wanted.resume_id)
        if found is None:
            raise ContextNotFound
    if wanted.job_id and await job_queries.published_job(session, job_id=wanted.job_id) is None:
        raise ContextNotFound


async def change(
    session: Session, wanted: ThreadChange, *, actor: Actor, thread_id: UUID, vault: Vault, now: datetime
) -> None:
    """Another title or context. Raises ThreadNotFound, ContextNotFound."""
    thread = await own(session, actor=actor, thread_id=thread_id, lock=True)
    await _check(session, wanted, actor=actor)
    key = await vault.key(actor.person, actor.person)
    thread.title_sealed = key.seal_text(wanted.title, place(ChatThread.title_sealed, thread.id))
    thread.resume_id, thread.job_id, thread.changed_at = wanted.resume_id, wanted.job_id, now
    thread.also = sorted(set(wanted.also))
    await session.flush()


async def put(
    session: Session, said: MessageIn, *, actor: Actor, thread_id: UUID, vault: Vault, now: datetime
) -> tuple[ChatMessage, ChatMessage]:
    """Say something; the answer is written in the background. Said twice at once, it is said once.

    Returns the message and what becomes its answer. Raises ThreadNotFound, StillWriting, ThreadFull.
    """
    thread = await own(session, actor=actor, thread_id=thread_id, lock=True)
    rows = await queries.messages(session, person_id=actor.person, thread_id=thread_id)
    key = await vault.key(actor.person, actor.person)
    if rows and rules.state_of(rows[-1].state, rows[-1].changed_at, now) in rules.OPEN:
        before = key.open_text(rows[-2].text_sealed, place(ChatMessage.text_sealed, rows[-2].id))
        if before == said.text and rows[-2].created_at > now - SAME_WITHIN:
            return rows[-2], rows[-1]
        raise StillWriting
    if len(rows) + 2 > rules.MOST_MESSAGES:
        raise ThreadFull
    made = []
    for role, state, text in (("me", "said", said.text), ("you", "waiting", "")):
        row_id = new_id()
        made.append(
            ChatMessage(
                id=row_id,
                thread_id=thread_id,
                person_id=actor.person,
                role=role,
                state=state,
                stop=False,
                why="",
                engine="",
                text_sealed=key.seal_text(text, place(ChatMessage.text_sealed, row_id)),
                created_at=now,
                changed_at=now,
            )
        )
    if not rows and thread.changed_at == thread.created_at:
        thread.title_sealed = key.seal_text(rules.title_of(said.text), place(ChatThread.title_sealed, thread.id))
    thread.changed_at = now
    session.add_all(made)
    await session.flush()
    await publish(session, ChatAsked(person_id=actor.person, message_id=made[1].id))
    return made[0], made[1]


async def check_answer(
    session: Session, *, actor: Actor, thread_id: UUID, message_id: UUID, lock: bool = False
) -> ChatMessage:
    """An answer in one of the caller's talks. Raises MessageNotFound."""
    row = await queries.message(session, person_id=actor.person, message_id=message_id, lock=lock)
    if row is None or row.thread_id != thread_id or row.role != "you":
        raise MessageNotFound
    return row


async def stop(session: Session, *, actor: Actor, thread_id: UUID, message_id: UUID) -> None:
    """Ask that an answer be written no further. Stopping what has ended does nothing. Raises MessageNotFound."""
    row = await check_answer(session, actor=actor, thread_id=thread_id, message_id=message_id, lock=True)
    if row.state == "waiting":  # nobody has begun
        row.state = "stopped"
    row.stop = row.stop or row.state == "writing"
    await session.flush()


async def delete(session: Session, *, actor: Actor, thread_id: UUID) -> None:
    """Take a talk away with everything in it. Raises ThreadNotFound."""
    await session.delete(await own(session, actor=actor, thread_id=thread_id, lock=True))
    await session.flush()
