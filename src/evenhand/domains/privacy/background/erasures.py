"""Carries erasures out, and writes to the person: when one was asked for, and for the last time when it is done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from evenhand.domains.identity import service as identity
from evenhand.domains.notifications import service as notifications
from evenhand.domains.notifications.rules import Letter, Link
from evenhand.domains.privacy import service
from evenhand.domains.privacy.events import ErasureAsked, ErasureWaits
from evenhand.domains.privacy.service import erasing
from evenhand.domains.privacy.service.erasing import Copy, Plan
from evenhand.external.email import Letter as Sent
from evenhand.external.email import Mailer
from evenhand.external.storage import Files
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database, Session
from evenhand.kit.languages import Languages
from evenhand.kit.settings import Settings
from evenhand.kit.words import say

followers = Followers()

HELD = say("A company has to keep its copy for now. Your certificate says which and why, and when that is over.")


@followers.on(ErasureWaits)
async def tell(
    fact: ErasureWaits,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Say until when it can be called off, since it may not have been the person who asked."""
    async with database.transaction() as session:
        row = await service.waiting_erasure(session, **fact.model_dump())
        contact = (await identity.contacts(session, ids=[fact.person_id], vault=vault)).get(fact.person_id)
        if row is None or contact is None:
            return
        account = row.what == "account"
        letter = Letter(
            contact.name,
            say("Your account will be erased") if account else say("What a company holds about you will be erased"),
            (
                say("You asked for your account to be erased. That will be done after %(day)s.", day=row.due_at)
                if account
                else say("You asked for a company’s copy to be erased. It goes after %(day)s.", day=row.due_at),
                say(
                    "Until then one click calls it off. If it was not you who asked, do that and change your password."
                ),
                Link(say("Keep it"), f"{settings.public_url}/account/data"),
            ),
        )
        await notifications.queue_mail(
            session,
            person_id=fact.person_id,
            to=contact.email,
            letter=letter,
            kind="erasure-asked",
            cause=row.id,
            tongue=languages[contact.language],
            settings=settings,
            vault=vault,
            now=clock(),
        )


async def without_mail(fact: ErasureAsked, **needs: object) -> None:
    """No server took the last mail. Somebody who wants to be erased does not wait for that any longer."""
    await _carry_out(fact, write=False, **needs)  # type: ignore[arg-type]  # the needs are those of `erase`


@followers.on(ErasureAsked, retries=10, gave_up=without_mail)
async def erase(
    fact: ErasureAsked,
    *,
    database: Database,
    vault: Vault,
    files: Files,
    mailer: Mailer,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Erase what was asked for. A worker that was killed leaves it to the next, which goes on where it was."""
    await _carry_out(
        fact,
        write=True,
        database=database,
        vault=vault,
        files=files,
        mailer=mailer,
        settings=settings,
        languages=languages,
        clock=clock,
    )


async def _carry_out(
    fact: ErasureAsked,
    *,
    write: bool,
    database: Database,
    vault: Vault,
    files: Files,
    mailer: Mailer,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    async with database.transaction() as session:
        plan = await erasing.begin(session, erasure_id=fact.erasure_id, vault=vault, now=clock())
    if plan is None:
        return
    for copy in plan.copies:
        await _erase_copy(plan, copy, database=database, vault=vault, files=files, mailer=mailer, now=clock())
    if plan.account:
        async with database.transaction() as session:
            contact = await erasing.contact_of(session, plan, vault=vault)
        if contact and write:
            await mailer.send(_last(plan, contact, settings=settings, languages=languages, now=clock()))
        for custodian in set(await vault.custodians(plan.person_id)) - plan.held:
            await vault.destroy(plan.person_id, custodian)
    async with database.transaction() as session:
        await erasing.finish(session, plan, now=clock())
        if plan.by_company and not plan.held:
            await _tell_of_copy(session, plan, vault=vault, settings=settings, languages=languages, now=clock())


async def _erase_copy(
    plan: Plan, copy: Copy, *, database: Database, vault: Vault, files: Files, mailer: Mailer, now: datetime
) -> None:
    """One custodian's copy: noted, its key destroyed, its files and then its rows deleted. The key of the person's own
    account is left for the last mail."""
    whose = copy.whose
    async with database.transaction() as session:
        paths = await erasing.files_of(session, copy)
        sent = await erasing.mails_of(session, copy)
    if whose.own:
        paths = erasing.of_part(whose, await files.under(erasing.folder_of(whose.person_id)))
    known = await vault.custodians(whose.person_id)
    keys = [one for one in known if one == whose.custodian and not whose.part]
    async with database.transaction() as session:
        if not await erasing.note_copy(session, plan, copy, keys=len(keys), files=len(paths)):
            return
    if not whose.own:
        await vault.destroy(whose.person_id, whose.custodian)
    for path in paths:
        await files.delete(path)
    await mailer.forget(sent)
    async with database.transaction() as session:
        await erasing.erase_rows(session, plan, copy, now=now)


async def _tell_of_copy(
    session: Session, plan: Plan, *, vault: Vault, settings: Settings, languages: Languages, now: datetime
) -> None:
    """Say that a company erased its copy, which it did of itself."""
    contact = await erasing.contact_of(session, plan, vault=vault)
    if contact is None:
        return
    letter = Letter(
        contact.name,
        say("%(company)s has erased what it held about you", company=plan.by_company),
        (
            say("Your applications to %(company)s and what came of them are gone there.", company=plan.by_company),
            say("Your account and your resumes are as they were."),
            Link(say("The certificate"), f"{settings.public_url}/erasures/{plan.reference}"),
        ),
    )
    await notifications.queue_mail(
        session,
        person_id=plan.person_id,
        to=contact.email,
        letter=letter,
        kind="copy-erased",
        cause=plan.erasure_id,
        tongue=languages[contact.language],
        settings=settings,
        vault=vault,
        now=now,
    )


def _last(plan: Plan, contact: identity.Contact, *, settings: Settings, languages: Languages, now: datetime) -> Sent:
    """The last mail, which is not kept: by now there is nobody to keep it for."""
    letter = Letter(
        contact.name,
        say("Your account is erased"),
        (
            say("Everything that was held about you here is erased, and the keys to it are destroyed."),
            say(
                "Your certificate has the number %(number)s. It says what was erased, and names nobody.",
                number=plan.reference,
            ),
            *([HELD] if plan.held else []),
            say("Keep this mail: it is the last one, and we cannot send it again."),
            Link(say("Your certificate"), f"{settings.public_url}/erasures/{plan.reference}"),
        ),
    )
    words = notifications.written(
        letter, to=contact.email, tongue=languages[contact.language], base_url=settings.public_url
    )
    return Sent(
        message_id=str(plan.erasure_id),
        to=words.to,
        subject=words.subject,
        text=words.text,
        html=words.html,
        language=words.language,
        written_at=now,
    )


@followers.every(timedelta(hours=1))
async def catch_up(*, database: Database, clock: Callable[[], datetime]) -> None:
    """Hand out again what should be done by now: its task was lost with an old backup, or given up."""
    async with database.transaction() as session:
        await erasing.again(session, now=clock())
