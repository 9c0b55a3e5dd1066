"""Shows scorecards by the organisation's rule, and tells staff that a candidate asks for theirs."""

from collections.abc import Callable
from datetime import datetime

from evenhand.domains.applications.events import ApplicationMoved
from evenhand.domains.interviews.background import letters
from evenhand.domains.interviews.background.contests import write_to_staff
from evenhand.domains.interviews.events import InterviewScored, ScorecardAsked
from evenhand.domains.interviews.service import releasing
from evenhand.kit.background import Followers
from evenhand.kit.crypto import Vault
from evenhand.kit.db import Database
from evenhand.kit.languages import Languages
from evenhand.kit.settings import Settings

followers = Followers()


@followers.on(InterviewScored)
async def show_what_is_scored(fact: InterviewScored, *, database: Database, clock: Callable[[], datetime]) -> None:
    """Where the rule says at once, or the decision came before the grades."""
    async with database.transaction() as session:
        await releasing.by_rule(session, org_id=fact.org_id, interview_id=fact.interview_id, now=clock())


@followers.on(ApplicationMoved)
async def show_what_is_decided(fact: ApplicationMoved, *, database: Database, clock: Callable[[], datetime]) -> None:
    """Where the rule waits for the decision."""
    async with database.transaction() as session:
        await releasing.after_decision(session, org_id=fact.org_id, application_id=fact.application_id, now=clock())


@followers.on(ScorecardAsked)
async def tell_staff(
    fact: ScorecardAsked,
    *,
    database: Database,
    vault: Vault,
    settings: Settings,
    languages: Languages,
    clock: Callable[[], datetime],
) -> None:
    """Write to everyone who may show it."""
    async with database.transaction() as session:
        await write_to_staff(
            session,
            fact,
            letters.asked_for,
            kind="scorecard-asked",
            cause=fact.interview_id,
            vault=vault,
            settings=settings,
            languages=languages,
            now=clock(),
        )
