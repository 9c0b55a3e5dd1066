"""What is held about the caller, over the API."""

from evenhand.domains.privacy.api import data

__all__ = ["data"]
