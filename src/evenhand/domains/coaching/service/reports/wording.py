"""The sentences of a career report by a language model: asked for, checked, kept beside the report, which stays as it
is (docs/decisions/0028, 0033)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.domains.coaching.events import WordingWanted
from evenhand.domains.coaching.models import ReportWording
from evenhand.domains.coaching.queries import reports as queries
from evenhand.domains.coaching.rules import report_telling as rules
from evenhand.domains.coaching.rules.refining import Refined, Statement
from evenhand.domains.coaching.rules.reports import ShownWording
from evenhand.domains.coaching.service import reviews
from evenhand.domains.coaching.service.reports.asking import NoReport
from evenhand.domains.coaching.service.reports.making import open_report
from evenhand.domains.consents import service as consents
from evenhand.domains.resumes import queries as resumes
from evenhand.domains.resumes.service import ResumeNotFound
from evenhand.engines.career import Outlook
from evenhand.engines.tailoring import Source
from evenhand.kit import asked
from evenhand.kit.background import publish
from evenhand.kit.crypto import KeyDestroyed, Vault
from evenhand.kit.db import Session, place
from evenhand.kit.ids import new_id
from evenhand.kit.languages import Languages
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rate
from evenhand.kit.words import reader, reading

WORDING_RATE = Rate("career-report-wording", times=20, seconds=600)
PATIENCE = timedelta(minutes=5)  # a language model of one's own machine is slow


@dataclass(frozen=True)
class Work:
    """What a language model is asked, in which language."""

    person_id: UUID
    resume_id: UUID
    statements: Sequence[Statement]
    sources: Sequence[Source]
    language: str


async def ask(session: Session, *, actor: Actor, resume_id: UUID, now: datetime) -> ReportWording:
    """Have the report on the caller's resume worded in the language they read, in the background. Asking twice is
    asking once. Raises ResumeNotFound, ResumeNotReady, NoReport, and ConsentNeeded where the person stopped it."""
    await reviews.resume_to_work_on(session, actor=actor, resume_id=resume_id)
    report = await queries.report(session, person_id=actor.person, resume_id=resume_id)
    if report is None or report.report_sealed is None:
        raise NoReport
    row = await queries.wording(session, person_id=actor.person, resume_id=resume_id, lock=True)
    if row is None:
        row = ReportWording(id=new_id(), person_id=actor.person, resume_id=resume_id)
        session.add(row)
    elif asked.is_made(row, now, patience=PATIENCE):
        return row
    asked.ask_for(row, now)
    row.language = reader().tag
    await session.flush()
    await publish(session, WordingWanted(resume_id=resume_id, person_id=actor.person))
    return row


async def begin(
    session: Session, *, person_id: UUID, resume_id: UUID, vault: Vault, languages: Languages
) -> Work | None:
    """What is to be asked; None where there is nothing to do: gone, stopped, or asked and answered before."""
    row = await queries.wording(session, person_id=person_id, resume_id=resume_id, lock=True)
    report = await queries.report(session, person_id=person_id, resume_id=resume_id)
    if row is None or report is None:
        return None
    if not await consents.allows(session, person_id=person_id, purpose=consents.Purpose.PROCESSING):
        asked.fail(row, "stopped")
        await session.flush()
        return None
    try:
        outlook, before = await open_report(report, vault=vault), await opened(row, vault=vault)
    except KeyDestroyed:  # being erased: this goes too
        return None
    with reading(languages[row.language]):
        statements = rules.statements(outlook) if outlook else []
    if before.provenance and row.inputs == rules.mark_of(statements):
        asked.done(row)
        await session.flush()
        return None
    return Work(person_id, resume_id, statements, rules.sources_of(statements), row.language)


async def keep(session: Session, work: Work, by: Refined, *, vault: Vault, now: datetime) -> None:
    """Keep what passed. A report that changed meanwhile shows those wordings that still fit."""
    row = await queries.wording(session, person_id=work.person_id, resume_id=work.resume_id, lock=True)
    if row is None:
        return
    try:
        key = await vault.key(work.person_id, work.person_id)
    except KeyDestroyed:
        return
    row.refined_sealed = key.seal_json(by.to_json(), place(ReportWording.refined_sealed, row.id))
    row.inputs, row.made_at = rules.mark_of(work.statements), now
    asked.done(row)
    await session.flush()


async def give_up(session: Session, *, person_id: UUID, resume_id: UUID) -> None:
    """Say that it did not work; the person can ask again."""
    if asked.give_up(await queries.wording(session, person_id=person_id, resume_id=resume_id, lock=True)):
        await session.flush()


async def state(session: Session, *, actor: Actor, resume_id: UUID, now: datetime) -> str:
    """How far it is: none, generating, ready, failed; failed too where it takes too long. Raises ResumeNotFound."""
    if await resumes.resume(session, person_id=actor.person, resume_id=resume_id) is None:
        raise ResumeNotFound
    row = await queries.wording(session, person_id=actor.person, resume_id=resume_id)
    return asked.told(row, now, patience=PATIENCE)


async def shown(
    session: Session, outlook: Outlook, *, person_id: UUID, resume_id: UUID, vault: Vault, now: datetime
) -> ShownWording:
    """How far it is, what came of it, and whether that was about the report as it stands, in the reader's language."""
    row = await queries.wording(session, person_id=person_id, resume_id=resume_id)
    by = await opened(row, vault=vault) if row else Refined()
    current = bool(row and by.provenance and row.inputs == rules.mark_of(rules.statements(outlook)))
    return ShownWording(asked.told(row, now, patience=PATIENCE), rules.standing(outlook, by, current=current), current)


async def opened(row: ReportWording, *, vault: Vault) -> Refined:
    """What a language model said, as far as it passed; empty before it was asked."""
    if row.refined_sealed is None:
        return Refined()
    key = await vault.key(row.person_id, row.person_id)
    return Refined.of(key.open_json(row.refined_sealed, place(ReportWording.refined_sealed, row.id)))
