"""Choosing questions, and the course of an interview."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people import NOW

from evenhand.domains.interviews.rules import questions, taking
from evenhand.domains.interviews.rules.topics import topic
from evenhand.kit.ids import new_id


@dataclass(frozen=True)
class Asked:
    position: int
    kind: str = "technical"
    skill_id: str = ""
    difficulty: str = "medium"
    id: UUID = field(default_factory=new_id)


def positions(chosen: list[Asked]) -> list[int]:
    return [one.position for one in chosen]


class TestChoose:
    def test_mixes_kinds_and_leaves_room_for_every_one(self) -> None:
        offered = [Asked(place) for place in range(1, 9)]
        offered += [Asked(9, "behavioural"), Asked(10, "situational")]
        kinds = [one.kind for one in questions.choose(offered, required=[])]
        assert sorted(kinds) == ["behavioural", "situational", *["technical"] * 4]

    def test_asks_about_each_required_skill_before_a_second_time_about_one(self) -> None:
        offered = [Asked(place, skill_id=skill) for place, skill in enumerate("aaaabbbbcc", 1)]
        chosen = questions.choose(offered, required=["c", "a"], count=3)
        assert {one.skill_id for one in chosen} == {"c", "a", "b"}
        assert {one.skill_id for one in questions.choose(offered, required=["c", "a"], count=2)} == {"c", "a"}

    def test_goes_from_easy_to_hard(self) -> None:
        offered = [Asked(place, difficulty=one) for place, one in enumerate(["hard", "easy", "medium", "easy"], 1)]
        assert positions(questions.choose(offered, required=[])) == [2, 4, 3, 1]

    def test_asks_all_where_there_are_fewer(self) -> None:
        assert len(questions.choose([Asked(1), Asked(2), Asked(3)], required=[])) == 3

    @given(
        st.permutations(
            [
                Asked(p, k, s, d)
                for p, (k, s, d) in enumerate(
                    (k, s, d) for k in questions.KINDS for s in ("a", "b") for d in questions.DIFFICULTIES
                )
            ]
        )
    )
    def test_does_not_depend_on_the_order_of_the_rows(self, offered: list[Asked]) -> None:
        same = questions.choose(sorted(offered, key=lambda one: one.position), required=["b"])
        assert questions.choose(offered, required=["b"]) == same


class TestCheckClaim:
    @pytest.mark.parametrize("point", ["locks", "  locks ", "don’t", "READ-COMMITTED", "…locks!"])
    def test_refuses_one_word(self, point: str) -> None:
        with pytest.raises(ValueError, match="One word matches almost any answer"):
            questions.check_claim(point)

    @pytest.mark.parametrize("point", ["A row lock is held until commit", "locks held", "Zero rows means taken"])
    def test_takes_a_claim(self, point: str) -> None:
        assert questions.check_claim(point) == point


class TestFallsAway:
    @pytest.mark.parametrize(
        ("status", "version", "library_id", "chosen_for", "expected"),
        [
            ("draft", 1, "x", "kafka", True),
            ("draft", 1, "x", "python", False),  # still asked for, or what something asked for builds on
            ("draft", 2, "x", "kafka", False),  # edited
            ("approved", 2, "x", "kafka", False),
            ("rejected", 2, "x", "kafka", False),
            ("draft", 1, "", "kafka", False),  # written by hand
            ("draft", 1, "x", "mentoring", False),  # not technical: fits any job
        ],
    )
    def test_takes_away_only_what_nobody_worked_on(
        self, status: str, version: int, library_id: str, chosen_for: str, expected: bool
    ) -> None:
        fell = questions.falls_away(
            status=status,
            version=version,
            library_id=library_id,
            kind="behavioural" if chosen_for == "mentoring" else "technical",
            why={"code": "skill", "skill_id": chosen_for},
            job_skills=["python"],
        )
        assert fell is expected


class TestAfterAnswer:
    def test_begins_goes_on_and_ends(self) -> None:
        assert taking.after_answer("invited", total=3, answered=1) == taking.Step("in_progress", True, False)
        assert taking.after_answer("in_progress", total=3, answered=2) == taking.Step("in_progress", False, False)
        assert taking.after_answer("in_progress", total=3, answered=3) == taking.Step("completed", False, True)

    def test_begins_and_ends_at_once_with_a_single_question(self) -> None:
        assert taking.after_answer("invited", total=1, answered=1) == taking.Step("completed", True, True)

    @pytest.mark.parametrize("status", ["completed", "scored"])
    def test_does_not_go_on_after_the_end(self, status: str) -> None:
        with pytest.raises(taking.OutOfTurn):
            taking.after_answer(status, total=3, answered=3)


class TestFollowing:
    def test_never_goes_back(self) -> None:
        for place, status in enumerate(taking.FOLLOWS):
            for earlier in list(taking.FOLLOWS)[: place + 1]:
                with pytest.raises(taking.OutOfTurn):
                    taking.following(status, earlier)


class TestCurrent:
    def test_is_the_first_one_without_an_answer(self) -> None:
        asked = [Asked(2), Asked(1), Asked(3)]
        assert taking.current(asked, set()) == asked[1]
        assert taking.current(asked, {asked[1].id}) == asked[0]
        assert taking.current(asked, {one.id for one in asked}) is None


class TestIsOver:
    def test_ends_at_the_moment_and_not_before(self) -> None:
        assert not taking.is_over("invited", NOW, NOW - timedelta(seconds=1))
        assert taking.is_over("in_progress", NOW, NOW)
        assert not taking.is_over("completed", NOW, NOW + timedelta(days=1))


class TestMinutes:
    def test_counts_from_the_first_words_to_the_last_answer(self) -> None:
        assert taking.minutes(NOW, NOW + timedelta(minutes=41, seconds=10)) == 41
        assert taking.minutes(NOW, NOW + timedelta(seconds=2)) == 1
        assert taking.minutes(None, NOW) is None


class TestTopic:
    @pytest.mark.parametrize(
        ("kind", "skill_id", "expected"),
        [
            ("technical", "postgresql", "PostgreSQL"),
            ("behavioural", "", "Behavioural"),
            ("technical", "gone", "Technical"),
        ],
    )
    def test_is_the_skill_or_the_kind(self, kind: str, skill_id: str, expected: str) -> None:
        assert topic(kind, skill_id) == expected


class TestShare:
    def test_divides_the_whole_evenly(self) -> None:
        assert [questions.share(count) for count in (0, 1, 3, 4, 8)] == [None, 100, 33, 25, 12]
