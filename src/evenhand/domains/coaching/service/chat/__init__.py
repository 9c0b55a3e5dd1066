"""Talks with the coach: starting, saying, stopping, reading, deleting; and the answers as they grow."""

from evenhand.domains.coaching.service.chat.answers import Work, begin, keep, lookup, missing, question
from evenhand.domains.coaching.service.chat.made import PublicWork
from evenhand.domains.coaching.service.chat.reading import held, own_list, shown
from evenhand.domains.coaching.service.chat.streaming import events
from evenhand.domains.coaching.service.chat.talking import (
    SAY_RATE,
    ContextNotFound,
    MessageNotFound,
    StillWriting,
    ThreadFull,
    ThreadNotFound,
    TooManyThreads,
    change,
    check_answer,
    delete,
    put,
    start,
    stop,
)

__all__ = [
    "SAY_RATE",
    "ContextNotFound",
    "MessageNotFound",
    "PublicWork",
    "StillWriting",
    "ThreadFull",
    "ThreadNotFound",
    "TooManyThreads",
    "Work",
    "begin",
    "change",
    "check_answer",
    "delete",
    "events",
    "held",
    "keep",
    "lookup",
    "missing",
    "own_list",
    "put",
    "question",
    "shown",
    "start",
    "stop",
]
