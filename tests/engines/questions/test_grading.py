"""The built-in grader finds in each gold answer what the question asks for, and not in the answer to another one."""

from statistics import mean

import pytest

from evenhand.engines.grading import Grade, grade
from evenhand.engines.questions import LANGUAGES, Kind, Language, LibraryQuestion, library

EN, RU = LANGUAGES
FAR = 41  # places on in the library stands a question about something else
HIGH, FAIR, LOW, STILL_LOW = 7.5, 5.5, 4.0, 6.0
MOST_FOOLED = 0.2  # of the answers to other questions: the grader is no judge of every sentence


def graded(question: LibraryQuestion, answer: str) -> Grade:
    return grade(
        question=question.text,
        gold=[question.gold],
        key_points=question.key_points,
        red_flags=question.red_flags,
        answer=answer,
    )


def overall(question: LibraryQuestion, answer: str) -> float:
    return graded(question, answer).overall or 0.0


def of(kind: Kind, language: Language) -> list[LibraryQuestion]:
    return library(language).of_kind(kind)


class TestGoldAnswers:
    @pytest.mark.parametrize(
        "question",
        [*of("technical", EN), *of("situational", EN), *of("technical", RU), *of("situational", RU)],
        ids=lambda question: f"{question.id}-{question.language}",
    )
    def test_make_every_key_point_and_raise_no_red_flag(self, question: LibraryQuestion) -> None:
        made = graded(question, question.gold)
        not_found = [point.point for point in made.points if point.kind == "key_point" and point.status != "found"]
        raised = [point.point for point in made.points if point.kind != "key_point" and point.status != "missing"]
        assert (not_found, raised) == ([], [])
        assert (made.overall or 0.0) >= HIGH

    # A story is judged by its kind: a situation, deeds, an outcome. The grader hears less of that in Russian.
    @pytest.mark.parametrize(
        "question",
        [*of("behavioural", EN), *of("behavioural", RU)],
        ids=lambda question: f"{question.id}-{question.language}",
    )
    def test_of_what_someone_did_are_good_accounts(self, question: LibraryQuestion) -> None:
        made = graded(question, question.gold)
        statuses = [point.status for point in made.points if point.kind == "key_point"]
        assert statuses.count("found") * (2 if question.language == EN else 4) >= len(statuses)
        assert "contradicted" not in statuses
        assert (made.overall or 0.0) >= (HIGH if question.language == EN else FAIR)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_of_other_questions_score_low(self, language: Language) -> None:
        questions = [one for one in library(language).questions if one.kind != "behavioural"]
        scores = [
            overall(one, questions[(place + FAR) % len(questions)].gold)
            for place, one in enumerate(questions)
            if place % 6 == 0  # a sixth of them is enough to know
        ]
        assert mean(scores) <= LOW
        assert sum(score > STILL_LOW for score in scores) <= MOST_FOOLED * len(scores)
