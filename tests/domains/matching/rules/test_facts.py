"""What is read of a resume to be compared."""

from typing import Any

import pytest

from evenhand.domains.matching import rules
from evenhand.domains.matching.rules import CandidateProfile, Span
from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention


class TestReadProfile:
    def test_takes_places_and_spans_from_the_resume(self) -> None:
        evidence = {
            "/basics/name": Evidence(1, 0, 4, "Mira", 0.9),
            "/basics/location/city": Evidence(1, 5, 12, "Utrecht", 0.9),
            "/work/0/startDate": Evidence(1, 20, 24, "2021", 0.9),
            "/work/0/name": Evidence(1, 30, 34, "Acme", 0.9),
        }
        mentions = [SkillMention("python", "Python", "programming", at, at + 6, "Python") for at in (40, 50, 60, 70)]
        profile = rules.read_profile(
            skill_ids=["python"],
            experience_months=12,
            country_code="NL",
            resume={"basics": {"location": {"city": "Utrecht"}}},
            evidence=evidence,
            mentions=mentions,
        )
        assert profile.city == "Utrecht"
        assert profile.place_spans == (Span(5, 12, "Utrecht"),)
        assert profile.experience_spans == (Span(20, 24, "2021"),)
        assert [span.start for span in profile.mentions["python"]] == [40, 50, 60]

    @pytest.mark.parametrize("resume", [None, {}, {"basics": {}}, {"basics": {"location": {"city": None}}}])
    def test_what_the_resume_does_not_say_is_unknown(self, resume: dict[str, Any] | None) -> None:
        profile = rules.read_profile(skill_ids=[], experience_months=0, country_code="", resume=resume)
        assert profile == CandidateProfile(frozenset())
