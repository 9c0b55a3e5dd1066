"""What coaching keeps, each kind in its file."""

from evenhand.domains.coaching.models.chat import ChatMessage, ChatThread
from evenhand.domains.coaching.models.plans import PlanSource, PlanTask
from evenhand.domains.coaching.models.reports import CareerReport, ReportWording
from evenhand.domains.coaching.models.reviews import ResumeReview
from evenhand.domains.coaching.models.tailoring import Tailoring

__all__ = [
    "CareerReport",
    "ChatMessage",
    "ChatThread",
    "PlanSource",
    "PlanTask",
    "ReportWording",
    "ResumeReview",
    "Tailoring",
]
