"""For how long what is kept: of organisations by how an application ended, within limits; of the rest always the same.

Why each is what it is stands in docs/decisions/0017-erasing.md.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evenhand.kit.words import Sentence, say


@dataclass(frozen=True)
class Rule:
    """Applications that are in one of the stages, and for how many months after they came there they are kept."""

    category: str
    title: Sentence
    why: Sentence
    stages: tuple[str, ...]
    months: int
    least: int
    most: int


RULES = (
    Rule(
        "rejected",
        say("Rejected"),
        say(
            "The evidence of a decision against somebody. California asks for four years, Colorado for three; where "
            "neither applies, choose less. European law asks for six months of records at least."
        ),
        ("rejected",),
        48,
        6,
        60,
    ),
    Rule(
        "hired",
        say("Hired"),
        say("The other side of the same decisions: whoever compares needs both for as long."),
        ("hired",),
        48,
        6,
        60,
    ),
    Rule(
        "withdrawn",
        say("Withdrawn"),
        say("Nobody decided against them, and they do not want to go on: there is little to show."),
        ("withdrawn",),
        6,
        1,
        60,
    ),
    Rule(
        "waiting",
        say("Waiting without a move"),
        say("Nobody has moved them for so long that nobody will. Tell people before it comes to that."),
        ("applied", "review", "interview", "task", "finalist", "offer"),
        24,
        6,
        60,
    ),
)
SIGN_INS = timedelta(days=30)
"""After a sign-in or a link has run out: for whoever asks where they were signed in."""
MAILS = timedelta(days=365)
EXPORTS = timedelta(days=365)
UNPROVED_AT_ONCE = 1000  # accounts a night; the others wait for the next
SOONEST = timedelta(days=28)
"""Nothing goes sooner: a month at least."""


def rule_of(category: str) -> Rule:
    """The rule of one category."""
    return next(rule for rule in RULES if rule.category == category)


def rule_for(stage: str) -> Rule:
    """The rule that an application in this stage falls under."""
    return next(rule for rule in RULES if stage in rule.stages)


def goes_on(moment: datetime, months: int) -> date:
    """The day after which something is not kept any more: the same day so many months later, or the last of a shorter
    month."""
    count = moment.month - 1 + months
    year, month = moment.year + count // 12, count % 12 + 1
    return date(year, month, min(moment.day, calendar.monthrange(year, month)[1]))


def copy_goes_on(applications: Iterable[tuple[str, datetime]], months: Mapping[str, int]) -> tuple[date, str]:
    """When an organisation's whole copy goes, and by which rule: with the last of somebody's applications to it.

    `applications` are stages and since when; `months` what the organisation chose, by category.
    """
    found = []
    for stage, since in applications:
        rule = rule_for(stage)
        found.append((goes_on(since, months.get(rule.category, rule.months)), rule.category))
    return max(found)
