"""Matches, saved jobs and gap reports as the API shows them."""

from evenhand.domains.matching.schemas.gap import GapOut, GapReportOut
from evenhand.domains.matching.schemas.matches import ComparedJob, FoundSkill, JobMatch, MatchOut, MatchPage
from evenhand.domains.matching.schemas.saved import SavedJobOut, SavedJobPage, SavedState

__all__ = [
    "ComparedJob",
    "FoundSkill",
    "GapOut",
    "GapReportOut",
    "JobMatch",
    "MatchOut",
    "MatchPage",
    "SavedJobOut",
    "SavedJobPage",
    "SavedState",
]
