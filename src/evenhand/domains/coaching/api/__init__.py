"""Coaching over the API."""

from evenhand.domains.coaching.api import chat, reviews, tailoring

__all__ = ["chat", "reviews", "tailoring"]
