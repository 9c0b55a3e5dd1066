"""Matches and saved jobs as pages."""

from evenhand.domains.matching.pages import gap, matches, saved

__all__ = ["gap", "matches", "saved"]
