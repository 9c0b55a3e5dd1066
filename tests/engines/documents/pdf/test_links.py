import pytest
from tests.engines.documents.drawing import Page, draw, read, width


def _links(page: Page) -> list[tuple[str, str]]:
    document = read(draw(page))
    return [(document.text[link.start : link.end], link.url) for link in document.links]


class TestLinkAreas:
    def test_finds_the_words_a_link_stands_on(self) -> None:
        page = Page()
        page.text(72, 100, "See my site or write")
        page.link(72 + width("See "), 100, width("my site"), "https://example.com/alice")
        page.link(72 + width("See my site or "), 100, width("write"), "mailto:alice@example.com")
        assert _links(page) == [("my site", "https://example.com/alice"), ("write", "mailto:alice@example.com")]

    def test_keeps_to_the_line_it_covers(self) -> None:
        page = Page()
        page.lines(72, 100, "github", "linkedin", "site")
        page.link(70, 114, 80, "https://linkedin.com/in/alice")
        assert _links(page) == [("linkedin", "https://linkedin.com/in/alice")]

    def test_gives_a_link_over_a_tab_only_its_own_words(self) -> None:
        page = Page()
        page.text(72, 100, "Acme")
        page.right(540, 100, "acme.example")
        page.link(540 - width("acme.example"), 100, width("acme.example"), "https://acme.example")
        assert _links(page) == [("acme.example", "https://acme.example")]

    def test_completes_an_address_without_its_scheme(self) -> None:
        page = Page()
        page.text(72, 100, "home")
        page.link(70, 100, 40, "www.example.com")
        assert _links(page) == [("home", "http://www.example.com")]

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "", "h" * 3000])
    def test_leaves_out_what_no_reader_should_follow(self, url: str) -> None:
        page = Page()
        page.text(72, 100, "home")
        page.link(70, 100, 40, url)
        assert _links(page) == []

    def test_finds_links_on_a_turned_page(self) -> None:
        page = Page(rotation=90)
        page.turned(100, 500, "home")
        page.links.append(b"<</Type /Annot /Subtype /Link /Rect [90 290 103 320] /A <</S /URI /URI (https://a.b)>>>>")
        assert _links(page) == [("home", "https://a.b")]
