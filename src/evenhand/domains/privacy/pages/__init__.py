"""The notice, and one's own data."""

from evenhand.domains.privacy.pages import data, erasing

__all__ = ["data", "erasing"]
