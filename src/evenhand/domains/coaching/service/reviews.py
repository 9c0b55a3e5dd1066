"""Reviews of resumes: asked for, made in the background, kept sealed, shown. The same resume is reviewed once."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter

from evenhand.domains.coaching.events import ReviewAsked
from evenhand.domains.coaching.models import ResumeReview
from evenhand.domains.coaching.queries import reviews as queries
from evenhand.domains.coaching.rules.refining import Refined
from evenhand.domains.coaching.rules.reviews import ShownReview
from evenhand.domains.consents import service as consents
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes import service as resume_service
from evenhand.domains.resumes.models import Resume
from evenhand.engines.reviewing import Facts, Review, facts_of, fingerprint
from evenhand.kit import asked
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import IntegrityError, Session, place
from evenhand.kit.errors import Conflict
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import say

REVIEW_RATE = Rate("review-resume", times=30, seconds=600)
EXPORT_RATE = Rate("export-paper", times=60, seconds=600)
PATIENCE = timedelta(minutes=5)  # a language model of one's own machine is slow
_REVIEW: TypeAdapter[Review] = TypeAdapter(Review)


class NoReview(Conflict):
    """There is no review to take away yet."""

    code, message = "no_review", say("This resume has not been reviewed yet. Have it reviewed first.")


async def ask(session: Session, *, actor: Actor, resume_id: UUID, now: datetime) -> ResumeReview:
    """Have a resume reviewed, in the background. Asking twice is asking once.

    Raises ResumeNotFound, ResumeNotReady, and ConsentNeeded where the person stopped it.
    """
    resume = await resume_to_work_on(session, actor=actor, resume_id=resume_id)
    row = await queries.review(session, person_id=actor.person, resume_id=resume_id, lock=True)
    if row is None:
        row = await _begin(session, resume, now=now)
    elif asked.is_made(row, now, patience=PATIENCE):
        return row
    asked.ask_for(row, now)
    await session.flush()
    await publish(session, ReviewAsked(resume_id=resume_id, person_id=actor.person))
    return row


async def resume_to_work_on(session: Session, *, actor: Actor, resume_id: UUID) -> Resume:
    """The caller's resume, held until the end, where it was read and they let resumes be processed.

    Raises ResumeNotFound, ResumeNotReady and ConsentNeeded.
    """
    await consents.require(session, person_id=actor.person, purpose=consents.Purpose.PROCESSING)
    resume = await resumes.resume(session, person_id=actor.person, resume_id=resume_id, lock=True)
    if resume is None:
        raise resume_service.ResumeNotFound
    if resume.state != "ready":
        raise resume_service.ResumeNotReady
    return resume


async def _begin(session: Session, resume: Resume, *, now: datetime) -> ResumeReview:
    row = ResumeReview(id=new_id(), person_id=resume.person_id, resume_id=resume.id)
    asked.ask_for(row, now)
    session.add(row)
    await session.flush()
    return row


async def to_make(session: Session, *, person_id: UUID, resume_id: UUID, vault: Vault, now: datetime) -> Facts | None:
    """What is to be reviewed; None where there is nothing to do: gone, stopped, not read, or reviewed as it stands."""
    if not await consents.allows(session, person_id=person_id, purpose=consents.Purpose.PROCESSING):
        return None
    resume = await resumes.resume(session, person_id=person_id, resume_id=resume_id)
    if resume is None or resume.state != "ready":
        return None
    try:
        facts = await _facts(resume, vault=vault)
    except KeyDestroyed:  # being erased
        return None
    try:
        async with session.begin_nested():
            row = await queries.review(session, person_id=person_id, resume_id=resume_id, lock=True)
            row = row or await _begin(session, resume, now=now)
    except IntegrityError:  # another worker began it, and will end it
        return None
    if row.review_sealed is not None and row.inputs == fingerprint(facts):
        asked.done(row)
        await session.flush()
        return None
    asked.ask_for(row, now)
    await session.flush()
    return facts


async def _facts(resume: Resume, *, vault: Vault) -> Facts:
    opened = await resume_service.open_profile(resume, vault=vault)
    return facts_of(
        document=opened.document,
        resume=opened.resume,
        evidence=opened.evidence,
        skills=opened.skills,
        language=opened.language,
        own=opened.own,
    )


async def keep(
    session: Session, *, person_id: UUID, resume_id: UUID, facts: Facts, made: Review, vault: Vault, now: datetime
) -> None:
    """Keep a review that was made. One of a resume that was deleted in the meantime is let go."""
    row = await queries.review(session, person_id=person_id, resume_id=resume_id, lock=True)
    if row is None:
        return
    key = await vault.key(person_id, person_id)
    row.review_sealed = key.seal_json(made.to_dict(), place(ResumeReview.review_sealed, row.id))
    row.score, row.seal = made.score, made.seal
    asked.done(row)
    row.inputs, row.made_at = fingerprint(facts), now
    row.refined_sealed = None
    await session.flush()


async def to_refine(session: Session, *, person_id: UUID, resume_id: UUID, vault: Vault, now: datetime) -> Facts | None:
    """What a language model may be asked about: a resume with a review of it as it stands, to which none answered."""
    if not await consents.allows(session, person_id=person_id, purpose=consents.Purpose.PROCESSING):
        return None
    resume = await resumes.resume(session, person_id=person_id, resume_id=resume_id)
    row = await queries.review(session, person_id=person_id, resume_id=resume_id, lock=True)
    if resume is None or resume.state != "ready" or row is None or row.state != "ready":
        return None
    try:
        facts, before = await _facts(resume, vault=vault), await open_refined(row, vault=vault)
    except KeyDestroyed:
        return None
    if before.provenance or row.inputs != fingerprint(facts):
        return None
    asked.ask_for(row, now)  # the review is shown meanwhile
    await session.flush()
    return facts


async def keep_refined(
    session: Session, refined: Refined, *, person_id: UUID, resume_id: UUID, facts: Facts, vault: Vault
) -> None:
    """Keep what a language model added beside the review, whose score, rules and seal stay as they are."""
    row = await queries.review(session, person_id=person_id, resume_id=resume_id, lock=True)
    if row is None or row.inputs != fingerprint(facts):
        return
    asked.done(row)
    try:
        key = await vault.key(person_id, person_id)
    except KeyDestroyed:
        return
    row.refined_sealed = key.seal_json(refined.to_json(), place(ResumeReview.refined_sealed, row.id))
    await session.flush()


async def open_refined(row: ResumeReview, *, vault: Vault) -> Refined:
    """What a language model added to the review in a row; empty where none was asked."""
    if row.refined_sealed is None:
        return Refined()
    key = await vault.key(row.person_id, row.person_id)
    return Refined.of(key.open_json(row.refined_sealed, place(ResumeReview.refined_sealed, row.id)))


async def give_up(session: Session, *, person_id: UUID, resume_id: UUID) -> None:
    """Say that it did not work; the person can ask again."""
    if asked.give_up(await queries.review(session, person_id=person_id, resume_id=resume_id, lock=True)):
        await session.flush()


async def open_review(row: ResumeReview, *, vault: Vault) -> Review | None:
    """The review in a row; None before the first was made."""
    if row.review_sealed is None:
        return None
    key = await vault.key(row.person_id, row.person_id)
    return _REVIEW.validate_python(key.open_json(row.review_sealed, place(ResumeReview.review_sealed, row.id)))


async def state(session: Session, *, actor: Actor, resume_id: UUID, now: datetime) -> str:
    """How far the review of a resume is: none, generating, ready, failed. Raises ResumeNotFound."""
    if await resumes.resume(session, person_id=actor.person, resume_id=resume_id) is None:
        raise resume_service.ResumeNotFound
    row = await queries.review(session, person_id=actor.person, resume_id=resume_id)
    return asked.told(row, now, patience=PATIENCE)


async def shown(session: Session, *, actor: Actor, resume_id: UUID, vault: Vault, now: datetime) -> ShownReview:
    """The review of the caller's own resume, and how far it is. Raises ResumeNotFound and ResumeNotReady."""
    resume = await resumes.resume(session, person_id=actor.person, resume_id=resume_id)
    if resume is None:
        raise resume_service.ResumeNotFound
    facts = await _facts(resume, vault=vault)
    row = await queries.review(session, person_id=actor.person, resume_id=resume_id)
    made = await open_review(row, vault=vault) if row else None
    return ShownReview(
        resume_id=resume.id,
        resume_name=await resume_service.file_name(resume, vault=vault),
        state=asked.told(row, now, patience=PATIENCE),
        review=made,
        made_at=row.made_at if row else None,
        outdated=bool(row and made and row.state == "ready" and row.inputs != fingerprint(facts)),
        facts=facts,
        refined=await open_refined(row, vault=vault) if row else Refined(),
    )
