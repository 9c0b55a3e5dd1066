import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.engines.documents.drawing import Page, draw, read

from evenhand.engines.documents import Document, Line, Link


def _document() -> Document:
    page = Page()
    page.lines(72, 100, "Alice Example", "github")
    page.link(70, 114, 60, "https://github.com/alice")
    return read(draw(page, page))


class TestDocument:
    def test_survives_storing_as_json(self) -> None:
        document = _document()
        assert document.links
        assert Document.from_dict(json.loads(json.dumps(document.to_dict()))) == document

    def test_knows_the_page_of_every_offset(self) -> None:
        document = _document()
        second = document.text.rindex("Alice")
        assert [document.page_at(offset) for offset in (0, second - 1, second, len(document.text))] == [1, 1, 2, 2]
        assert document.page_at(-5) == 1

    def test_has_one_page_without_lines(self) -> None:
        assert Document("txt", "", (), (), 1).page_at(0) == 1

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda raw: raw.update(kind="exe"),
            lambda raw: raw.update(text=None),
            lambda raw: raw.update(page_count="2"),
            lambda raw: raw.pop("lines"),
            lambda raw: raw["lines"].reverse(),
            lambda raw: raw["lines"][0].update(end=10_000),
            lambda raw: raw["lines"][0].update(start=-1),
            lambda raw: raw["lines"][0].update(box=[1, 2]),
            lambda raw: raw["links"][0].update(start=9, end=8),
            lambda raw: raw["links"].append(None),
        ],
    )
    def test_refuses_to_load_what_it_did_not_store(self, spoil: Callable[[dict[str, Any]], None]) -> None:
        raw = _document().to_dict()
        spoil(raw)
        with pytest.raises(ValueError, match=r"stored"):
            Document.from_dict(raw)


class TestLine:
    def test_is_the_text_between_its_offsets(self) -> None:
        document = Document.from_dict(_document().to_dict())
        assert [line.text for line in document.lines] == ["Alice Example", "github"] * 2
        assert isinstance(document.lines[0], Line)
        assert isinstance(document.links[0], Link)
