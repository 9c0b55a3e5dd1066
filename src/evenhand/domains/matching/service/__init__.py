"""Comparing one's own resume with jobs, and keeping jobs for later."""

from evenhand.domains.matching.service.comparing import Comparison, NoResume, Ranked, Ranking, compare, rank
from evenhand.domains.matching.service.gap_files import FILE_RATE, GapFile, file_of
from evenhand.domains.matching.service.gaps import GAP_RATE, GapNotFound, GapNotReady, GapShown, again, shown
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
    "FILE_RATE",
    "GAP_RATE",
    "MOST_SAVED",
    "SAVE_RATE",
    "Comparison",
    "GapFile",
    "GapNotFound",
    "GapNotReady",
    "GapShown",
    "NoResume",
    "Ranked",
    "Ranking",
    "Saved",
    "SavedCounts",
    "TooManySaved",
    "again",
    "compare",
    "counts",
    "file_of",
    "held",
    "is_saved",
    "rank",
    "save",
    "saved_among",
    "saved_jobs",
    "shown",
    "unsave",
]
