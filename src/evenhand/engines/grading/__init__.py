"""Grades one answer against a gold answer and its key points, with a span of the answer for every point it gives."""

from evenhand.engines.grading.evidence import Dimension, Span
from evenhand.engines.grading.flags import Flag
from evenhand.engines.grading.grader import MAX_ANSWER_CHARS, grade
from evenhand.engines.grading.manifest import ENGINE, ENGINE_VERSION, Manifest, seal_of
from evenhand.engines.grading.points import PointResult
from evenhand.engines.grading.reference import MAX_ALTERNATIVES, MAX_POINTS, MAX_REFERENCE_CHARS, GradingRefused
from evenhand.engines.grading.replay import Difference, replay
from evenhand.engines.grading.result import Grade
from evenhand.engines.grading.rubric import DEFAULT_RUBRIC, DIMENSIONS, Proposal, Rubric, proposal
from evenhand.engines.grading.verdict import Label

__all__ = [
    "DEFAULT_RUBRIC",
    "DIMENSIONS",
    "ENGINE",
    "ENGINE_VERSION",
    "MAX_ALTERNATIVES",
    "MAX_ANSWER_CHARS",
    "MAX_POINTS",
    "MAX_REFERENCE_CHARS",
    "Difference",
    "Dimension",
    "Flag",
    "Grade",
    "GradingRefused",
    "Label",
    "Manifest",
    "PointResult",
    "Proposal",
    "Rubric",
    "Span",
    "grade",
    "proposal",
    "replay",
    "seal_of",
]
