"""What can be said about grades without asking anyone: figures over several answers, findings, words."""

from evenhand.domains.evaluation.rules.figures import Overall, mean, overall, propose, score, weight
from evenhand.domains.evaluation.rules.findings import Finding, Graded, TopicCount, gaps, strengths, topics
from evenhand.domains.evaluation.rules.replays import Inputs, Replay

__all__ = [
    "Finding",
    "Graded",
    "Inputs",
    "Overall",
    "Replay",
    "TopicCount",
    "gaps",
    "mean",
    "overall",
    "propose",
    "score",
    "strengths",
    "topics",
    "weight",
]
