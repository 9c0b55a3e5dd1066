"""Where a form may lead afterwards."""

import re

_OWN_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f-\x9f]*")
"""A second slash, or a backslash that browsers read as one, would begin another site's address."""


def safe_path(target: str) -> str:
    """A path on this site, never another site's address."""
    return target if _OWN_PATH.fullmatch(target) else "/"
