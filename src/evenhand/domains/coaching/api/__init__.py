"""Coaching over the API."""

from evenhand.domains.coaching.api import applying, chat, reviews, tailoring

__all__ = ["applying", "chat", "reviews", "tailoring"]
