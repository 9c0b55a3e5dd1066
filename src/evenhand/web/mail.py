"""A letter as text and as HTML, in its reader's language."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from evenhand.kit.languages import Tongue
from evenhand.web.render import templates

MOST_LANGUAGES = 8


@lru_cache(maxsize=MOST_LANGUAGES)
def _environment(tongue: Tongue, folder: Path) -> Environment:
    return templates(folders=[folder], static_prefix="", tongue=tongue)


def render(folder: Path, name: str, context: dict[str, Any], *, tongue: Tongue) -> tuple[str, str]:
    """The letter `name` as text (`<name>.txt`) and as HTML (`<name>.html`) from a domain's templates.

    A mail has no stylesheet, script or picture of ours: whoever reads it is not told to us, and it can be kept.
    """
    environment = _environment(tongue, folder)
    text, html = (environment.get_template(f"{name}.{kind}").render(context) for kind in ("txt", "html"))
    return text, html
