"""The order every grader must keep: a right answer above a part of one, above a wrong one, above none at all."""

import pytest
from tests.engines.grading.answers import CASES, Case

from evenhand.engines.grading import Grade, grade

NONSENSE = "asdf qwer zxcv lkjh poiu mnbv"
FEWEST_FIELDS = 10


def graded(case: Case, answer: str, *, with_points: bool) -> Grade:
    points = case.key_points if with_points else ()
    return grade(question=case.question, gold=[case.gold], key_points=points, answer=answer)


def worth(made: Grade) -> float:
    """The overall figure; no evidence at all ranks with nothing."""
    return made.overall or 0.0


@pytest.mark.parametrize("with_points", [True, False], ids=["key points", "gold answer only"])
@pytest.mark.parametrize("case", CASES, ids=[case.field for case in CASES])
class TestGrade:
    def test_ranks_the_seven_kinds_of_answers(self, case: Case, with_points: bool) -> None:
        answers = (case.good, case.partial, case.wrong, case.off_topic, case.question, NONSENSE, " ")
        good, partial, wrong, off, parroted, nonsense, empty = (
            worth(graded(case, answer, with_points=with_points)) for answer in answers
        )
        assert good > partial > wrong > off
        assert off >= parroted >= nonsense >= empty

    def test_takes_every_point_from_words_of_the_answer(self, case: Case, with_points: bool) -> None:
        made = graded(case, case.good, with_points=with_points)
        found = [point for point in made.points if point.status != "missing"]
        assert found
        for point in found:
            assert point.start is not None
            assert point.end is not None
            assert case.good[point.start : point.end] == point.text

    def test_gives_the_same_seal_every_time(self, case: Case, with_points: bool) -> None:
        first = graded(case, case.partial, with_points=with_points)
        assert {graded(case, case.partial, with_points=with_points).seal for _ in range(3)} == {first.seal}


class TestCases:
    def test_are_of_ten_different_fields(self) -> None:
        assert len({case.field for case in CASES}) >= FEWEST_FIELDS

    def test_replay_a_hundred_times_to_one_seal(self) -> None:
        case = CASES[0]
        assert len({graded(case, case.good, with_points=True).seal for _ in range(100)}) == 1
