"""The pages of coaching."""

from evenhand.domains.coaching.pages import chat, reviews, tailoring

__all__ = ["chat", "reviews", "tailoring"]
