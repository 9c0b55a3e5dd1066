"""Matches and saved jobs over the API."""

from evenhand.domains.matching.api import matches, saved

__all__ = ["matches", "saved"]
