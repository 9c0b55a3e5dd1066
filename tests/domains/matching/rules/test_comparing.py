"""A resume against a job, without a database."""

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from evenhand.domains.matching import rules
from evenhand.domains.matching.rules import CandidateProfile, JobFacts, Span, match

JOB = JobFacts(
    required_skills=("python", "postgresql", "docker", "rest-api"),
    optional_skills=("kafka",),
    experience_min_years=3,
    experience_max_years=8,
    work_mode="on_site",
    country_code="NL",
    city="Rotterdam",
)
PERFECT = CandidateProfile(
    skill_ids=frozenset({"python", "postgresql", "docker", "rest-api", "kafka", "excel"}),
    experience_months=62,
    country_code="NL",
    city="Rotterdam",
    mentions={"python": (Span(10, 16, "Python"),), "excel": (Span(90, 95, "Excel"),)},
    experience_spans=(Span(40, 47, "03/2021"),),
    place_spans=(Span(0, 9, "Rotterdam"),),
)


def outcome(name: Any, profile: CandidateProfile = PERFECT, job: JobFacts = JOB) -> tuple[str, Decimal | None]:
    part = match(profile, job).part(name)
    return part.outcome, part.points


class TestMatch:
    def test_everything_asked_for_and_found_is_a_hundred(self) -> None:
        found = match(PERFECT, JOB)
        assert (found.score, int(found.points), found.out_of) == (100, 100, 100)
        assert (found.missing_required, found.missing_optional) == ((), ())

    def test_nothing_found_is_zero_where_all_is_known(self) -> None:
        nobody = CandidateProfile(frozenset(), experience_months=1, country_code="LV", city="Rīga")
        found = match(nobody, replace(JOB, experience_min_years=50, experience_max_years=None))
        assert found.out_of == 100
        assert found.score == 0

    def test_the_score_is_the_sum_of_the_parts_over_their_weights(self) -> None:
        found = match(replace(PERFECT, skill_ids=frozenset({"python"}), experience_months=20), JOB)
        assert [part.points for part in found.parts] == [Decimal("12.5"), Decimal("11.1"), 0, 15]
        assert found.points == Decimal("38.6")
        assert found.score == 39

    def test_what_is_unknown_is_left_out_and_takes_nothing_away(self) -> None:
        unknown = replace(PERFECT, experience_months=None, country_code="", city="")
        found = match(unknown, JOB)
        assert (found.score, found.out_of) == (100, 65)

    def test_required_skills_weigh_most_and_the_weights_make_a_hundred(self) -> None:
        assert sum(rules.WEIGHTS.values()) == 100
        assert max(rules.WEIGHTS, key=lambda name: rules.WEIGHTS[name]) == "required_skills"

    def test_without_any_known_part_there_is_no_score(self) -> None:
        empty = JobFacts((), (), 0, None, "on_site", "", "")
        assert match(PERFECT, empty).score is None

    def test_the_same_two_give_the_same_match(self) -> None:
        assert match(PERFECT, JOB) == match(replace(PERFECT), replace(JOB))

    def test_knows_nothing_of_a_person_but_skills_experience_and_place(self) -> None:
        assert {one.name for one in fields(CandidateProfile)} == {
            "skill_ids", "experience_months", "country_code", "city", "mentions", "experience_spans", "place_spans",
        }  # fmt: skip

    def test_keeps_the_order_in_which_the_job_names_its_skills(self) -> None:
        found = match(replace(PERFECT, skill_ids=frozenset({"docker", "python"})), JOB)
        assert found.found_required == ("python", "docker")
        assert found.missing_required == ("postgresql", "rest-api")


