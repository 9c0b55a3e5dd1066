"""The pages of coaching."""

from evenhand.domains.coaching.pages import applying, chat, plans, reports, reviews, tailoring

__all__ = ["applying", "chat", "plans", "reports", "reviews", "tailoring"]
