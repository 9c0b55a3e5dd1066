"""The shipped questions are many, well formed and unlike one another; mistakes in a file are refused."""

import re
from collections import Counter
from itertools import combinations

import pytest

from evenhand.engines.questions import LANGUAGES, Language, Library, LibraryInvalid, LibraryQuestion, library
from evenhand.engines.questions.reading import read_general, read_questions, read_translations
from evenhand.engines.skills import CATEGORIES, taxonomy

GROUPS = {  # the fields the library must cover, by the categories of their skills
    "technology": {"programming", "frontend", "backend", "databases", "cloud", "engineering", "security"},
    "data": {"data", "ai"},
    "care": {"care"},
    "trades": {"trades", "manufacturing"},
    "accounting": {"finance"},
    "sales": {"sales"},
    "logistics": {"logistics"},
}
ALIKE = 0.7  # share of common words from which two claims count as the same
HALF = 0.5  # share of a claim's words that its gold answer uses
STEM_LETTERS = 4
_SMALL_WORDS = """
    a an the of to is are be and or in on at it as not for with by from that this than one who what which their its
    before after each every all so only first do does if
"""
STOP_WORDS = frozenset(_SMALL_WORDS.split())


PROTECTED = re.compile(
    r"\b(age|aged|old are you|married|marriage|pregnan\w*|children|religio\w*|church|nationality|born|disab\w*|illness"
    r"|gender|union|возраст\w*|замуж\w*|женат\w*|беремен\w*|дет(и|ей)|религи\w*|национальност\w*|инвалид\w*|болезн\w*)\b"
)


GOOD = """
[one]
skill = "python"
difficulty = "easy"
text = "What is it?"
gold = "It is this. It is that. It is so."
key_points = ["This is a claim", "That is another claim", "And here is one more"]
junior = "Says it."
middle = "Says why."
senior = "Says when not."
follow_ups = ["And then?"]
"""


def everything() -> list[LibraryQuestion]:
    """The questions about skills and those about whole categories, the latter worded for one skill each."""
    one_each = {skill.category: skill for skill in taxonomy().skills}
    general = [library().general(skill) for skill in one_each.values()]
    return [*library().questions, *(question for question in general if question is not None)]


