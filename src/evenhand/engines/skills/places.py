"""Which part of a resume stands where in its text."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import Protocol

from .matching import SkillMention

USES = ("work", "volunteer")
_NAMES = frozenset({"name", "organization", "institution", "email", "url", "issuer"})


class Placed(Protocol):
    """Where a value was read: code points of the text. `engines.resume_parser.Evidence` is one."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Places:
    """Which part of a resume stands where in its text."""

    def __init__(self, evidence: Mapping[str, Placed]) -> None:
        self._names = sorted(
            (place.start, place.end) for pointer, place in evidence.items() if _is_name(pointer.split("/"))
        )
        reach: dict[str, tuple[int, int]] = {}
        for pointer, place in evidence.items():
            parts = pointer.split("/")
            if len(parts) > 3 and parts[1] in {*USES, "projects", "certificates"}:
                entry = "/".join(parts[:3])
                start, end = reach.get(entry, (place.start, place.end))
                reach[entry] = min(start, place.start), max(end, place.end)
        self._entries = sorted((start, end, entry) for entry, (start, end) in reach.items())

    def is_name(self, mention: SkillMention) -> bool:
        at = bisect_right(self._names, (mention.end - 1, mention.end - 1))
        return any(mention.start < end for _, end in self._names[max(0, at - 2) : at])

    def entry_of(self, start: int) -> str:
        """The JSON Pointer of the entry that words at `start` belong to, the narrowest; empty outside of any."""
        fitting = [(end - begin, entry) for begin, end, entry in self._entries if begin <= start < end]
        return min(fitting)[1] if fitting else ""

    def in_work(self, start: int) -> bool:
        return self.entry_of(start).startswith(("/work/", "/volunteer/", "/projects/"))


def _is_name(parts: list[str]) -> bool:
    """Whether a pointer leads to a name. Those of projects and certificates do name skills."""
    return len(parts) > 2 and parts[-1] in _NAMES and parts[1] in {"basics", "work", "volunteer", "education"}
