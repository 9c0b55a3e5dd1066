"""Coaching over the API."""

from evenhand.domains.coaching.api import chat, reviews

__all__ = ["chat", "reviews"]
