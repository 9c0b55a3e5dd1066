"""The pages of coaching."""

from evenhand.domains.coaching.pages import reviews

__all__ = ["reviews"]
