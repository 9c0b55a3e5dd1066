"""Coaching over the API."""

from evenhand.domains.coaching.api import applying, chat, plans, reports, reviews, tailoring

__all__ = ["applying", "chat", "plans", "reports", "reviews", "tailoring"]
