"""How evidence adds up to a level."""

import pytest

from evenhand.engines.skills import Level, SkillEvidence, SkillLevel
from evenhand.engines.skills.levels import EvidenceKind, weigh


def pieces(*kinds: EvidenceKind, stated: int | None = None) -> list[SkillEvidence]:
    found = [SkillEvidence(kind, 0, 1, "x") for kind in kinds]
    return found + ([SkillEvidence("stated", 0, 1, "x", level=stated)] if stated is not None else [])


class TestWeigh:
    @pytest.mark.parametrize(
        ("months", "expected"), [(0, 1), (5, 1), (6, 2), (24, 2), (47, 2), (48, 3), (84, 3), (400, 3)]
    )
    def test_goes_by_the_months_of_use_and_never_to_the_top_by_them_alone(self, months: int, expected: int) -> None:
        assert weigh("data", months, pieces("used")) == expected

    def test_adds_half_a_point_for_what_can_be_checked(self) -> None:
        assert weigh("data", 24, pieces("used", "certificate")) == Level.PROFICIENT
        assert weigh("data", 84, pieces("used", "result")) == Level.ADVANCED
        assert weigh("data", 6, pieces("used", "result", "result", "result")) == Level.PROFICIENT

    def test_takes_a_statement_and_wants_more_for_the_top(self) -> None:
        assert weigh("data", 0, pieces("named", stated=4)) == Level.PROFICIENT
        assert weigh("data", 24, pieces("used", stated=4)) == Level.ADVANCED
        assert weigh("data", 0, pieces("certificate", stated=4)) == Level.ADVANCED
        assert weigh("data", 200, pieces("used", stated=1)) == Level.BASIC

    def test_counts_no_years_of_working_with_others_nor_of_speaking(self) -> None:
        assert weigh("soft", 200, pieces("used")) == Level.BASIC
        assert weigh("languages", 200, pieces("used")) == Level.BASIC
        assert weigh("languages", 0, pieces("named", stated=4)) == Level.ADVANCED

    def test_is_none_only_where_it_is_denied(self) -> None:
        assert weigh("data", 0, pieces("denied")) == Level.NONE
        assert weigh("data", 0, pieces("named")) == Level.BASIC


class TestSkillLevel:
    def test_rounds_years_down_to_a_tenth(self) -> None:
        skill = SkillLevel("python", "Python", "programming", "hard", Level.WORKING, 23, ())
        assert str(skill.years) == "1.9"
        assert skill.to_dict()["level_word"] == "working"
