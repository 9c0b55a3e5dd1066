"""Marked text loses no character, nests nothing, and lets nothing hostile through."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.web.marks import Span, mark_spans

ANSWER = "Roll back first, find out why later. Then I told the shift lead."


class Reader(HTMLParser):
    """Collects what a reader sees (numbers apart), the marks with their words, and every attribute."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marks: list[str] = []
        self.notes: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.depth = 0
        self.in_note = False
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag == "mark":
            self.depth += 1
            assert self.depth == 1, "marks are nested"
            self.marks.append("")
        elif tag == "br":
            self.saw("\n")
        elif ("class", "cite") in attrs:
            self.in_note = True
            self.notes.append("")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "mark"
        self.in_note = self.in_note and tag != "button"

    def handle_data(self, data: str) -> None:
        if self.in_note:
            self.notes[-1] += data
        else:
            self.saw(data)

    def saw(self, data: str) -> None:
        self.text += data
        if self.depth:
            self.marks[-1] += data


class TestMarkSpans:
    def test_marks_the_words_between_the_offsets(self) -> None:
        html = mark_spans(ANSWER, [Span(0, 15, id="s1", href="#f1")])
        assert html.startswith('<mark id="s1"><a href="#f1">Roll back first</a></mark>, find out')

    def test_keeps_the_number_with_the_last_word(self) -> None:
        html = mark_spans(ANSWER, [Span(0, 36, number=1, popover="e1")])
        button = '<button class="cite" type="button" popovertarget="e1" aria-label="Evidence 1">1</button>'
        assert f'find out why <span class="nb">later.{button}</span></mark> Then' in html

    def test_lets_a_very_long_last_word_break(self) -> None:
        html = mark_spans("x" * 80, [Span(0, 80, number=1, popover="e1")])
        assert "nb" not in html

    def test_speaks_the_number_in_the_page_s_language(self) -> None:
        html = mark_spans("да", [Span(0, 2, number=4, popover="e4")], cite_label="Основание {number}")
        assert 'aria-label="Основание 4"' in html

    def test_says_the_kind_by_class(self) -> None:
        html = mark_spans(ANSWER, [Span(0, 4, kind="against"), Span(5, 9, kind="unsure")])
        assert '<mark class="against">Roll</mark> <mark class="unsure">back</mark>' in html

    def test_counts_code_points_not_bytes_or_utf_16(self) -> None:
        text = "Ёж 👩\u200d🔧 чинит"
        start = text.index("чинит")
        assert Reader(mark_spans(text, [Span(start, start + 5)])).marks == ["чинит"]

    def test_splits_overlapping_spans(self) -> None:
        html = mark_spans("abcdefghij", [Span(0, 6, id="a"), Span(4, 9, id="b")])
        assert html == '<mark id="a">abcd</mark><mark id="b">efghi</mark>j'

    def test_gives_shared_words_to_the_shorter_span(self) -> None:
        spans = [
            Span(0, 10, id="long", number=1, popover="e1"),
            Span(3, 6, id="short", number=2, popover="e2"),
        ]
        read = Reader(mark_spans("abcdefghij", spans))
        assert read.marks == ["abc", "def", "ghij"]
        assert read.notes == ["2", "1"]
        assert read.ids == ["long", "short"]

    def test_keeps_id_and_number_of_a_span_that_owns_nothing(self) -> None:
        spans = [
            Span(0, 4, id="a", number=1, popover="e1"),
            Span(0, 4, id="b", kind="against", number=2, popover="e2"),
        ]
        html = mark_spans("word", spans)
        read = Reader(html)
        assert html.count("<mark") == 1
        assert 'class="against"' in html
        assert sorted(read.ids) == ["a", "b"]
        assert sorted(read.notes) == ["1", "2"]

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\f"])
    def test_keeps_line_breaks_also_inside_a_mark(self, line_end: str) -> None:
        html = mark_spans(f"one{line_end}two", [Span(0, 3 + len(line_end) + 3)])
        assert html.count("<br>") == 1
        assert Reader(html).marks[0].split() == ["one", "two"]

    def test_keeps_one_break_where_a_span_ends_inside_crlf(self) -> None:
        assert mark_spans("one\r\ntwo", [Span(0, 4)]).count("<br>") == 1

    @pytest.mark.parametrize("span", [Span(-1, 2), Span(2, 2), Span(3, 2), Span(0, 5)])
    def test_refuses_a_span_outside_the_text(self, span: Span) -> None:
        with pytest.raises(ValueError, match="not in a text of 4"):
            mark_spans("word", [span])

    @pytest.mark.parametrize("href", ["javascript:alert(1)", "https://x.example", "#a b", '#a"', "", "#"])
    def test_refuses_a_way_back_that_leaves_the_page(self, href: str) -> None:
        with pytest.raises(ValueError, match="within the page"):
            mark_spans("word", [Span(0, 4, href=href)])

    def test_escapes_hostile_words_ids_and_labels(self) -> None:
        bad = '"><script>alert(1)</script>'
        span = Span(0, len(bad), id=bad, number=1, popover=bad)
        html = mark_spans(bad, [span], cite_label=bad)
        read = Reader(html)
        assert read.tags == {"mark", "button"}
        assert read.ids == [bad]
        assert read.marks == [bad]

    def test_does_not_mark_inside_an_entity(self) -> None:
        assert mark_spans("a<b", [Span(1, 2)]) == "a<mark>&lt;</mark>b"

    def test_shows_something_for_what_no_page_can_hold(self) -> None:
        html = mark_spans("a\x00b\ud800c", [Span(0, 5)])
        assert html == "<mark>a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c</mark>"
        assert html.encode("utf-8")

    def test_takes_an_empty_text(self) -> None:
        assert mark_spans("", []) == ""

    @given(
        text=st.text(alphabet="ab <>&\"'\nЁ👩", min_size=1, max_size=40),
        ends=st.lists(st.tuples(st.integers(0, 39), st.integers(1, 40), st.sampled_from(["", "against", "unsure"]))),
    )
    def test_loses_no_character_and_no_span(self, text: str, ends: list[tuple[int, int, str]]) -> None:
        spans = [
            Span(start, end, id=f"s{index}", number=index, popover=f"e{index}", kind=kind)  # type: ignore[arg-type]
            for index, (start, end, kind) in enumerate(ends)
            if start < end <= len(text)
        ]
        html = mark_spans(text, spans)
        read = Reader(html)
        assert read.text == text
        assert sorted(read.ids) == sorted(span.id or "" for span in spans)
        assert sorted(read.notes) == sorted(str(span.number) for span in spans)
        covered = {place for span in spans for place in range(span.start, span.end)}
        assert sum(map(len, read.marks)) == len(covered)
        plain = re.sub(r"<button.*?</button>", "", html)
        assert unescape(re.sub(r"<[^>]*>", "", plain.replace("<br>", "\n"))) == text
