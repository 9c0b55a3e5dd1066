"""Who is shown on a board, and in which order. Sorting decides nothing, and what is not known is never a low figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from evenhand.domains.applications.service import Applicant
from evenhand.domains.interviews.schemas.boards import Filters, InterviewStanding, Sort


@dataclass(frozen=True)
class Card:
    """An applicant with the standing of the interview, and whether the reader acted on or is named beside them."""

    applicant: Applicant
    interview: InterviewStanding | None
    expires_at: datetime | None
    mine: bool
    mentioned: bool


def fits(card: Card, filters: Filters) -> bool:
    """Whether a card is asked for."""
    one = card.applicant
    text = filters.q.casefold()
    return (
        (not text or text in one.name.casefold() or text in one.place.casefold())
        and (not filters.stage or one.stage in filters.stage)
        and (filters.proposal is None or _proposal(card) == filters.proposal)
        and one.skill_ids.issuperset(filters.skill)
        and (not filters.years or one.experience_months >= 12 * filters.years)
        and (not filters.country or one.country_code == filters.country.upper())
        and (filters.who != "mine" or card.mine)
        and (filters.who != "mentioned" or card.mentioned)
    )


def _proposal(card: Card) -> str:
    return (card.interview.proposal if card.interview else None) or "none"


def in_order(cards: Iterable[Card], sort: Sort) -> list[Card]:
    """Sorted; among equals the best match, then whoever applied first."""
    return sorted(cards, key=lambda card: (_key(card, sort), card.applicant.rank))


def _key(card: Card, sort: Sort) -> tuple[float, str]:
    one = card.applicant
    match sort:
        case "score":
            known = card.interview.overall if card.interview else None
            return (1.0 if known is None else -known, "")
        case "waiting":
            return (one.moved_at.timestamp(), "")
        case "newest":
            return (-one.applied_at.timestamp(), "")
        case "name":
            return (float(one.number) if not one.email else 0.0, one.name.casefold() if one.email else "")
    return (0.0, "")
