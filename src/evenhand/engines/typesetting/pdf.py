"""PDF by typst: a template of ours, and the data as JSON beside it."""

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .paper import Paper

MADE = 1_577_836_800  # 2020-01-01: the same content gives the same bytes, whenever it is made


class TypesettingFailed(RuntimeError):
    """Typst refused; which is a mistake of a template, as no text of a person is read as markup."""


def paper_pdf(paper: Paper) -> bytes:
    """The paper on A4. Raises TypesettingFailed."""
    return typeset("paper", paper.to_dict())


def typeset(template: str, values: Mapping[str, Any]) -> bytes:
    """A template filled with values. Raises TypesettingFailed."""
    import typst  # 77 MB of library, only where a PDF is made

    with resources.as_file(resources.files(__package__) / "templates") as folder, TemporaryDirectory() as nothing:
        try:
            made = typst.compile(
                Path(folder) / f"{template}.typ",
                root=folder,
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
                package_path=nothing,
                package_cache_path=nothing,
                timestamp=MADE,
            )
        except typst.TypstError as error:
            raise TypesettingFailed(str(error)) from error
    if not isinstance(made, bytes):
        raise TypesettingFailed("more than one file came out")
    return made
