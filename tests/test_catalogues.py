"""The catalogues: complete, and fit to stand in for the English they translate."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from evenhand.wiring import LOCALE

ROOT = Path(__file__).resolve().parents[1]
PATHS = sorted(LOCALE.glob("*/LC_MESSAGES/evenhand.po"))
PLACE = re.compile(r"%\(\w+\)s|(?<!%)\{\w+\}|%%")
FEWEST = 1000
STRAIGHT = re.compile('["“”]')


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def forms(words: object) -> list[str]:
    return [words] if isinstance(words, str) else list(words)  # type: ignore[call-overload]


def messages(path: Path) -> Iterator[Message]:
    return (message for message in catalogue(path) if message.id)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parts[-3])
class TestCatalogue:
    def test_is_in_step_with_the_code(self, path: Path) -> None:
        """Fails with what `make words` would say: run it, then translate what it counts."""
        run = subprocess.run([sys.executable, ROOT / "scripts" / "words", "--check"], capture_output=True, text=True)
        assert run.returncode == 0, run.stdout

    def test_translates_every_sentence(self, path: Path) -> None:
        everything = list(messages(path))
        assert len(everything) >= FEWEST
        assert [message.id for message in everything if message.fuzzy or not all(forms(message.string))] == []

    def test_has_every_plural_form(self, path: Path) -> None:
        wanted = catalogue(path).num_plurals
        assert [m.id for m in messages(path) if not isinstance(m.id, str) and len(forms(m.string)) != wanted] == []

    def test_keeps_the_places_of_the_english(self, path: Path) -> None:
        """Of a plural every form has those of the English plural: in Russian the form for one is also that for 21."""
        wrong = []
        for message in messages(path):
            wanted = sorted(set(PLACE.findall(forms(message.id)[-1])))
            wrong += [message.id for form in forms(message.string) if sorted(set(PLACE.findall(form))) != wanted]
        assert wrong == []


def test_russian_is_written_in_russian_quotes() -> None:
    (path,) = [path for path in PATHS if path.parts[-3] == "ru"]
    assert [form for message in messages(path) for form in forms(message.string) if STRAIGHT.search(form)] == []
