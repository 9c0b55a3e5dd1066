"""Matches and saved jobs as pages."""

from evenhand.domains.matching.pages import matches, saved

__all__ = ["matches", "saved"]
