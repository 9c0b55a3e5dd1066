"""Coaching over the API."""

from evenhand.domains.coaching.api import reviews

__all__ = ["reviews"]
