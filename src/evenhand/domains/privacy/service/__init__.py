"""Everything held about a person: collected, shown to them, and packed for them to take away."""

from evenhand.domains.privacy.service.collecting import HOLDERS, collect, look
from evenhand.domains.privacy.service.exports import (
    SHOWN,
    Collected,
    ExportGone,
    ExportNotFound,
    ExportNotReady,
    ask,
    download,
    fail,
    finish,
    gather,
    keep,
    object_key,
    own,
    run_out,
    step,
)

__all__ = [
    "HOLDERS",
    "SHOWN",
    "Collected",
    "ExportGone",
    "ExportNotFound",
    "ExportNotReady",
    "ask",
    "collect",
    "download",
    "fail",
    "finish",
    "gather",
    "keep",
    "look",
    "object_key",
    "own",
    "run_out",
    "step",
]
