"""The pages of coaching."""

from evenhand.domains.coaching.pages import chat, reviews

__all__ = ["chat", "reviews"]
