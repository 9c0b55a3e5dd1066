"""Which moves are allowed, and the words for stages and times."""

from datetime import UTC, datetime, timedelta

import pytest

from evenhand.domains.applications import rules

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class TestMovesFrom:
    @pytest.mark.parametrize("stage", rules.PIPELINE)
    def test_reaches_every_other_stage_but_withdrawn(self, stage: str) -> None:
        assert {*rules.moves_from(stage), stage} == {*rules.PIPELINE, "rejected"}

    def test_a_rejection_can_be_taken_back(self) -> None:
        assert rules.moves_from("rejected") == rules.PIPELINE

    def test_nobody_moves_what_was_withdrawn(self) -> None:
        assert rules.moves_from("withdrawn") == ()


class TestMayWithdraw:
    def test_is_possible_until_the_end(self) -> None:
        assert [stage for stage in rules.LABELS if rules.may_withdraw(stage)] == list(rules.PIPELINE)


class TestNextStage:
    def test_walks_the_pipeline(self) -> None:
        assert [rules.next_stage(stage) for stage in rules.PIPELINE] == [*rules.PIPELINE[1:], None]

    @pytest.mark.parametrize("stage", rules.CLOSED)
    def test_there_is_none_after_the_end(self, stage: str) -> None:
        assert rules.next_stage(stage) is None


class TestLabels:
    def test_name_every_stage(self) -> None:
        assert list(rules.LABELS) == [*rules.PIPELINE, *rules.CLOSED]


class TestAge:
    @pytest.mark.parametrize(
        ("passed", "words"),
        [
            (timedelta(seconds=-5), "now"),
            (timedelta(seconds=59), "now"),
            (timedelta(minutes=1), "1 min"),
            (timedelta(minutes=59), "59 min"),
            (timedelta(hours=2), "2 h"),
            (timedelta(hours=23, minutes=59), "23 h"),
            (timedelta(days=1), "1 d"),
            (timedelta(days=400), "400 d"),
        ],
    )
    def test_is_short(self, passed: timedelta, words: str) -> None:
        assert rules.age(NOW - passed, NOW) == words


class TestWaitingDays:
    def test_counts_from_the_eighth_day_of_silence(self) -> None:
        assert rules.waiting_days("applied", NOW - timedelta(days=7), NOW) is None
        assert rules.waiting_days("applied", NOW - timedelta(days=8), NOW) == 8

    def test_is_over_with_the_first_move(self) -> None:
        assert rules.waiting_days("review", NOW - timedelta(days=30), NOW) is None
