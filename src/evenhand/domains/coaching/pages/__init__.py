"""The pages of coaching."""

from evenhand.domains.coaching.pages import applying, chat, reports, reviews, tailoring

__all__ = ["applying", "chat", "reports", "reviews", "tailoring"]
