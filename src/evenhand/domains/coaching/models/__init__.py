"""What coaching keeps, each kind in its file."""

from evenhand.domains.coaching.models.chat import ChatMessage, ChatThread
from evenhand.domains.coaching.models.reviews import ResumeReview

__all__ = ["ChatMessage", "ChatThread", "ResumeReview"]
