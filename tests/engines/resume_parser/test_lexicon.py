"""The word lists: well formed in every language, and looked up as people write."""

from importlib import resources

import pytest

from evenhand.engines.resume_parser import lexicon
from evenhand.engines.resume_parser.lexicon import LANGUAGES, find_phrases, fold, owners, topic, words

TOPICS = sorted(
    entry.name.removesuffix(".toml")
    for entry in (resources.files(lexicon) / "en").iterdir()
    if entry.name.endswith(".toml")
)


class TestTopic:
    @pytest.mark.parametrize("name", TOPICS)
    def test_is_there_in_every_language(self, name: str) -> None:
        assert len(topic(name)) == len(LANGUAGES)

    def test_gives_each_heading_one_section_in_a_language(self) -> None:
        for headings in topic("headings"):
            folded = [fold(heading) for listed in headings.values() for heading in set(map(fold, listed))]

            assert sorted(folded) == sorted(set(folded))

    def test_knows_the_same_sections_in_every_language(self) -> None:
        english, *others = topic("headings")

        assert all(other.keys() == english.keys() for other in others)

    def test_has_twelve_months(self) -> None:
        for dates in topic("dates"):
            assert set(dates["months"]) == {str(number) for number in range(1, 13)}


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("B.Sc.", "BSc"),
            ("  Work   Experience ", "work experience"),
            ("Учёба", "учеба"),
            ("master’s", "Master's"),
            ("S.Korea", "skorea"),
        ],
    )
    def test_makes_two_spellings_one(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)


class TestFindPhrases:
    def test_prefers_the_longest_and_does_not_overlap(self) -> None:
        known = frozenset({"high school", "high school diploma", "school"})
        found = find_phrases("High School Diploma, school", known)

        assert [phrase.name for phrase in found] == ["high school diploma", "school"]

    def test_finds_whole_words_only(self) -> None:
        assert find_phrases("Inclusive engineering", frozenset({"inc", "engineer"})) == []

    def test_tells_where_they_stand(self) -> None:
        [phrase] = find_phrases("a B.Sc. here", frozenset({"bsc"}))

        assert "a B.Sc. here"[phrase.start : phrase.end].rstrip(".") == "B.Sc"


class TestOwners:
    def test_lead_from_a_word_to_its_list(self) -> None:
        assert owners("headings")["опыт работы"] == "work"
        assert owners("places", "cities")["москва"] == "RU"

    def test_agree_with_the_lists(self) -> None:
        assert "engineer" in words("titles", "nouns")
        assert "инженер" in words("titles", "nouns")
