"""Facts about coaching."""

from evenhand.domains.coaching.events.reviews import ReviewAsked

__all__ = ["ReviewAsked"]
