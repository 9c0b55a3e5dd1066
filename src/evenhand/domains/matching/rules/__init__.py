"""A resume against a job, decided without asking anyone."""

from evenhand.domains.matching.rules.comparing import (
    VERSION,
    WEIGHTS,
    Match,
    Outcome,
    Part,
    PartName,
    asked_years,
    match,
)
from evenhand.domains.matching.rules.facts import CandidateProfile, JobFacts, Span, read_profile

__all__ = [
    "VERSION",
    "WEIGHTS",
    "CandidateProfile",
    "JobFacts",
    "Match",
    "Outcome",
    "Part",
    "PartName",
    "Span",
    "asked_years",
    "match",
    "read_profile",
]
