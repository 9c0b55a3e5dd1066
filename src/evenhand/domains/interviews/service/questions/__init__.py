"""Preparing the questions of a job: generating, writing, reusing, editing, approving, rejecting, trying a grade out."""

from evenhand.domains.interviews.service.questions.access import (
    QuestionNotFound,
    SetNotFound,
    contents,
    get,
    get_set,
    newest,
    written,
)
from evenhand.domains.interviews.service.questions.making import Generated, SetFull, generate, reuse, write
from evenhand.domains.interviews.service.questions.reviewing import (
    TRIAL_RATE,
    QuestionChanged,
    approve,
    edit,
    reject,
    review_many,
    try_out,
)
from evenhand.domains.interviews.service.questions.showing import (
    counts,
    history,
    shown,
    shown_all,
    statistics,
    summary,
)

__all__ = [
    "TRIAL_RATE",
    "Generated",
    "QuestionChanged",
    "QuestionNotFound",
    "SetFull",
    "SetNotFound",
    "approve",
    "contents",
    "counts",
    "edit",
    "generate",
    "get",
    "get_set",
    "history",
    "newest",
    "reject",
    "reuse",
    "review_many",
    "shown",
    "shown_all",
    "statistics",
    "summary",
    "try_out",
    "write",
    "written",
]
