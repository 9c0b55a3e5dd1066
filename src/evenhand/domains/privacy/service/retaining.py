"""What has been kept long enough goes: organisations' copies by their policies, ended sign-ins, old mails, exports."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from evenhand.domains.applications import queries as applications
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act
from evenhand.domains.identity import queries as identity
from evenhand.domains.notifications import queries as notifications
from evenhand.domains.privacy import queries
from evenhand.domains.privacy.rules import retention as rules
from evenhand.domains.privacy.service.asking import Wish, holders, wanted
from evenhand.kit.db import Session
from evenhand.kit.erasing import Erased
from evenhand.kit.errors import Invalid
from evenhand.kit.permissions import NOBODY, Actor
from evenhand.kit.words import say


class OutOfLimits(Invalid):
    """Shorter than the law lets a company forget, or longer than anything asks for."""

    code = "retention_limits"


@dataclass(frozen=True)
class Choice:
    """One rule with what the organisation chose, and how many people's copies are due by it."""

    rule: rules.Rule
    months: int
    due: int = 0


@dataclass
class Swept:
    """What a sweep found: copies by organisation and category, rows by table, accounts whose address nobody proved."""

    copies: dict[UUID, Counter[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    unproved: int = 0


async def choices(session: Session, *, actor: Actor, now: datetime) -> list[Choice]:
    """The caller's organisation's policy, and what would go by it in the next sweep."""
    org_id = actor.organisation
    months = (await queries.policies(session, org_ids=[org_id]))[org_id]
    counts = Counter(category for _, category in (await _due(session, org_id, months, now=now)).items())
    return [Choice(rule, months.get(rule.category, rule.months), counts[rule.category]) for rule in rules.RULES]


async def choose(session: Session, *, actor: Actor, months: Mapping[str, int], now: datetime) -> None:
    """Change for how many months applications are kept. Raises OutOfLimits, which names the rule."""
    known = {one.rule.category: one.months for one in await choices(session, actor=actor, now=now)}
    for category, count in months.items():
        rule = rules.rule_of(category)
        if not rule.least <= count <= rule.most:
            sentence = say("Choose %(least)s to %(most)s months.", least=rule.least, most=rule.most)
            raise OutOfLimits(sentence, errors=[{"field": category, "message": sentence}])
        if count == known[category]:
            continue
        by = actor.person
        await queries.set_policy(session, org_id=actor.organisation, category=category, months=count, by=by, now=now)
        audit.record(
            session,
            Act.RETENTION_CHANGED,
            actor=actor,
            reason=category,
            before={"months": known[category]},
            after={"months": count},
            now=now,
        )


async def sweep(session: Session, *, unproved: timedelta, now: datetime, dry_run: bool = False) -> Swept:
    """Have everything erased that was kept long enough, or with `dry_run` only say how much that is.

    Copies that are held, or to be erased already, are left alone. Running it twice erases once. `unproved`: for how
    long an account may stay whose address nobody proved; nothing for ever.
    """
    swept = Swept()
    if unproved:
        swept.unproved = await _sweep_unproved(session, before=now - unproved, now=now, dry_run=dry_run)
    organisations = await applications.organisations_with(session, before=now - rules.SOONEST)
    policies = await queries.policies(session, org_ids=organisations)
    for org_id in organisations:
        due = await _due(session, org_id, policies[org_id], now=now)
        if due:
            swept.copies[org_id] = Counter(due.values())
        for person_id, category in due.items() if not dry_run else ():
            wish = Wish("copy", person_id, org_id, cause="retention", reason=category)
            await wanted(session, wish, actor=NOBODY, due_at=now, now=now)
    inside = await session.begin_nested()
    swept.rows = {one.table: len(one.ids) for one in await _old(session, now=now) if one.ids}
    if dry_run:
        await inside.rollback()
        return swept
    await inside.commit()
    if swept.rows:
        audit.record(session, Act.RETENTION_RUN, actor=NOBODY, after=dict(swept.rows), now=now)
    return swept


async def _sweep_unproved(session: Session, *, before: datetime, now: datetime, dry_run: bool) -> int:
    found = await queries.never_proved(session, before=before, limit=rules.UNPROVED_AT_ONCE)
    for person_id in found if not dry_run else ():
        wish = Wish("account", person_id, cause="retention", reason="unproved")
        await wanted(session, wish, actor=NOBODY, due_at=now, now=now)
    return len(found)


async def _due(session: Session, org_id: UUID, months: Mapping[str, int], *, now: datetime) -> dict[UUID, str]:
    """Whose copy at an organisation is due, and by which category."""
    spared = {*await queries.held_people(session, org_id=org_id), *await queries.going(session, org_id=org_id)}
    found = {}
    for person_id, stages in (await applications.since_when(session, org_id=org_id)).items():
        day, category = rules.copy_goes_on(stages, months)
        if day < now.date() and person_id not in spared:
            found[person_id] = category
    return found


async def _old(session: Session, *, now: datetime) -> list[Erased]:
    return [
        *await identity.drop_expired(session, before=now - rules.SIGN_INS),
        *await notifications.drop_old(session, before=now - rules.MAILS),
        *await queries.drop_old(session, before=now - rules.EXPORTS),
    ]


async def goes_on(session: Session, *, org_id: UUID, person_id: UUID) -> date | None:
    """When an organisation's copy of somebody's data goes by its policy; None where it holds none."""
    stages = (await applications.since_when(session, org_id=org_id, person_ids=[person_id])).get(person_id)
    months = (await queries.policies(session, org_ids=[org_id]))[org_id]
    return rules.copy_goes_on(stages, months)[0] if stages else None


async def copies_go_on(session: Session, *, actor: Actor) -> dict[str, date]:
    """After which day each company keeps the caller's data no longer, by its name."""
    days = {}
    for org_id, name in (await holders(session, actor=actor)).items():
        day = await goes_on(session, org_id=org_id, person_id=actor.person)
        if day:
            days[name] = day
    return days
