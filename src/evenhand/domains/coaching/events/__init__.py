"""Facts about coaching."""

from evenhand.domains.coaching.events.chat import ChatAsked
from evenhand.domains.coaching.events.reviews import ReviewAsked

__all__ = ["ChatAsked", "ReviewAsked"]
