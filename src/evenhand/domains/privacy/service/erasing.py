"""Erasing, carried out step by step by the worker once its day has come.

Every step can be done twice: what is noted of a copy before anything goes is what its certificate says afterwards.
Keys and files go before rows, so that a row that is still there leads to whatever is left of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from evenhand.domains.applications import queries as applications
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act, Object
from evenhand.domains.coaching import queries as coaching
from evenhand.domains.consents import queries as consents
from evenhand.domains.evaluation import queries as evaluation
from evenhand.domains.footprint import queries as footprint
from evenhand.domains.identity import queries as identity_queries
from evenhand.domains.identity import service as identity
from evenhand.domains.interviews import queries as interviews
from evenhand.domains.jobs import queries as jobs
from evenhand.domains.llm import queries as llm
from evenhand.domains.matching import queries as matching
from evenhand.domains.notifications import queries as notifications
from evenhand.domains.privacy import queries
from evenhand.domains.privacy.events import ErasureAsked
from evenhand.domains.privacy.models import Erasure, LegalHold
from evenhand.domains.privacy.rules import erasing as rules
from evenhand.domains.privacy.service.asking import certificate, only_admin_of
from evenhand.domains.resumes import queries as resumes
from evenhand.kit.background import forget, publish
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Session
from evenhand.kit.erasing import Erased, Eraser, Whose
from evenhand.kit.permissions import NOBODY

ERASERS: tuple[Eraser, ...] = (  # what refers to others goes first
    interviews.erase,
    evaluation.erase,
    coaching.erase,
    footprint.erase,
    applications.erase,
    matching.erase,
    jobs.erase,
    resumes.erase,
    llm.erase,
    notifications.erase,
    consents.erase,
    queries.erase,
    identity_queries.erase,
)
OVERDUE = timedelta(hours=1)


@dataclass(frozen=True)
class Copy:
    """One custodian's copy, and whose name stands on the certificate for it."""

    whose: Whose
    holder: str

    @property
    def org(self) -> str:
        """The organisation's id; empty for the person's own account."""
        return "" if self.whose.own else str(self.whose.custodian)


@dataclass(frozen=True)
class Plan:
    """What is to be done: the companies' copies first, the person's own last."""

    erasure_id: UUID
    reference: str
    person_id: UUID
    account: bool
    copies: Sequence[Copy]
    held: frozenset[UUID] = frozenset()
    by_company: str = ""


async def begin(session: Session, *, erasure_id: UUID, vault: Vault, now: datetime) -> Plan | None:
    """Begin, or go on where a worker was killed; None where there is nothing to do (yet). Signs the person out."""
    row = await queries.erasure(session, erasure_id=erasure_id, lock=True)
    if row is None or row.person_id is None or row.state not in rules.OPEN or row.due_at > now:
        return None
    await identity_queries.person_to_change(session, person_id=row.person_id)  # nobody sets a hold meanwhile
    account = row.what == "account"
    if account:
        may_stop = row.state == "asked" and row.cause != rules.RESTORED  # a backup brings back no key of theirs
        if may_stop and await only_admin_of(session, person_id=row.person_id):
            row.state, row.done_at = "stopped", now
            await identity.set_leaving(session, person_id=row.person_id, at=None)
            return None
        ended = rules.counted(await identity.shut_out(session, person_id=row.person_id))["erased"]
        row.report = {"begun": ended, **row.report}
    row.state = "erasing"
    copies = await _copies(session, row, person_id=row.person_id, vault=vault)
    holds = {one.org_id: one for one in await queries.holds(session, person_id=row.person_id)}
    kept = [(copy, holds[copy.whose.custodian]) for copy in copies if copy.whose.custodian in holds]
    row.report = {**row.report, "held": [_held(copy.holder, one) for copy, one in kept]}
    await session.flush()
    return Plan(
        row.id,
        row.reference,
        row.person_id,
        account,
        [copy for copy in copies if copy.whose.custodian not in holds],
        frozenset(copy.whose.custodian for copy, _ in kept),
        next((copy.holder for copy in copies), "") if row.cause not in {"person", rules.RESTORED} else "",
    )


def _held(holder: str, hold: LegalHold) -> dict[str, Any]:
    return {"holder": holder, "reason": hold.reason, "until": hold.ends_on.isoformat() if hold.ends_on else None}


async def _copies(session: Session, row: Erasure, *, person_id: UUID, vault: Vault) -> list[Copy]:
    if row.what not in {"account", "copy"}:
        return [Copy(Whose(person_id, person_id, row.what), "")]
    received = {org for org, _ in await applications.received_copies(session, person_id=person_id)}
    holders = {*received, *await vault.custodians(person_id)} - {person_id}
    holders &= {row.org_id} if row.org_id else holders
    companies = await identity_queries.organisations(session, ids=sorted(holders))
    copies = [
        Copy(Whose(person_id, one), companies[one].name if one in companies else str(one)) for one in sorted(holders)
    ]
    return [*copies, Copy(Whose(person_id, person_id), "")] if row.what == "account" else copies


async def files_of(session: Session, copy: Copy) -> list[str]:
    """Where an organisation keeps the files it received. A person's own are all those in their folder."""
    if copy.whose.own:
        return []
    about = {"person_id": copy.whose.person_id, "org_id": copy.whose.custodian}
    return [path for _, path in await applications.received_copies(session, **about)]


async def mails_of(session: Session, copy: Copy) -> list[str]:
    """By which ids mails to the person went out, where their account goes."""
    if not copy.whose.account:
        return []
    return [str(mail.id) for mail in await notifications.mails(session, person_id=copy.whose.person_id)]


