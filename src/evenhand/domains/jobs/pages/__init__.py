"""Pages about jobs: for everybody, and for those who hire."""

from evenhand.domains.jobs.pages import public, staff

__all__ = ["public", "staff"]
