import pytest

from evenhand.engines.documents import DocumentRefused, Link
from evenhand.engines.documents.assemble import DraftLine, DraftLink, assemble


class TestAssemble:
    def test_joins_lines_blocks_and_pages(self) -> None:
        drafts = [DraftLine("a"), DraftLine("b"), DraftLine("c", apart=True), DraftLine("d", page=2)]
        document = assemble("txt", drafts, page_count=2, most_chars=100)
        assert document.text == "a\nb\n\nc\n\nd"
        assert [(line.start, line.end) for line in document.lines] == [(0, 1), (2, 3), (5, 6), (8, 9)]

    def test_moves_links_with_their_lines_in_order(self) -> None:
        drafts = [
            DraftLine("one"),
            DraftLine("see it", links=[DraftLink(4, 6, "https://b"), DraftLink(0, 3, "https://a")]),
        ]
        document = assemble("docx", drafts, page_count=1, most_chars=100)
        assert document.links == (Link(4, 7, "https://a"), Link(8, 10, "https://b"))

    def test_skips_lines_without_text(self) -> None:
        assert assemble("txt", [DraftLine(""), DraftLine("a")], page_count=1, most_chars=9).text == "a"

    def test_stops_at_the_most_characters(self) -> None:
        assert assemble("txt", [DraftLine("a" * 9)], page_count=1, most_chars=9).text == "a" * 9
        with pytest.raises(DocumentRefused) as caught:
            assemble("txt", (DraftLine("a" * 9) for _ in iter(int, 1)), page_count=1, most_chars=1_000)
        assert caught.value.code == "too_large"
