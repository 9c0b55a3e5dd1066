"""The languages of the product: catalogues, telling sentences, and choosing among them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from evenhand.kit.languages import Languages, LanguageUnknown, Tongue, load
from evenhand.kit.words import Named, say, say_many

N = "\N{NO-BREAK SPACE}"
HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""
WORDS = """msgid "Hello"
msgstr "Здравствуйте"

msgid "Closed on %(day)s"
msgstr "Закрыто %(day)s"

msgid "%(count)s answer"
msgid_plural "%(count)s answers"
msgstr[0] "%(count)s ответ"
msgstr[1] "%(count)s ответа"
msgstr[2] "%(count)s ответов"

msgid "two weeks"
msgstr "две недели"
"""


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Languages:
    folder = tmp_path_factory.mktemp("locale")
    (folder / "ru" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "ru" / "LC_MESSAGES" / "evenhand.po").write_text(HEAD + WORDS, encoding="utf-8")
    return load(folder)


@pytest.fixture(scope="module")
def russian(languages: Languages) -> Tongue:
    return languages["ru"]


class TestTell:
    def test_translates_plain_text_that_the_catalogue_has(self, russian: Tongue) -> None:
        assert russian.tell("Hello") == "Здравствуйте"
        assert russian.tell("Mira Sandoval") == "Mira Sandoval"
        assert russian.tell("") == ""

    @pytest.mark.parametrize(
        ("count", "words"), [(1, "1 ответ"), (2, "2 ответа"), (5, "5 ответов"), (11, "11 ответов"), (21, "21 ответ")]
    )
    def test_uses_the_plural_forms_of_the_language(self, russian: Tongue, count: int, words: str) -> None:
        assert russian.tell(say_many("%(count)s answer", "%(count)s answers", count)) == words

    def test_writes_values_as_the_language_does(self, russian: Tongue) -> None:
        assert russian.tell(say("Closed on %(day)s", day=date(2026, 11, 3))) == "Закрыто 3 ноября"
        moment = datetime(2026, 11, 3, 9, 5, tzinfo=UTC)
        assert russian.tell(say("%(a)s", a=moment)) == "3 ноября, 09:05 UTC"
        assert russian.tell(say("%(a)s / %(b)s / %(c)s", a=12500, b=2026, c=7.5)) == f"12{N}500 / 2026 / 7,5"
        assert russian.tell(say("%(a)s", a=["Bash", "Go", "SQL"])) == "Bash, Go и SQL"

    def test_tells_a_sentence_within_a_sentence(self, russian: Tongue) -> None:
        assert russian.tell(say("Closed on %(day)s", day=say("two weeks"))) == "Закрыто две недели"
        assert russian.tell(say("Closed on %(day)s", day="two weeks")) == "Закрыто two weeks"  # somebody's own words

    def test_gives_a_name_in_the_language(self, languages: Languages) -> None:
        name = Named("Welding", ru="Сварка")
        assert [tongue.tell(name) for tongue in languages] == ["Welding", "Сварка"]
        assert languages["ru"].tell(Named("Bash")) == "Bash"


class TestWished:
    @pytest.mark.parametrize(
        ("header", "tag"),
        [
            ("ru", "ru"),
            ("ru-UA,uk;q=0.9", "ru"),
            ("de,en;q=0.5,ru;q=0.8", "ru"),
            ("de-AT, en;q=0.9, ru;q=0.9", "en"),
            ("RU;q=1.0", "ru"),
            ("*", "en"),
            ("de", None),
            ("ru;q=0", None),
            ("", None),
            ("ru;q=much, , ;;, en;q=", None),
            (",".join(["de"] * 5000) + ",ru", None),
        ],
    )
    def test_takes_the_first_wish_there_is(self, languages: Languages, header: str, tag: str | None) -> None:
        found = languages.wished(header)
        assert (found.tag if found else None) == tag


class TestLoad:
    def test_refuses_a_fallback_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(LanguageUnknown, match="Choose one of en"):
            load(tmp_path, fallback="tlh")

    def test_gives_the_fallback_for_a_language_that_was_taken_away(self, languages: Languages) -> None:
        assert languages["eo"] is languages.fallback
