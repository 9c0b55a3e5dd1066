"""What is held about the caller, over the API."""

from evenhand.domains.privacy.api import data, erasing

__all__ = ["data", "erasing"]
