"""Sentences made in Python: what they are in English, and what is left of them on their way to a reader."""

import copy
import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import BaseModel

from evenhand.kit.words import (
    Named,
    Sentence,
    keep,
    kept,
    read_in,
    reader,
    reading,
    recognised,
    say,
    say_many,
    tell,
    together,
)


class Shouting:
    """A language in which everything is loud."""

    tag = "xx"

    def tell(self, text: str) -> str:
        return text.upper()


class Model(BaseModel):
    words: Sentence


class TestSay:
    def test_is_its_english_text(self) -> None:
        assert say("Choose a file of %(size)s or less.", size="10 MB") == "Choose a file of 10 MB or less."

    def test_takes_a_text_without_values_as_it_stands(self) -> None:
        assert say("100% remote") == "100% remote"

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (7, "7"),
            (2026, "2026"),
            (12500, "12,500"),
            (-12500, "-12,500"),
            (Decimal("7.5"), "7.5"),
            (True, "True"),
            (date(2026, 11, 3), "3 November"),
            (datetime(2026, 11, 3, 9, 5), "3 November, 09:05"),  # noqa: DTZ001 - a clock on the wall
            (datetime(2026, 11, 3, 9, 5, tzinfo=UTC), "3 November, 09:05 UTC"),
            (["Bash"], "Bash"),
            (["Bash", "Go", "SQL"], "Bash, Go and SQL"),
            ([], ""),
        ],
    )
    def test_writes_values_as_english_does(self, value: object, written: str) -> None:
        assert say("%(value)s", value=value) == written  # type: ignore[arg-type]

    def test_refuses_a_place_without_its_value(self) -> None:
        with pytest.raises(KeyError):
            say("%(name)s is %(size)s", name="scan.pdf")


class TestSayMany:
    @pytest.mark.parametrize(("count", "words"), [(0, "0 answers"), (1, "1 answer"), (2, "2 answers")])
    def test_chooses_the_form(self, count: int, words: str) -> None:
        assert say_many("%(count)s answer", "%(count)s answers", count) == words


class TestSentence:
    def test_stays_whole_when_copied(self) -> None:
        sentence = say_many("%(count)s of %(most)s", "%(count)s of %(most)s each", 3, most=5)
        for copied in (copy.copy(sentence), copy.deepcopy(sentence), pickle.loads(pickle.dumps(sentence))):  # noqa: S301
            assert copied == sentence
            assert (copied.template, copied.many, copied.number) == (sentence.template, sentence.many, 3)
            assert copied.values == {"count": 3, "most": 5}

    def test_stays_whole_in_a_model_and_is_told_in_its_json(self) -> None:
        model = Model(words=say("Write %(lowest)s.", lowest=5))
        assert model.words.values == {"lowest": 5}
        assert model.model_dump()["words"].template == "Write %(lowest)s."
        assert json.loads(model.model_dump_json()) == {"words": "Write 5."}
        with reading(Shouting()):
            assert json.loads(model.model_dump_json()) == {"words": "WRITE 5."}

    def test_is_made_of_plain_text_by_a_model(self) -> None:
        assert isinstance(Model.model_validate({"words": "Stored long ago."}).words, Sentence)

    def test_leaves_a_name_its_languages_in_a_model(self) -> None:
        words: str = Model(words=Named("Welding", ru="Сварка")).words
        assert isinstance(words, Named)

    def test_is_a_string_to_whoever_reads_the_api(self) -> None:
        assert Model.model_json_schema()["properties"]["words"]["type"] == "string"


class TestReading:
    def test_lasts_as_long_as_the_block(self) -> None:
        before = reader().tag
        with reading(Shouting()):
            assert tell("quiet") == "QUIET"
            read_in(Shouting())
        assert reader().tag == before
        assert tell("quiet") == "quiet"


class TestKeep:
    @pytest.mark.parametrize(
        "sentence",
        [
            say("Nothing contradicts the reference."),
            say("“%(name)s” is %(size)s.", name="scan.pdf", size=say("%(count)s MB", count=14)),
            say("Until %(end)s or %(day)s", end=datetime(2026, 11, 3, 9, 5, tzinfo=UTC), day=date(2026, 11, 4)),
            say_many("%(count)s of %(names)s", "%(count)s of all: %(names)s", 2, names=["Bash", "Go"]),
        ],
        ids=str,
    )
    def test_can_be_stored_as_json_and_made_whole_again(self, sentence: Sentence) -> None:
        whole = kept(json.loads(json.dumps(keep(sentence))))
        assert whole == sentence
        assert isinstance(whole, Sentence)
        assert (whole.template, whole.many, dict(whole.values)) == (sentence.template, sentence.many, sentence.values)

    def test_leaves_text_without_values_as_text(self) -> None:
        assert keep(say("Nothing contradicts the reference.")) == "Nothing contradicts the reference."
        assert keep("100% remote") == "100% remote"


class TestTogether:
    def test_puts_whole_sentences_one_after_the_other(self) -> None:
        both = together(say("First."), "", say("Then %(n)s.", n=2))
        assert both == "First. Then 2."
        assert kept(keep(both)) == both
        assert together() == ""


class TestRecognised:
    SAID = ("This %(kind)s has %(count)s pages.", "Nothing was found.", "About 100 %% of %(what)s.")

    @pytest.mark.parametrize(
        ("text", "template", "values"),
        [
            ("This PDF has 900 pages.", SAID[0], {"kind": "PDF", "count": "900"}),
            ("Nothing was found.", SAID[1], {}),
            ("About 100 % of it.", SAID[2], {"what": "it"}),
            ("Written by somebody.", "Written by somebody.", {}),
            ("This PDF has 900 pages. Truly.", "This PDF has 900 pages. Truly.", {}),
            ("", "", {}),
        ],
    )
    def test_finds_the_template_of_what_was_stored(self, text: str, template: str, values: dict[str, str]) -> None:
        found = recognised(text, self.SAID)
        assert (str(found), found.template, found.values) == (text, template, values)


class TestNamed:
    def test_is_its_english_name(self) -> None:
        assert copy.deepcopy(Named("Welding", ru="Сварка")).names == {"ru": "Сварка"}
        assert Named("Welding", ru="Сварка") == "Welding"
