"""What engines say in English is known where it is told: no sentence of theirs is left out of the catalogue."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from evenhand.domains.evaluation.rules import engine_words
from evenhand.domains.resumes.rules import refusals
from evenhand.kit.words import recognised

ENGINES = Path(engine_words.__file__).parents[3] / "engines"
NOT_FOR_READERS = {"ValueError", "TypeError", "LookupError", "RuntimeError", "GradingRefused"}
SENTENCE = re.compile(r"[A-Z{][^\n]* [^\n]*\.", re.DOTALL)
SOME = "something"
CHOICES = (
    "something is something MB. Choose a file of something MB or less.",  # the domain measures files itself
    "Choose one of these: something.",  # the end of several sentences
)


def sentences(folder: Path) -> Iterator[str]:
    """Texts in the code that look like sentences, with a word in each place; no docstrings, no mistakes of callers."""
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        skipped: set[int] = set()
        for node in ast.walk(tree):
            is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if is_docstring or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in NOT_FOR_READERS):
                skipped |= {id(inner) for inner in ast.walk(node)}
        for node in ast.walk(tree):
            if id(node) in skipped:
                continue
            if isinstance(node, ast.JoinedStr):
                skipped |= {id(inner) for inner in ast.walk(node)}
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else SOME for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            else:
                continue
            if SENTENCE.fullmatch(text):
                yield text


def unknown(folder: Path, templates: Sequence[str], but: Sequence[str] = ()) -> list[str]:
    found = list(sentences(folder))
    assert len(found) >= 8
    return [text for text in found if recognised(text, templates).template not in templates and text not in but]


@pytest.mark.parametrize(
    ("engine", "templates", "but"),
    [
        ("grading", engine_words.SAID, ()),
        ("documents", refusals.SAID, CHOICES),
    ],
)
def test_every_sentence_of_the_engine_is_known(engine: str, templates: Sequence[str], but: Sequence[str]) -> None:
    assert unknown(ENGINES / engine, templates, but) == []
