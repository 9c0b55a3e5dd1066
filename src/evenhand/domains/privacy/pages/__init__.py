"""The notice, and one's own data."""

from evenhand.domains.privacy.pages import custody, data, erasing, retention

__all__ = ["custody", "data", "erasing", "retention"]
