"""Facts about coaching."""

from evenhand.domains.coaching.events.chat import ChatAsked
from evenhand.domains.coaching.events.reports import ReportWanted, WordingWanted
from evenhand.domains.coaching.events.reviews import ReviewAsked
from evenhand.domains.coaching.events.tailoring import TailoringWanted

__all__ = ["ChatAsked", "ReportWanted", "ReviewAsked", "TailoringWanted", "WordingWanted"]
