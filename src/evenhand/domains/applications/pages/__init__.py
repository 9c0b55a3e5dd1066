"""Pages about applications: for those who apply, and for those who hire."""

from evenhand.domains.applications.pages import applicant, candidate, moves, pipeline

__all__ = ["applicant", "candidate", "moves", "pipeline"]
