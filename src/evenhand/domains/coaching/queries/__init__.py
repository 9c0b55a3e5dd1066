"""Every SELECT about coaching, always within one person's."""

from evenhand.domains.coaching.queries.erasing import erase

__all__ = ["erase"]
