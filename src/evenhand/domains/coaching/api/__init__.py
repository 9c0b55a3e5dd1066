"""Coaching over the API."""

from evenhand.domains.coaching.api import applying, chat, reports, reviews, tailoring

__all__ = ["applying", "chat", "reports", "reviews", "tailoring"]