def words(claim: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9+#]+", claim.lower())) - STOP_WORDS


def stems(text: str) -> frozenset[str]:
    """Content words cut to their first letters, so that "measured" meets "measure"."""
    return frozenset(word[:STEM_LETTERS] for word in words(text))


class TestShippedQuestions:
    def test_are_as_many_as_an_organisation_needs_to_begin(self) -> None:
        counts = Counter(question.kind for question in library().questions)
        assert counts["technical"] >= 150
        assert counts["behavioural"] >= 20
        assert counts["situational"] >= 20

    def test_are_there_in_russian_where_any_job_needs_them(self) -> None:
        english, russian = library("en"), library("ru")
        for kind in ("behavioural", "situational"):
            assert {one.id for one in russian.of_kind(kind)} == {one.id for one in english.of_kind(kind)}
        assert len(russian.of_kind("technical")) >= 30
        one_each = {skill.category: skill for skill in taxonomy().skills}
        assert all(russian.general(skill) for skill in one_each.values())
        for question in russian.questions:
            assert re.search("[а-яё]", question.text), question.id
            original = english.get(question.id)
            assert original is not None
            assert (question.skill_id, question.difficulty, question.version) == (
                *(original.skill_id, original.difficulty, original.version),
            )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_ask_nobody_for_what_no_employer_may_know(self, language: Language) -> None:
        for question in library(language).questions:
            asked = " ".join([question.text, *question.follow_ups]).casefold()
            if question.kind != "technical":  # a nurse is asked about patients and their families
                assert not PROTECTED.search(asked), question.id

    def test_say_what_to_expect_and_what_to_ask_next(self) -> None:
        for language in LANGUAGES:
            for question in library(language).questions:
                levels = [question.expected.at(level) for level in ("junior", "middle", "senior")]
                assert len(set(levels)) == 3, question.id
                assert question.expected.at("lead") == levels[2]
                assert all(one.endswith("?") for one in question.follow_ups), question.id

    @pytest.mark.parametrize("group", GROUPS)
    def test_cover_every_field_at_every_difficulty(self, group: str) -> None:
        asked = [
            question
            for question in library().of_kind("technical")
            if (skill := taxonomy().get(question.skill_id or "")) and skill.category in GROUPS[group]
        ]
        assert {question.difficulty for question in asked} == {"easy", "medium", "hard"}
        assert len({question.skill_id for question in asked}) >= 4

    def test_are_about_many_skills_of_the_taxonomy(self) -> None:
        about = {question.skill_id for question in library().of_kind("technical")}
        assert len(about) >= 50
        assert all(skill_id and taxonomy().get(skill_id) for skill_id in about)

    @pytest.mark.parametrize("kind", ["behavioural", "situational"])
    def test_have_every_difficulty_in_the_kinds_that_fit_any_job(self, kind: str) -> None:
        counts = Counter(question.difficulty for question in library().questions if question.kind == kind)
        assert min(counts[difficulty] for difficulty in ("easy", "medium", "hard")) >= 3

    def test_have_one_for_every_category(self) -> None:
        for skill in taxonomy().skills:
            question = library().general(skill)
            assert question is not None, skill.category
            assert skill.name in question.text
            assert "{" not in question.text + question.gold

    @pytest.mark.parametrize("question", everything(), ids=lambda question: question.id)
    def test_have_a_whole_answer_and_claims_of_a_fair_size(self, question: LibraryQuestion) -> None:
        sentences = re.findall(r"[.!?](?=\s|$)", question.gold.replace("...", ""))
        assert 3 <= len(sentences) <= 6
        assert question.text[-1] in ".?"
        assert 3 <= len(question.key_points) <= 5
        for claim in (*question.key_points, *question.red_flags):
            assert 4 <= len(claim.split()) <= 14
            assert claim[-1] not in ".!?"
        assert question.red_flags

    # The key points of a behavioural question describe an account, of which its gold answer is one example.
    @pytest.mark.parametrize(
        "question",
        [question for question in everything() if question.kind != "behavioural"],
        ids=lambda question: question.id,
    )
    def test_make_their_claims_in_the_gold_answer(self, question: LibraryQuestion) -> None:
        said = stems(question.gold + question.text)
        for claim in question.key_points:
            assert len(stems(claim) & said) >= HALF * len(stems(claim)), claim

    def test_claim_nothing_twice(self) -> None:
        claims = [(question.id, claim, words(claim)) for question in everything() for claim in question.key_points]
        alike = [
            (one[0], one[1], other[0], other[1])
            for one, other in combinations(claims, 2)
            if len(one[2] & other[2]) >= ALIKE * len(one[2] | other[2])
        ]
        assert alike == []

    def test_never_ask_for_what_they_warn_of(self) -> None:
        for question in everything():
            for claim in question.key_points:
                assert claim.lower() not in {flag.lower() for flag in question.red_flags}, question.id

    def test_ask_each_question_once(self) -> None:
        texts = Counter(words(question.text) for question in everything())
        assert texts.most_common(1)[0][1] == 1

    def test_give_a_version_that_is_a_digest(self) -> None:
        assert re.fullmatch("[0-9a-f]{12}", library().version)


class TestReadQuestions:
    def test_folds_the_lines_of_a_long_text(self) -> None:
        source = GOOD.replace('"It is this. It is that. It is so."', '"""\nIt is this.\nIt is that. It is so.\n"""')
        assert read_questions(source)[0].gold == "It is this. It is that. It is so."

    @pytest.mark.parametrize(
        ("found", "put", "complaint"),
        [
            ('"easy"', '"simple"', "kind or the difficulty"),
            ('"python"', '"snakes"', "not a skill of the taxonomy"),
            ('"What is it?"', '" "', "needs a text"),
            ("gold =", "golden =", "unknown key golden"),
            (', "And here is one more"', "", "2 key points"),
            ("This is a claim", "A topic", "not a claim"),
            ("[one]", "[one", "line 2"),
        ],
    )
    def test_refuses_a_mistake_and_names_it(self, found: str, put: str, complaint: str) -> None:
        with pytest.raises(LibraryInvalid, match=complaint):
            read_questions(GOOD.replace(found, put))


class TestReadTranslations:
    def test_takes_skill_and_difficulty_from_the_original(self) -> None:
        words = GOOD.replace('skill = "python"\ndifficulty = "easy"\n', "").replace("What is it?", "Что это?")
        translated = read_translations(words, read_questions(GOOD), language="ru")[0]
        assert (translated.text, translated.skill_id, translated.language) == ("Что это?", "python", "ru")

    @pytest.mark.parametrize(
        ("found", "put", "complaint"),
        [
            ("[one]", "[two]", "no such question"),
            (
                '"This is a claim", "That',
                '"A further claim here", "This is a claim", "That',
                "original has 3 key points",
            ),
            ("[one]", '[one]\nskill = "python"', "unknown key skill"),
        ],
    )
    def test_refuses_another_question(self, found: str, put: str, complaint: str) -> None:
        words = GOOD.replace('skill = "python"\ndifficulty = "easy"\n', "").replace(found, put, 1)
        with pytest.raises(LibraryInvalid, match=complaint):
            read_translations(words, read_questions(GOOD), language="ru")


class TestReadGeneral:
    def test_reads_a_question_for_a_category(self) -> None:
        source = (
            GOOD.replace("[one]", "[care]").replace('skill = "python"\n', "").replace("What is it", "What is {skill}")
        )
        assert set(read_general(source)) <= set(CATEGORIES)
        assert read_general(source)["care"].text == "What is {skill}?"

    @pytest.mark.parametrize(("name", "complaint"), [("care", "does not say"), ("hobbies", "not a category")])
    def test_refuses_what_fits_no_category(self, name: str, complaint: str) -> None:
        with pytest.raises(LibraryInvalid, match=complaint):
            read_general(GOOD.replace("[one]", f"[{name}]"))


class TestLibrary:
    def test_refuses_an_id_used_twice(self) -> None:
        with pytest.raises(LibraryInvalid, match="one: the id is used twice"):
            Library([*read_questions(GOOD), *read_questions(GOOD)], version="test")

    def test_finds_a_question_by_id_and_by_skill(self) -> None:
        question = library().get("python-gil")
        assert question is not None
        assert question in library().about("python")
        assert library().get("nobody-asks") is None
        assert library().about("nobody-has") == []
