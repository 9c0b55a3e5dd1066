"""Pages about applications: for those who apply, and for those who hire."""

from evenhand.domains.applications.pages import applicant, candidate, many, moves, notes, pipeline

__all__ = ["applicant", "candidate", "many", "moves", "notes", "pipeline"]