def of_part(whose: Whose, paths: Sequence[str]) -> list[str]:
    """Which of a person's files go: all with the account, with their resumes all but exports, else none."""
    if whose.account:
        return list(paths)
    exports = f"{folder_of(whose.person_id)}/exports/"
    return [path for path in paths if not path.startswith(exports)] if whose.owns("resumes") else []


def folder_of(person_id: UUID) -> str:
    """Everything that is stored as a file for a person's own account."""
    return f"people/{person_id}"


async def note_copy(session: Session, plan: Plan, copy: Copy, *, keys: int, files: int) -> bool:
    """Note what is about to go, before it goes; False where it is gone already."""
    row = await queries.erasure(session, erasure_id=plan.erasure_id, lock=True)
    if row is None:
        return False
    known = rules.part_of(row.report, copy.org)
    if known is None:
        begun = row.report.get("begun", []) if copy.whose.account else []
        part = {**rules.started(copy.holder, copy.org, keys=keys, files=files), "erased": begun}
        _keep(row, [*row.report.get("copies", []), part])
        await session.flush()
    return known is None or not known["done"]


def _keep(row: Erasure, copies: list[dict[str, Any]]) -> None:
    row.report = {**row.report, "copies": copies}


async def erase_rows(session: Session, plan: Plan, copy: Copy, *, now: datetime) -> None:
    """Take a copy's rows away, what waits in the queue for them too, and note how many; of an account all but its row.

    The audit log of the organisation is told.
    """
    erased = [one for eraser in ERASERS for one in await eraser(session, whose=copy.whose)]
    await forget(session, ids=[part for one in erased if not one.column for part in one.ids])
    if not copy.whose.own:
        await _note(session, plan, copy, erased)
        about = (Object.ERASURE, plan.erasure_id)
        audit.record(session, Act.ERASURE_DONE, actor=NOBODY, org_id=copy.whose.custodian, about=about, now=now)
        return
    await _note(session, plan, copy, erased, done=not plan.account)


async def _note(session: Session, plan: Plan, copy: Copy, erased: Sequence[Erased], *, done: bool = True) -> None:
    row = await queries.erasure(session, erasure_id=plan.erasure_id, lock=True)
    known = rules.part_of(row.report, copy.org) if row else None
    if row is None or known is None or known["done"]:
        return
    before = {(one["table"], one.get("column", "")) for one in [*known["erased"], *known["unnamed"]] if one["rows"]}
    found = rules.counted(one for one in erased if (one.table, one.column) not in before)
    old_erased = [one for one in known["erased"] if (one["table"], "") in before]
    old_unnamed = [one for one in known["unnamed"] if (one["table"], one["column"]) in before]
    part = {
        **known,
        "done": done,
        "erased": [*old_erased, *found["erased"]],
        "unnamed": [*old_unnamed, *found["unnamed"]],
    }
    _keep(row, [part if one["org"] == copy.org else one for one in row.report["copies"]])
    await session.flush()


async def finish(session: Session, plan: Plan, *, now: datetime) -> None:
    """Take the person's row away, if it was the whole account; seal the certificate, and tell the audit log."""
    row = await queries.erasure(session, erasure_id=plan.erasure_id, lock=True)
    if row is None or row.state != "erasing":
        return
    if plan.account:
        await _erase_person(session, plan, now=now)
        await session.refresh(row)
    row.state, row.done_at = ("held", None) if plan.held else ("done", now)
    await session.flush()
    if plan.held and not plan.account:
        return  # nothing was done yet
    told = {"certificate": rules.fingerprint(certificate(row))[:40]}
    audit.record(session, Act.ERASURE_DONE, actor=NOBODY, about=(Object.ERASURE, row.id), after=told, now=now)


async def _erase_person(session: Session, plan: Plan, *, now: datetime) -> None:
    for other in await queries.own_erasures(session, person_id=plan.person_id, limit=None):
        if other.id != plan.erasure_id and other.state in rules.OPEN:
            other.state, other.done_at = "cancelled", now  # nothing is left of what it was about
    await session.flush()
    people = await identity_queries.people(session, ids=[plan.person_id])
    indexes = [one.email_index.hex() for one in people.values()]
    keep = bool(plan.held)
    done = [] if keep else [await queries.leave_unnamed(session, person_id=plan.person_id)]
    done.append(await identity_queries.erase_person(session, person_id=plan.person_id, keep=keep))
    await forget(session, ids=[str(plan.person_id), *indexes])
    await _note(session, plan, Copy(Whose(plan.person_id, plan.person_id), ""), done, done=not keep)


async def contact_of(session: Session, plan: Plan, *, vault: Vault) -> identity.Contact | None:
    """Where the last mail goes; None once their key is gone, when it has been sent."""
    return (await identity.contacts(session, ids=[plan.person_id], vault=vault)).get(plan.person_id)


async def again(session: Session, *, now: datetime) -> int:
    """Hand out once more what should have been done and was not, whatever stood in the way; how many that were."""
    late = await queries.overdue(session, before=now - OVERDUE)
    for hold in await queries.holds_over(session, today=now.date()):
        hold.lifted_at = now
        about = (Object.HOLD, hold.id)
        audit.record(session, Act.HOLD_ENDED, actor=NOBODY, org_id=hold.org_id, about=about, now=now)
        late = [*late, *await queries.waiting_on_holds(session, person_id=hold.person_id)]
    for erasure_id in late:
        await publish(session, ErasureAsked(erasure_id=erasure_id))
    return len(late)
