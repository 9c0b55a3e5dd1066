"""The mirror: everything held about a person, ordered by what it is kept for, and which companies hold a copy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evenhand.domains.privacy.rules.data_map import PURPOSES, Purpose
from evenhand.kit.held import Holding, Item
from evenhand.kit.words import Sentence, say

ACTS: Mapping[str, tuple[Sentence, str]] = {
    "account": (say("Your account"), "/account"),
    "consents": (say("Change"), "/account/consents"),
    "sign_ins": (say("End a sign-in"), "/account"),
    "resumes": (say("Correct or delete"), "/resumes"),
    "plan": (say("See or change"), "/plan"),
    "tailoring": (say("See or change"), "/jobs"),
    "saved_jobs": (say("See or remove"), "/saved-jobs"),
    "applications": (say("See or withdraw"), "/home"),
    "practice": (say("See or delete"), "/practice"),
}


@dataclass(frozen=True)
class Group:
    """What is held for one purpose, the latest first; `act` leads to where it can be changed, if it can."""

    purpose: Purpose
    items: Sequence[Item]

    @property
    def act(self) -> tuple[Sentence, str] | None:
        """What the person can do about it, and where."""
        return ACTS.get(self.purpose.key)


@dataclass(frozen=True)
class Mirror:
    """Everything, and for each company how many entries it holds."""

    groups: Sequence[Group]
    companies: Mapping[str, int]


def mirror(holdings: Iterable[Holding]) -> Mirror:
    """Order what is held. Purposes for which nothing is held are left out."""
    by_purpose: dict[str, list[Item]] = {purpose.key: [] for purpose in PURPOSES}
    companies: dict[str, int] = {}
    for holding in holdings:
        by_purpose[holding.purpose] += holding.items
        for item in holding.items:
            if item.holder:
                companies[item.holder] = companies.get(item.holder, 0) + 1
    groups = [
        Group(purpose, sorted(items, key=_when, reverse=True))
        for purpose in PURPOSES
        if (items := by_purpose[purpose.key])
    ]
    return Mirror(groups, dict(sorted(companies.items())))


def _when(item: Item) -> float:
    return item.at.timestamp() if item.at else 0.0
