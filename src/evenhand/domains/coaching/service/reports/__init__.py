"""Career reports: asked for, computed in the background from the jobs that are open then, kept sealed, worded, shown.

One is made again when its resume is read or corrected anew, and when a job it may rest on opens, changes or closes;
the same inputs are computed once.
"""

from evenhand.domains.coaching.service.reports.asking import (
    AFTER_A_JOB,
    REPORT_RATE,
    NoReport,
    ask,
    job_changed,
)
from evenhand.domains.coaching.service.reports.making import give_up, keep, open_report, to_make
from evenhand.domains.coaching.service.reports.showing import shown, state

__all__ = [
    "AFTER_A_JOB",
    "REPORT_RATE",
    "NoReport",
    "ask",
    "give_up",
    "job_changed",
    "keep",
    "open_report",
    "shown",
    "state",
    "to_make",
]
