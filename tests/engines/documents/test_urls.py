import pytest

from evenhand.engines.documents.urls import kept_url


class TestKeptUrl:
    @pytest.mark.parametrize(
        "url", ["https://a.example/x?y=1", "http://a.example", "MAILTO:a@b.example", "tel:+491701234567"]
    )
    def test_keeps_addresses_a_reader_may_follow(self, url: str) -> None:
        assert kept_url(url) == url

    def test_repairs_breaks_and_missing_schemes(self) -> None:
        assert kept_url(" https://a.example/\n long\u200bpath ") == "https://a.example/longpath"
        assert kept_url("www.a.example") == "http://www.a.example"

    @pytest.mark.parametrize(
        "url",
        ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "file:///x", "", "https:/" + "a" * 9],
    )
    def test_drops_the_rest(self, url: str) -> None:
        assert kept_url(url) is None

    def test_drops_addresses_without_end(self) -> None:
        assert kept_url("https://" + "a" * 3_000) is None
