"""The pages of coaching."""

from evenhand.domains.coaching.pages import applying, chat, reviews, tailoring

__all__ = ["applying", "chat", "reviews", "tailoring"]
