"""Filters write as people write, and never let markup through."""

import json
import logging
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from evenhand.kit.languages import Tongue
from evenhand.web import render
from evenhand.web.render import initials, markdown, nbsp, paragraphs, templates

N = "\N{NO-BREAK SPACE}"
EVENING = datetime(2026, 11, 19, 14, 32, 7, tzinfo=UTC)


def apply(filter_name: str, *values: Any, language: str = "en") -> str:
    environment = templates(folders=[], static_prefix="/static", tongue=Tongue(language))
    return str(environment.filters[filter_name](*values))


class TestTemplates:
    def test_searches_the_domains_folders_after_our_own(self, tmp_path: Path) -> None:
        (tmp_path / "jobs").mkdir()
        (tmp_path / "jobs" / "list.html").write_text('{% extends "layouts/read.html" %}', encoding="utf-8")
        (tmp_path / "layouts").mkdir()
        (tmp_path / "layouts" / "base.html").write_text("shadowed", encoding="utf-8")
        environment = templates(folders=[tmp_path], static_prefix="/static")
        html = environment.get_template("jobs/list.html").render(me=None, csrf_token="", nav=[], request_id="r")
        assert "shadowed" not in html
        assert 'id="main"' in html

    def test_escapes_pages_and_leaves_plain_text_mail_alone(self, tmp_path: Path) -> None:
        for name in ("page.html", "mail.txt"):
            (tmp_path / name).write_text("{{ words }}", encoding="utf-8")
        environment = templates(folders=[tmp_path], static_prefix="/static")
        assert environment.get_template("page.html").render(words="a & b") == "a &amp; b"
        assert environment.get_template("mail.txt").render(words="a & b") == "a & b"

    def test_speaks_through_the_translations_it_is_given(self) -> None:
        class Loud(NullTranslations):
            def gettext(self, message: str) -> str:
                return message.upper()

        environment = templates(folders=[], static_prefix="/static", tongue=Tongue("en", Loud()))
        source = '{% from "components/actions.html" import dialog_actions %}{{ dialog_actions("d", "x") }}'
        assert ">KEEP<" in environment.from_string(source).render()


class TestAsset:
    def test_gives_the_hashed_name_of_the_manifest(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        manifest = tmp_path / "manifest.json"
        manifest.write_text(json.dumps({"app.js": "app-12ab.js", "icons.svg": "icons-34cd.svg"}), encoding="utf-8")
        monkeypatch.setattr(render, "MANIFEST", manifest)
        environment = templates(folders=[], static_prefix="/files/")
        assert environment.from_string("{{ asset('app.js') }}").render() == "/files/built/app-12ab.js"
        icon = environment.from_string("{{ icon('check', 16) }}").render()
        assert icon == (
            '<svg width="16" height="16" aria-hidden="true"><use href="/files/built/icons-34cd.svg#i-check"/></svg>'
        )

    def test_says_what_to_run_when_nothing_is_built(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(render, "MANIFEST", tmp_path / "manifest.json")
        with caplog.at_level(logging.WARNING):
            environment = templates(folders=[], static_prefix="/static")
        assert "scripts/build-assets" in caplog.text
        assert environment.from_string("{{ asset('app.js') }}").render() == "/static/built/app.js"


class TestMoney:
    @pytest.mark.parametrize(
        ("lowest", "highest", "currency", "english", "russian"),
        [
            (62000, 78000, "EUR", "€62,000 – 78,000", f"62{N}000 – 78{N}000{N}€"),
            (260000, None, "RUB", f"from RUB{N}260,000", f"from 260{N}000{N}₽"),
            (None, 5000, "USD", "up to $5,000", f"up to 5{N}000{N}$"),
            (17.5, 20, "USD", "$17.50 – 20.00", f"17,50 – 20,00{N}$"),
            (Decimal(3000), Decimal(3000), "SEK", f"SEK{N}3,000", f"3{N}000{N}SEK"),
            (None, None, "EUR", "", ""),
            (0, 10, "XXQ", f"XXQ{N}0 – 10", f"0 – 10{N}XXQ"),
        ],
    )
    def test_writes_a_range_as_each_language_does(
        self, lowest: Any, highest: Any, currency: str, english: str, russian: str
    ) -> None:
        assert apply("money", lowest, highest, currency) == english
        assert apply("money", lowest, highest, currency, language="ru").replace("\u202f", N) == russian


class TestDates:
    def test_write_the_day_before_the_month(self) -> None:
        assert apply("day", date(2026, 11, 9)) == "9 November"
        assert apply("day", EVENING, language="ru") == "19 ноября"
        assert apply("day_year", EVENING) == "19 November 2026"

    def test_write_a_24_hour_clock_in_the_value_s_own_zone(self) -> None:
        assert apply("clock", EVENING) == "14:32"
        assert apply("clock", EVENING.astimezone(timezone(timedelta(hours=-10)))) == "04:32"

    @pytest.mark.parametrize(("language", "words"), [("en", "7.3"), ("ru", "7,3")])
    def test_write_a_score_to_one_decimal(self, language: str, words: str) -> None:
        assert apply("figure", 7.3, language=language) == words
        assert apply("figure", 10) == "10.0"


class TestNbsp:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("up to 10 MB", f"up to 10{N}MB"),
            ("Файл до 10 МБ.", f"Файл до 10{N}МБ."),
            ("30 %", f"30{N}%"),
            ("about 45 minutes", f"about 45{N}minutes"),
            ("в доме и у реки", f"в{N}доме и{N}у{N}реки"),
            ("А в Риге", f"А{N}в{N}Риге"),
            ("€62,000 – 78,000", f"€62,000{N}– 78,000"),
            ("5 people, 3 hats", "5 people, 3 hats"),
            ("version 4 minor", "version 4 minor"),
            ("слов и", "слов и"),
        ],
    )
    def test_joins_what_belongs_together_and_nothing_else(self, text: str, kept: str) -> None:
        assert nbsp(text) == kept

    def test_leaves_tags_alone_and_stays_markup(self) -> None:
        html = nbsp(Markup('<a title="10 MB">10 MB</a>'))
        assert str(html) == f'<a title="10 MB">10{N}MB</a>'
        assert isinstance(html, Markup)
        assert not isinstance(nbsp("<b>"), Markup)


