"""Finds what was changed in an exported audit log, by docs/decisions/0013-audit.md and none of the writer's code."""

from evenhand.engines.auditing.checking import Finding, Glance, Report, check
from evenhand.engines.auditing.log import FORMAT, VERSION, Head, Line, LogUnusable, line_of, read_head, read_line

__all__ = [
    "FORMAT",
    "VERSION",
    "Finding",
    "Glance",
    "Head",
    "Line",
    "LogUnusable",
    "Report",
    "check",
    "line_of",
    "read_head",
    "read_line",
]
