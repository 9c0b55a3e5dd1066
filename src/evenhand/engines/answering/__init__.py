"""Answering by looking up: passages of a person's own documents and of our guidance, quoted and never rewritten."""

from evenhand.engines.answering.answerer import ENGINE, VERSION, Answered, Found, answer
from evenhand.engines.answering.guidance_texts import guidance
from evenhand.engines.answering.passages import Passage, Source, passages
from evenhand.engines.answering.resume_texts import resume_sources

__all__ = [
    "ENGINE",
    "VERSION",
    "Answered",
    "Found",
    "Passage",
    "Source",
    "answer",
    "guidance",
    "passages",
    "resume_sources",
]
