"""Comparing one's own resume with jobs, and keeping jobs for later."""

from evenhand.domains.matching.service.comparing import Comparison, NoResume, Ranked, Ranking, compare, rank
from evenhand.domains.matching.service.held import held
from evenhand.domains.matching.service.saving import (
    MOST_SAVED,
    SAVE_RATE,
    Saved,
    SavedCounts,
    TooManySaved,
    counts,
    is_saved,
    save,
    saved_among,
    saved_jobs,
    unsave,
)

__all__ = [
    "MOST_SAVED",
    "SAVE_RATE",
    "Comparison",
    "NoResume",
    "Ranked",
    "Ranking",
    "Saved",
    "SavedCounts",
    "TooManySaved",
    "compare",
    "counts",
    "held",
    "is_saved",
    "rank",
    "save",
    "saved_among",
    "saved_jobs",
    "unsave",
]
