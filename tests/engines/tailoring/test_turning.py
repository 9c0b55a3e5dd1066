"""Wordings that say the same, and wordings that use the same words to say something else."""

import tomllib
from pathlib import Path

import pytest

from evenhand.engines.tailoring import refused_words, sources_of

HERE = Path(__file__).parent
REFUSED_ALTHOUGH_TRUE = {
    "Negotiated contracts with carriers and prices with suppliers.",  # "with" of the first reaches to the second
    "Готовил отчёты и вёл учёт для 30 клиентов.",  # whose clients they are is not said twice
}
LET_THROUGH = {"Improved memory at the cost of speed."}  # one clause, soft words between


def pairs(file: str, kind: str) -> list[tuple[str, str, str]]:
    """Language, statement and wording."""
    read = tomllib.loads((HERE / file).read_text("utf-8"))
    return [(language, before, after) for language, kinds in read.items() for before, after in kinds[kind]]


def refused(language: str, before: str, after: str) -> tuple[str, ...]:
    """The words for which it is refused where the statement is all there is."""
    sources = sources_of({"work": [{"name": "Harbour", "highlights": [before]}]})
    return refused_words(before, after, pointer="/work/0/highlights/0", sources=sources, language=language)


class TestRefusedWords:
    @pytest.mark.parametrize(("language", "before", "after"), pairs("wordings.toml", "same"))
    def test_lets_through_what_says_the_same(self, language: str, before: str, after: str) -> None:
        assert refused(language, before, after) == ()

    @pytest.mark.parametrize(("language", "before", "after"), pairs("wordings.toml", "turned"))
    def test_refuses_the_same_words_of_other_things(self, language: str, before: str, after: str) -> None:
        assert refused(language, before, after)

    def test_keeps_its_rates_on_what_it_was_not_built_with(self) -> None:
        same = {one[2] for one in pairs("wordings_unseen.toml", "same") if refused(*one)}
        turned = {one[2] for one in pairs("wordings_unseen.toml", "turned") if not refused(*one)}
        assert (same, turned) == (REFUSED_ALTHOUGH_TRUE, LET_THROUGH)
