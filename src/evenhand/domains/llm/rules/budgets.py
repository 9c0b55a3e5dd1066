"""What may be spent: in a day and in a month, by UTC."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from evenhand.kit.endpoints import Budget


@dataclass(frozen=True)
class Spent:
    """Tokens in and out together, and money; what is being asked counts with the most it may take."""

    tokens_day: int = 0
    tokens_month: int = 0
    cost_day: Decimal = Decimal(0)
    cost_month: Decimal = Decimal(0)


def within(budget: Budget, spent: Spent, *, tokens: int, cost: Decimal) -> bool:
    """Whether so much more may be spent."""
    limits = (
        (budget.tokens_day, spent.tokens_day + tokens),
        (budget.tokens_month, spent.tokens_month + tokens),
        (budget.cost_day, spent.cost_day + cost),
        (budget.cost_month, spent.cost_month + cost),
    )
    return all(not limit or after <= limit for limit, after in limits)


def today_begins(now: datetime) -> datetime:
    """When this day began."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def month_begins(now: datetime) -> datetime:
    """When this month began."""
    return today_begins(now).replace(day=1)