class TestInitials:
    @pytest.mark.parametrize(
        ("name", "letters"),
        [
            ("Nina Aalto", "NA"),
            ("ольга ветрова", "ОВ"),
            ("Maria de la Cruz", "MC"),
            ("Cher", "C"),
            ("Applicant 14", "14"),
            ("(Bob) O'Neil", "BO"),
            ("  ", "–"),
            ("🙂 !", "–"),
            ("李 小龍", "李小"),
        ],
    )
    def test_take_the_first_and_the_last_name(self, name: str, letters: str) -> None:
        assert initials(name) == letters


class TestParagraphs:
    def test_makes_paragraphs_breaks_and_lists(self) -> None:
        text = "Hello,\r\nAlice\r\n\r\n- one\n• two\n\n\nBye"
        assert paragraphs(text) == "<p>Hello,<br>Alice</p>\n<ul><li>one</li><li>two</li></ul>\n<p>Bye</p>"

    def test_starts_a_list_in_the_middle_of_a_block(self) -> None:
        assert paragraphs("What:\n- one\nThen") == "<p>What:</p>\n<ul><li>one</li></ul>\n<p>Then</p>"

    @pytest.mark.parametrize("text", ["", "\n\n", " \n - \n"])
    def test_makes_nothing_of_nothing(self, text: str) -> None:
        assert "<p></p>" not in paragraphs(text)

    @given(st.text(alphabet="a<>&\"' -\n\r*", max_size=60))
    def test_lets_no_markup_through(self, text: str) -> None:
        rest = str(paragraphs(text))
        for tag in ("<p>", "</p>", "<br>", "<ul>", "</ul>", "<li>", "</li>"):
            rest = rest.replace(tag, "")
        assert "<" not in rest
        assert ">" not in rest


class TestMarkdown:
    def test_writes_headings_below_the_page_s_own(self) -> None:
        assert markdown("# One\n\n### Three\n\n###### Six") == "<h2>One</h2>\n<h4>Three</h4>\n<h4>Six</h4>\n"

    def test_leaves_no_level_out_where_a_writer_begins_with_the_second(self) -> None:
        assert markdown("## Two\n\n### Three\n\nOne\n---") == "<h2>Two</h2>\n<h3>Three</h3>\n<h2>One</h2>\n"

    def test_links_with_nofollow(self) -> None:
        html = markdown("[a](https://a.example) <bob@b.example>")
        assert '<a href="https://a.example" rel="nofollow noopener">a</a>' in html
        assert '<a href="mailto:bob@b.example" rel="nofollow noopener">' in html

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:alert(1))",
            "[a](java&#115;cript:alert(1))",
            "[a](data:text/html,x)",
            "[a](//evil.example)",
            "[a](/sign-out)",
            "[a]: vbscript:x\n\n[a]",
            "<javascript:alert(1)>",
            "![x](https://tracker.example/p.gif)",
        ],
    )
    def test_refuses_html_pictures_and_other_addresses(self, text: str) -> None:
        html = str(markdown(text))
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="j' not in html.lower()
        assert 'href="d' not in html
        assert 'href="/' not in html
        assert 'href="v' not in html

    def test_does_not_parse_a_book(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(render, "MARKDOWN_LIMIT", 10)
        assert markdown("**bold** and more") == "<p>**bold** and more</p>"
