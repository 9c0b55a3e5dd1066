"""Naming an account, looking at it, showing what was found, and letting it go."""

from evenhand.domains.footprint.service.held import held
from evenhand.domains.footprint.service.linking import (
    LOOK_RATE,
    AccountUnreadable,
    LinkNotFound,
    LooksOff,
    SuggestionNotFound,
    dismiss,
    drop,
    go_on,
    link,
    look_again,
    restore,
    unlink,
)
from evenhand.domains.footprint.service.looking import Task, again, fail, keep, missed, sweep, to_look
from evenhand.domains.footprint.service.showing import Footprint, ShownLink, is_waiting, shown
from evenhand.domains.footprint.service.telling import texts

__all__ = [
    "LOOK_RATE",
    "AccountUnreadable",
    "Footprint",
    "LinkNotFound",
    "LooksOff",
    "ShownLink",
    "SuggestionNotFound",
    "Task",
    "again",
    "dismiss",
    "drop",
    "fail",
    "go_on",
    "held",
    "is_waiting",
    "keep",
    "link",
    "look_again",
    "missed",
    "restore",
    "shown",
    "sweep",
    "texts",
    "to_look",
    "unlink",
]
