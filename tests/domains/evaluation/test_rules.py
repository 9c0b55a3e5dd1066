"""Figures over several answers, findings, and how both are said."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from evenhand.domains.evaluation import rules
from evenhand.domains.evaluation.rules import Graded, words
from evenhand.engines.grading import DEFAULT_RUBRIC, Dimension, Grade, Manifest, PointResult

POINTS = 3


def grade(scores: Mapping[str, float | None], *points: PointResult) -> Grade:
    """A grade with these figures; a dimension that is not named is unknown."""
    dimensions = {name: Dimension(scores.get(name), "test", "") for name in DEFAULT_RUBRIC.weights}
    manifest = Manifest("test", "1", {}, {"key_points": ["x"] * POINTS}, {}, {}, {})
    overall = DEFAULT_RUBRIC.overall({name: part.score for name, part in dimensions.items()})
    return Grade("correct", dimensions, overall, points, (), manifest, "0" * 64)


def all_of(score: float) -> Grade:
    return grade(dict.fromkeys(DEFAULT_RUBRIC.weights, score))


def point(status: str, *, strength: float = 0.9, text: str | None = "words") -> PointResult:
    return PointResult(
        f"A point that is {status}",
        "key_point",
        0.33,
        status,  # type: ignore[arg-type]
        strength,
        None if text is None else 0,
        None if text is None else len(text),
        text,
        {},
        "",
    )


UNKNOWN = grade({})


class TestOverall:
    def test_is_the_mean_of_each_dimension_and_their_weighted_sum(self) -> None:
        both = rules.overall(
            [all_of(8.0), grade({"relevance": 6.0, "completeness": 4.0, "accuracy": 8.0, "clarity": 5.0})]
        )
        assert both.dimensions == {
            "relevance": Decimal("7.0"),
            "completeness": Decimal("6.0"),
            "accuracy": Decimal("8.0"),
            "clarity": Decimal("6.5"),
        }
        assert both.overall == Decimal("7.0")  # 2.1 + 1.5 + 2.4 + 0.975

    def test_leaves_unknown_dimensions_out_and_says_so(self) -> None:
        two = rules.overall(
            [grade({"relevance": 9.0, "accuracy": 6.0}), grade({"relevance": 8.0, "completeness": 5.0})]
        )
        assert two.dimensions["relevance"] == Decimal("8.5")
        assert two.dimensions["completeness"] == Decimal("5.0")
        assert two.known == {"relevance": 2, "completeness": 1, "accuracy": 1, "clarity": 0}
        assert two.left_out == ("clarity",)
        assert "Clarity is left out of the overall figure, not counted as zero" in words.left_out(two)

    def test_an_answer_without_evidence_takes_nothing_away(self) -> None:
        assert rules.overall([all_of(8.0), UNKNOWN]).overall == rules.overall([all_of(8.0)]).overall
        assert "rest on 1 of 2 answers" in words.of_answers(rules.overall([all_of(8.0), UNKNOWN]))

    def test_rounds_half_up(self) -> None:
        assert rules.mean([Decimal("7.2"), Decimal("7.3")]) == Decimal("7.3")
        assert rules.mean([]) is None

    @pytest.mark.parametrize(
        ("score", "expected"), [(7.5, "select"), (7.4, "next_round"), (5.0, "next_round"), (4.9, "decline_for_now")]
    )
    def test_proposes_by_the_thresholds(self, score: float, expected: str) -> None:
        assert rules.overall([all_of(score)]).proposal == expected

    def test_proposes_nothing_where_most_answers_have_no_evidence(self) -> None:
        one_good = rules.overall([all_of(10.0), UNKNOWN, UNKNOWN])
        assert (one_good.overall, one_good.proposal) == (Decimal("10.0"), "not_enough_evidence")
        assert rules.overall([all_of(10.0), UNKNOWN]).proposal == "select"
        assert rules.overall([]).proposal == "not_enough_evidence"
        assert rules.overall([UNKNOWN]).overall is None


class TestFindings:
    def test_strengths_begin_with_the_surest_of_each_question(self) -> None:
        sure, less, least = (point("found", strength=strength) for strength in (0.95, 0.9, 0.7))
        graded = [
            Graded(1, "SQL", grade({"accuracy": 5.0}, least, point("missing", text=None))),
            Graded(2, "Docker", grade({"accuracy": 9.0}, less, sure)),
        ]
        found = [(one.number, one.strength) for one in rules.strengths(graded)]
        assert found == [(2, 0.95), (1, 0.7), (2, 0.9)]

    def test_gaps_begin_with_what_contradicts(self) -> None:
        graded = [
            Graded(1, "SQL", grade({"accuracy": 5.0}, point("missing", text=None))),
            Graded(2, "SQL", grade({"accuracy": 5.0}, point("contradicted"))),
        ]
        assert [(one.number, one.status) for one in rules.gaps(graded)] == [(2, "contradicted"), (1, "missing")]

    def test_an_answer_without_evidence_has_neither(self) -> None:
        declined = [Graded(1, "SQL", grade({}, point("missing", text=None)))]
        assert [*rules.gaps(declined), *rules.strengths(declined), *rules.topics(declined)] == []

    def test_topics_count_all_points_of_the_question(self) -> None:
        graded = [
            Graded(1, "SQL", grade({"accuracy": 5.0}, point("found"), point("missing", text=None))),
            Graded(2, "Docker", grade({"accuracy": 0.0})),  # not worth matching: no point was looked for
            Graded(3, "SQL", grade({"accuracy": 5.0}, point("found"))),
        ]
        assert rules.topics(graded) == [rules.TopicCount("SQL", 2, 6), rules.TopicCount("Docker", 0, 3)]


class TestWords:
    def test_says_why_something_is_proposed_and_what_is_open(self) -> None:
        between = rules.overall([all_of(7.3), UNKNOWN])
        assert words.why(between, silent=[4]) == (
            "7.3 lies between 5.0 and 7.5. Question 4 has no evidence; asking it in person would settle the doubt."
        )
        assert words.why(rules.overall([all_of(8.0)]), silent=[]) == "8.0 reaches 7.5."
        assert words.why(rules.overall([all_of(2.0)]), silent=[]) == "2.0 is below 5.0."
        few = rules.overall([all_of(9.0), UNKNOWN, UNKNOWN])
        assert words.why(few, silent=[2, 3]).startswith("1 of 3 answers have evidence. Below half of them, nothing")

    def test_says_what_a_point_did(self) -> None:
        effect = {"completeness": 2.06, "accuracy": 1.84}
        assert words.effect("found", 0.94, effect) == (
            "Found, strength 0.94. Adds 2.1 to completeness and 1.8 to accuracy."
        )
        taken = words.effect("contradicted", 0.83, {"accuracy": -1.5}, "The answer says the opposite.")
        assert taken == "Contradicted, strength 0.83. Takes 1.5 from accuracy. The answer says the opposite."
        assert "adds nothing" in words.effect("missing", 0.0, {})
