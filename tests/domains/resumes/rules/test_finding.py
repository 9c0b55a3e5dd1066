"""Words in what a resume says."""

import pytest

from evenhand.domains.resumes import rules

TEXT = (
    "Vera Example\nNurse\n\nПолёты и учёт лекарств, Straßenklinik\nRan C++ tools, then C++ again "
    + "and on " * 60
    + "PostgreSQL"
)


def shown(query: str, text: str = TEXT) -> list[list[str]] | None:
    """The marked words of each excerpt."""
    found = rules.find(rules.query_words(query), [text])
    return None if found is None else [[one.text[start:end] for start, end in one.marks] for one in found]


class TestFind:
    @pytest.mark.parametrize(
        ("query", "marked"),
        [
            ("nurse", [["Nurse"]]),
            ("POSTGRES", [["Postgre" + "S"]]),
            ("полеты", [["Полёты"]]),
            ("УЧЁТ", [["учёт"]]),
            ("c++", [["C++", "C++"]]),
            ("vera nurse", [["Vera", "Nurse"]]),
            ("vera ver", [["Vera"]]),
            ("gres", None),
            ("nurse surgeon", None),
            (".*", None),
            (" \n", None),
        ],
    )
    def test_marks_words_by_their_beginning(self, query: str, marked: list[list[str]] | None) -> None:
        assert shown(query) == marked

    def test_shows_whole_words_around_and_that_the_text_goes_on(self) -> None:
        found = rules.find(("postgresql",), [TEXT])
        assert found is not None
        assert found[0].text.startswith("… and on ") or found[0].text.startswith("… on and")
        assert found[0].text.endswith("PostgreSQL")
        assert len(found[0].text) < 80

    def test_shows_at_most_three_places_those_with_most_of_the_words_first(self) -> None:
        text = ("cat" + " " * 200) * 9 + "cat and dog"
        marked = shown("dog cat", text)
        assert marked is not None
        assert (len(marked), marked[0]) == (3, ["cat", "dog"])

    def test_reads_no_more_than_eight_words_of_a_query(self) -> None:
        assert len(rules.query_words("a b c d e f g h i j k")) == 8
        assert len(rules.query_words("x" * 10_000)[0]) == rules.MOST_QUERY_CHARS


class TestPassages:
    def test_hold_fields_that_the_text_does_not_say(self) -> None:
        resume = {"basics": {"name": "Vera Example", "summary": "Night shifts"}, "meta": {"version": "secret"}}
        assert rules.passages(resume, TEXT, name="cv.txt", skills=["Kotlin"]) == [
            TEXT,
            "cv.txt",
            "Night shifts",
            "Kotlin",
        ]
