import pytest
from tests.engines.documents.drawing import Page, assemble, lines_of, page_objects, read, stream, write

_PAGE = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <</Font <<%s>>>>>>"


def _with_font(name: bytes, content: bytes, to_unicode: bytes = b"") -> list[str]:
    """The lines of one page drawn with `/F1`, a font of this name with its codes mapped as given."""
    entries = b"/ToUnicode 6 0 R" if to_unicode else b""
    pdf = write(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            _PAGE % b"/F1 5 0 R /F2 7 0 R",
            stream(content),
            b"<</Type /Font /Subtype /Type1 /BaseFont /%s /FirstChar 0 /LastChar 255 /Widths [%s] %s>>"
            % (name, b" ".join([b"500"] * 256), entries),
            stream(
                b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange " + to_unicode + b" endcmap",
            ),
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        ]
    )
    return [line.text for line in read(pdf).lines]


def _mapped(*pairs: tuple[str, str]) -> bytes:
    """A character map: the code of each first letter stands for the second text."""
    entries = (b"<%02X> <%s>" % (ord(code), text.encode("utf-16-be").hex().encode()) for code, text in pairs)
    return b"%d beginbfchar %s endbfchar" % (len(pairs), b" ".join(entries))


class TestGlyphReader:
    @pytest.mark.parametrize("ligature", ["\ufb01", "fi"])
    def test_spells_a_ligature_out(self, ligature: str) -> None:
        content = b"BT /F1 10 Tf 72 700 Td (oXce) Tj ET"
        assert _with_font(b"Body", content, _mapped(("o", "o"), ("X", ligature), ("c", "c"), ("e", "e"))) == ["ofice"]

    @pytest.mark.parametrize("hyphen", ["\u00ad", "\u2010", "\u2011", "\u00ad\u2010"])
    def test_reads_what_is_drawn_as_a_hyphen_as_one(self, hyphen: str) -> None:
        content = b"BT /F1 10 Tf 72 700 Td (oXc) Tj ET"
        assert _with_font(b"Body", content, _mapped(("o", "o"), ("X", hyphen), ("c", "c"))) == ["o-c"]

    def test_leaves_the_hyphen_at_the_end_of_a_line(self) -> None:
        page = Page()
        page.lines(72, 100, "Led the develop-", "ment of a platform")
        assert lines_of(page) == ["Led the develop-", "ment of a platform"]

    def test_reads_a_space_of_many_meanings_as_one(self) -> None:
        content = b"BT /F1 10 Tf 72 700 Td (aXb) Tj ET"
        assert _with_font(b"Body", content, _mapped(("a", "a"), ("X", "\t\r \u00a0"), ("b", "b"))) == ["a b"]

    def test_leaves_out_the_names_of_icons(self) -> None:
        content = b"BT /F1 10 Tf 72 700 Td (X) Tj /F2 10 Tf 14 0 Td (alice@example.com) Tj ET"
        assert _with_font(b"FontAwesome6Free-Solid", content, _mapped(("X", "ENVELOPE"))) == ["alice@example.com"]

    @pytest.mark.parametrize(("font", "sign"), [(b"Wingdings", "l"), (b"Symbol", "\uf0b7"), (b"Body", "\uf0a7")])
    def test_reads_symbol_signs_as_bullets(self, font: bytes, sign: str) -> None:
        content = b"BT /F1 10 Tf 72 700 Td (X) Tj /F2 10 Tf 14 0 Td (Built it) Tj ET"
        assert _with_font(font, content, _mapped(("X", sign))) == ["• Built it"]

    def test_leaves_out_private_signs_without_a_meaning(self) -> None:
        content = b"BT /F1 10 Tf 72 700 Td (X) Tj /F2 10 Tf 14 0 Td (Berlin) Tj ET"
        assert _with_font(b"Body", content, _mapped(("X", "\ue0b7"))) == ["Berlin"]

    def test_reads_what_is_drawn_and_not_what_stands_in_for_it(self) -> None:
        content = b"/Span <</ActualText (Chief Executive)>> BDC BT /F2 10 Tf 72 700 Td (Junior Tester) Tj ET EMC"
        assert _with_font(b"Body", content) == ["Junior Tester"]

    def test_falls_back_on_the_stand_in_where_glyphs_say_nothing(self) -> None:
        nameless = b"<</Type /Font /Subtype /Type0 /BaseFont /Body /Encoding /Identity-H /DescendantFonts [6 0 R]>>"
        descendant = (
            b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /Body /DW 500"
            b" /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>>>"
        )
        content = b"/Span <</ActualText (Alice)>> BDC BT /F1 10 Tf 72 700 Td <00010002000300040005> Tj ET EMC"
        pdf = write(
            [
                b"<</Type /Catalog /Pages 2 0 R>>",
                b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
                _PAGE % b"/F1 5 0 R",
                stream(content),
                nameless,
                descendant,
            ]
        )
        assert [line.text for line in read(pdf).lines] == ["Alice"]

    def test_reads_packed_pages(self) -> None:
        page = Page()
        page.text(72, 100, "Alice")
        assert read(assemble([page_objects(page)], compressed=True)).text == "Alice"


class TestFonts:
    @pytest.mark.parametrize(
        ("name", "bold"),
        [
            (b"Inter-Bold", True),
            (b"ABCDEF+SourceSans3-Semibold", True),
            (b"Lato-Black", True),
            (b"CMBX10", True),
            (b"Helvetica-Oblique", False),
            (b"Lato-Light", False),
        ],
    )
    def test_knows_a_bold_font_by_its_name(self, name: bytes, *, bold: bool) -> None:
        page = Page()
        page.text(72, 100, "Alice")
        content = assemble([page_objects(page)]).replace(
            b"/BaseFont /Helvetica /Encoding", b"/BaseFont /" + name + b" "
        )
        (line,) = read(content).lines
        assert line.bold is bold
