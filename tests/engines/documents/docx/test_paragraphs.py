import pytest
from tests.engines.documents.packing import pack, paragraph, run, table

from evenhand.engines.documents import Limits
from evenhand.engines.documents.docx import read_docx

FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "{url}" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def _lines(body: str) -> list[str]:
    return [line.text for line in read_docx(pack(body), Limits()).lines]


def _links(body: str, **links: str) -> list[tuple[str, str]]:
    document = read_docx(pack(body, links=links), Limits())
    return [(document.text[link.start : link.end], link.url) for link in document.links]


class TestRead:
    def test_ends_a_line_at_a_line_break(self) -> None:
        assert _lines(paragraph("Acme", "<w:r><w:br/></w:r>", "Berlin")) == ["Acme", "Berlin"]

    def test_reads_special_characters(self) -> None:
        marks = '<w:r><w:noBreakHyphen/><w:softHyphen/><w:tab/><w:sym w:font="Wingdings" w:char="F0A7"/></w:r>'
        assert _lines(paragraph("Co", marks, "x")) == ["Co-\t•x"]

    @pytest.mark.parametrize("code", ["zz", "", "110000", "-1"])
    def test_leaves_out_symbols_without_a_code(self, code: str) -> None:
        assert _lines(paragraph("a", f'<w:r><w:sym w:char="{code}"/></w:r>', "b")) == ["ab"]

    def test_shows_capitals_as_they_are_seen(self) -> None:
        assert _lines(paragraph(run("Опыт работы", properties="<w:caps/>"))) == ["ОПЫТ РАБОТЫ"]

    def test_reads_what_a_field_shows_and_not_its_code(self) -> None:
        field = FIELD.format(url="https://a.example", shown=run("my site"))
        assert _lines(paragraph("See ", field, " now")) == ["See my site now"]


class TestLinks:
    def test_finds_the_words_a_link_stands_on(self) -> None:
        link = f'<w:hyperlink r:id="a">{run("my ")}{run("site")}</w:hyperlink>'
        assert _links(paragraph("See ", link, " now"), a="https://a.example") == [("my site", "https://a.example")]

    def test_finds_links_made_by_fields(self) -> None:
        field = FIELD.format(url="https://a.example", shown=run("my site"))
        simple = f"<w:fldSimple w:instr='HYPERLINK \"mailto:a@b.example\"'>{run('write')}</w:fldSimple>"
        expected = [("my site", "https://a.example"), ("write", "mailto:a@b.example")]
        assert _links(paragraph("See ", field, " or ", simple)) == expected

    def test_keeps_its_place_beside_a_tab_and_in_a_joined_row(self) -> None:
        link = f'<w:hyperlink r:id="a">{run("site")}</w:hyperlink>'
        row = table(["Web", paragraph("   my     ", link)])
        assert _links(row, a="https://a.example") == [("site", "https://a.example")]

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///C:/x", "other.docx"])
    def test_leaves_out_what_no_reader_should_follow(self, url: str) -> None:
        link = f'<w:hyperlink r:id="a">{run("site")}</w:hyperlink>'
        assert _links(paragraph(link), a=url) == []
