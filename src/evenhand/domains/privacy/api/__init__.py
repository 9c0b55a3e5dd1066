"""What is held about the caller, over the API."""

from evenhand.domains.privacy.api import custody, data, erasing, retention

__all__ = ["custody", "data", "erasing", "retention"]
