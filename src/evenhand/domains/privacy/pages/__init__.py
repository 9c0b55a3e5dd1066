"""The notice, and one's own data."""

from evenhand.domains.privacy.pages import data

__all__ = ["data"]
