"""Answering: what the answer is made of, and keeping it as it grows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.domains.coaching.models import ChatMessage, ChatThread
from evenhand.domains.coaching.queries import chat as queries
from evenhand.domains.coaching.rules import chat as rules
from evenhand.domains.coaching.service.chat import made
from evenhand.domains.consents import service as consents
from evenhand.domains.jobs import queries as job_queries
from evenhand.domains.llm import service as llm
from evenhand.domains.resumes import queries as resume_queries
from evenhand.domains.resumes import service as resumes
from evenhand.domains.skills.rules import named, skill_name
from evenhand.engines.answering import Answered, Source, answer, guidance, resume_sources
from evenhand.engines.embeddings import e5, minilm
from evenhand.engines.skills import find_skills
from evenhand.external.llm import Message
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.languages import Languages
from evenhand.kit.words import Named, reading

MATERIAL_CHARS = 9_000
NAMES = {"en": "English", "ru": "Russian"}


@dataclass(frozen=True)
class Chosen:
    """What a person chose for a talk: the texts as they stand, the same cut for looking things up in, and the skills
    that the resume names, by id; None without a resume."""

    texts: Sequence[Source] = ()
    to_look_up: Sequence[Source] = ()
    skills: Collection[str] | None = None


@dataclass(frozen=True)
class Work:
    """An answer that is to be written: the question, what was said before, and what the person chose."""

    person_id: UUID
    message_id: UUID
    question: str
    before: Sequence[Message]
    chosen: Chosen

    @property
    def language(self) -> str:
        """Of the question."""
        return rules.language_of(self.question)


async def begin(
    session: Session,
    *,
    person_id: UUID,
    message_id: UUID,
    vault: Vault,
    languages: Languages,
    public_work: made.PublicWork,
    now: datetime,
) -> Work | None:
    """Take up an answer; None where there is nothing to do. What a killed worker had begun is ended as it stands."""
    row = await queries.message(session, person_id=person_id, message_id=message_id, lock=True)
    if row is None or row.state not in rules.OPEN:
        return None
    try:
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:
        return None
    if key.open_text(row.text_sealed, place(ChatMessage.text_sealed, row.id)):
        row.state, row.why, row.changed_at = "broken", rules.RESTARTED, now
        return None
    thread = await queries.thread(session, person_id=person_id, thread_id=row.thread_id)
    said = await queries.messages(session, person_id=person_id, thread_id=row.thread_id)
    row.state, row.changed_at = "writing", now
    told = [
        Message("user" if one.role == "me" else "assistant", text)
        for one in said
        if one.id < row.id and (text := key.open_text(one.text_sealed, place(ChatMessage.text_sealed, one.id)))
    ]
    with reading(languages[rules.language_of(told[-1].text)]):
        chosen = await _chosen(session, thread, vault=vault, public_work=public_work) if thread else Chosen()
    await session.flush()
    return Work(person_id, message_id, told[-1].text, told[-1 - rules.BEFORE : -1], chosen)


async def _chosen(session: Session, thread: ChatThread, *, vault: Vault, public_work: made.PublicWork) -> Chosen:
    """What the person chose, where it is still there and they let resumes be read."""
    texts: list[Source] = []
    to_look_up: list[Source] = []
    skills, name, title = None, "", ""
    person_id, purpose = thread.person_id, consents.Purpose.PROCESSING
    if thread.resume_id and await consents.allows(session, person_id=person_id, purpose=purpose):
        resume = await resume_queries.ready_resume(session, person_id=person_id, resume_id=thread.resume_id)
        if resume:
            profile = await resumes.open_profile(resume, vault=vault)
            name = await resumes.file_name(resume, vault=vault)
            texts.append(Source("resume", name, profile.document.text))
            to_look_up += resume_sources(name, profile.resume)
            skills = {one.skill_id for one in profile.skills} | {one.skill_id for one in profile.own_skills}
    if thread.job_id and (opening := await job_queries.published_job(session, job_id=thread.job_id)):
        job = opening.job
        asked = ", ".join(skill_name(one) for one in named(job.required_skills))
        title = f"{job.title}, {opening.company.name}"
        texts.append(Source("job", title, f"{title}\n{asked}\n\n{job.description}"))
        to_look_up.append(texts[-1])
    also = await made.texts(session, thread, resume=name, job=title, vault=vault, public_work=public_work)
    return Chosen([*texts, *also], [*to_look_up, *also], skills)


def question(work: Work) -> llm.Question:
    """What a language model is asked."""
    return llm.Question(
        "chat",
        work.person_id,
        llm.prompt("chat"),
        places={"language": NAMES[work.language]},
        materials=[llm.Material(one.kind, one.text[:MATERIAL_CHARS]) for one in work.chosen.texts],
        before=work.before,
        question=work.question,
        most_tokens=700,
    )


def lookup(work: Work) -> Answered:
    """What can be looked up, without a language model. By meaning too, where we have vectors of the language."""
    sources = [*guidance(work.language), *work.chosen.to_look_up]
    return answer(work.question, sources, embedder=minilm() if work.language == "en" else e5())


def missing(work: Work) -> list[Named]:
    """The skills that are asked about and that the chosen resume does not name. None where no resume was chosen."""
    known = work.chosen.skills
    if known is None:
        return []
    asked = dict.fromkeys(one.skill_id for one in find_skills(work.question))
    return [skill_name(one) for one in named(one for one in asked if one not in known)]


async def keep(
    session: Session,
    work: Work,
    *,
    text: str,
    state: rules.State,
    vault: Vault,
    now: datetime,
    engine: str = "",
    why: str = "",
    sources: Sequence[dict[str, Any]] = (),
) -> bool:
    """Keep an answer as far as it has come; whether to go on. It was deleted, or stopped, where not."""
    row = await queries.message(session, person_id=work.person_id, message_id=work.message_id, lock=True)
    if row is None or row.state not in rules.OPEN:
        return False
    try:
        key = await vault.key(work.person_id, work.person_id)
    except KeyDestroyed:
        return False
    row.text_sealed = key.seal_text(text[: rules.ANSWER_CHARS], place(ChatMessage.text_sealed, row.id))
    if sources:
        row.sources_sealed = key.seal_json(list(sources), place(ChatMessage.sources_sealed, row.id))
    row.state, row.why, row.changed_at = state, why, now
    row.engine = engine or row.engine
    if row.stop and state == "writing":
        row.state = "stopped"
    await session.flush()
    return row.state == "writing" and len(text) < rules.ANSWER_CHARS
