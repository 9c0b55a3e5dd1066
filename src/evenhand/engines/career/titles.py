"""What openings are called, without what differs between openings of one role: level, gender, place."""

import re

_NOISE = re.compile(
    r"\((?:[^()]*)\)|\b(?:senior|sr|junior|jr|middle|lead|principal|staff|trainee|intern|remote|hybrid|part[- ]time|"
    r"full[- ]time|m/w/d|m/f/d|i{1,3}|старш\w+|младш\w+|ведущ\w+|главн\w+|стаж[её]р\w*|удал[её]нно)\b\.?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s[-–—|,/]\s?.*$|,\s.*$")
_SPACE = re.compile(r"(?:[^\w+#]|_)+")


def role_of(title: str) -> str:
    """The same words for openings of one role: "Senior Back-end Engineer (Python), Utrecht" is "back end engineer"."""
    plain = _SPACE.sub(" ", _TAIL.sub("", _NOISE.sub(" ", title))).strip().casefold()
    return plain or _SPACE.sub(" ", title).strip().casefold()
