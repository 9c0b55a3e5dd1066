"""Matches and saved jobs over the API."""

from evenhand.domains.matching.api import gap, matches, saved

__all__ = ["gap", "matches", "saved"]
