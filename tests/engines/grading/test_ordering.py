"""The order every grader must keep: a right answer above a part of one, above a wrong one, above none at all."""

import pytest
from tests.engines.grading.answers import CASES, Case
from tests.engines.grading.answers_russian import RUSSIAN_CASES

from evenhand.engines.grading import Grade, grade

NONSENSE = "asdf qwer zxcv lkjh poiu mnbv"
FEWEST_FIELDS = 20
FEWEST_RUSSIAN = 5
ALL = (*CASES, *RUSSIAN_CASES)


def graded(case: Case, answer: str, *, with_points: bool) -> Grade:
    points = case.key_points if with_points else ()
    return grade(question=case.question, gold=[case.gold], key_points=points, answer=answer)


def worth(made: Grade) -> float:
    """The overall figure; no evidence at all ranks with nothing."""
    return made.overall or 0.0


@pytest.mark.parametrize("with_points", [True, False], ids=["key points", "gold answer only"])
@pytest.mark.parametrize("case", ALL, ids=[case.field for case in ALL])
class TestGrade:
    def test_ranks_the_seven_kinds_of_answers(self, case: Case, with_points: bool) -> None:
        answers = (case.good, case.partial, case.wrong, case.off_topic, case.question, NONSENSE, " ")
        good, partial, wrong, off, parroted, nonsense, empty = (
            worth(graded(case, answer, with_points=with_points)) for answer in answers
        )
        assert good > partial > wrong > off
        assert off >= parroted >= nonsense >= empty

    def test_names_no_attempt_as_what_it_is(self, case: Case, with_points: bool) -> None:
        assert graded(case, case.question, with_points=with_points).flags == ("parroted",)
        assert graded(case, NONSENSE, with_points=with_points).flags == ("nonsense",)
        assert graded(case, "\n\u200b", with_points=with_points).flags == ("empty",)
        assert graded(case, case.good, with_points=with_points).flags == ()

    def test_takes_every_point_from_words_of_the_answer(self, case: Case, with_points: bool) -> None:
        made = graded(case, case.good, with_points=with_points)
        found = [point for point in made.points if point.status != "missing"]
        assert found
        for point in found:
            assert point.start is not None
            assert point.end is not None
            assert case.good[point.start : point.end] == point.text

    def test_accuses_no_answer_that_is_right(self, case: Case, with_points: bool) -> None:
        for answer in (case.good, case.partial, case.gold):
            made = graded(case, answer, with_points=with_points)
            assert [(point.point, point.text) for point in made.points if point.status == "contradicted"] == []
            assert made.label != "contradictory"

    def test_gives_the_same_seal_every_time(self, case: Case, with_points: bool) -> None:
        first = graded(case, case.partial, with_points=with_points)
        assert graded(case, case.partial, with_points=with_points).seal == first.seal


@pytest.mark.parametrize("case", ALL, ids=[case.field for case in ALL])
class TestKeyPoints:
    def test_are_found_in_a_partial_answer_where_it_makes_them(self, case: Case) -> None:
        made = graded(case, case.partial, with_points=True)
        found = {place for place, point in enumerate(made.points) if point.status == "found"}
        assert found >= set(case.found_in_partial)

    def test_are_contradicted_by_an_answer_that_denies_one(self, case: Case) -> None:
        made = graded(case, case.contradicting, with_points=True)
        against = [point for point in made.points if point.status == "contradicted"]
        assert len(against) >= 1
        assert all(point.text and point.text in case.contradicting and point.why for point in against)
        assert worth(made) < worth(graded(case, case.good, with_points=True))


class TestCases:
    def test_are_of_twenty_fields_five_of_them_russian(self) -> None:
        assert len({case.field for case in ALL}) >= FEWEST_FIELDS
        assert len(RUSSIAN_CASES) >= FEWEST_RUSSIAN

    def test_replay_a_hundred_times_to_one_seal(self) -> None:
        case = CASES[0]
        assert len({graded(case, case.good, with_points=True).seal for _ in range(100)}) == 1