class TestSkills:
    def test_names_what_is_missing_and_shows_the_words_of_what_is_not(self) -> None:
        part = match(replace(PERFECT, skill_ids=frozenset({"python"})), JOB).part("required_skills")
        assert part.reason == "1 of 4 found in the resume. Not found: PostgreSQL, Docker and REST APIs."
        assert part.evidence == (Span(10, 16, "Python"),)

    @pytest.mark.parametrize(
        ("asked", "held", "points"),
        [
            (("bookkeeping", "english"), {"english"}, Decimal("12.5")),
            (("bookkeeping", "english"), {"bookkeeping"}, Decimal("37.5")),
            (("bookkeeping", "english", "teamwork"), {"english", "teamwork"}, Decimal(20)),
            (("english", "german"), {"english"}, Decimal(25)),  # where the job is about nothing else they count in full
        ],
    )
    def test_count_those_of_the_trade_thrice_those_that_every_trade_has(
        self, asked: tuple[str, ...], held: set[str], points: Decimal
    ) -> None:
        profile = replace(PERFECT, skill_ids=frozenset(held))
        assert match(profile, replace(JOB, required_skills=asked)).part("required_skills").points == points

    def test_a_job_that_names_none_asks_for_none(self) -> None:
        assert outcome("optional_skills", job=replace(JOB, optional_skills=())) == ("not_asked", None)


class TestExperience:
    @pytest.mark.parametrize(
        ("months", "expected"),
        [
            (36, ("met", 20)),
            (35, ("partly", Decimal("19.4"))),
            (1, ("partly", Decimal("0.6"))),
            (96, ("met", 20)),
            (400, ("met", 20)),  # long experience is never a reason against anyone
            (None, ("unknown", None)),
        ],
    )
    def test_counts_up_to_what_is_asked_for(self, months: int | None, expected: Any) -> None:
        assert outcome("experience", replace(PERFECT, experience_months=months)) == expected

    @pytest.mark.parametrize(
        ("fewest", "most", "words"),
        [
            (3, None, "3 years or more"),
            (3, 8, "3 to 8 years"),
            (1, 1, "1 year"),
            (0, 2, "up to 2 years"),
            (0, None, ""),
        ],
    )
    def test_says_the_range(self, fewest: int, most: int | None, words: str) -> None:
        assert rules.asked_years(replace(JOB, experience_min_years=fewest, experience_max_years=most)) == words

    def test_a_job_for_beginners_asks_for_none(self) -> None:
        assert outcome("experience", job=replace(JOB, experience_min_years=0))[0] == "not_asked"

    def test_says_both_figures(self) -> None:
        reason = match(PERFECT, JOB).part("experience").reason
        assert reason == "5 years 2 months of work in all; asked for 3 to 8 years."


class TestLocation:
    @pytest.mark.parametrize(
        ("profile", "job", "expected"),
        [
            ({"country_code": ""}, {"work_mode": "remote"}, ("met", 15)),
            ({"country_code": "BR"}, {"work_mode": "remote", "country_code": "", "city": ""}, ("met", 15)),
            ({}, {"work_mode": "hybrid"}, ("met", 15)),
            ({"city": "ROTTERDAM "}, {}, ("met", 15)),
            ({"city": "Utrecht"}, {}, ("partly", Decimal("7.5"))),
            ({"city": ""}, {}, ("unknown", None)),
            ({"city": "Роттердам"}, {}, ("unknown", None)),
            ({"city": "Tromso"}, {"city": "Tromsø"}, ("partly", Decimal("7.5"))),
            ({"city": "Malaga"}, {"city": "Málaga"}, ("met", 15)),
            ({"city": ""}, {"city": ""}, ("met", 15)),
            ({"country_code": "LV"}, {}, ("not_met", 0)),
            ({"country_code": ""}, {}, ("unknown", None)),
            ({}, {"country_code": "", "city": ""}, ("unknown", None)),
        ],
    )
    def test_compares_where_the_work_is_done(self, profile: dict[str, Any], job: dict[str, Any], expected: Any) -> None:
        assert outcome("location", replace(PERFECT, **profile), replace(JOB, **job)) == expected

    def test_names_both_places(self) -> None:
        reason = match(replace(PERFECT, country_code="LV"), JOB).part("location").reason
        assert reason == "The resume says Latvia; the work is done in Rotterdam, Netherlands."
