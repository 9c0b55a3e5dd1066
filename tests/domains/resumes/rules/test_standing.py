"""What a profile adds up to, in words, beside the fields it rests on."""

from datetime import date
from typing import Any

from evenhand.domains.resumes.rules import standing
from evenhand.engines.resume_parser import Evidence

TODAY = date(2026, 11, 1)
RESUME: dict[str, Any] = {
    "basics": {"location": {"countryCode": "DE"}},
    "work": [
        {"position": "Senior nurse", "name": "St Anne", "startDate": "2021-09"},
        {"position": "Carer", "name": "Elm House", "startDate": "2018-01", "endDate": "2020-12"},
    ],
    "education": [{"institution": "Leeds College", "startDate": "2021", "endDate": "2021"}],
}


class TestStanding:
    def test_says_what_a_finding_rests_on_and_where_that_is_marked(self) -> None:
        evidence = {
            "/basics/location/countryCode": Evidence(1, 0, 7, "Germany", 0.95),
            "/work/0/position": Evidence(2, 9, 21, "Senior nurse", 0.95),
        }
        region, seniority = standing(RESUME, evidence, today=TODAY).concluded
        assert (region.value, region.span_id, region.page) == (
            "Europe and Central Asia (EMEA)",
            "s-basics-location-countrycode",
            1,
        )
        assert (seniority.value, seniority.span_id, seniority.page) == ("Senior", "s-work-0-position", 2)
        assert seniority.why == "By the words of your present or last title."

    def test_leads_nowhere_for_what_the_person_wrote_themselves(self) -> None:
        assert [one.span_id for one in standing(RESUME, {}, today=TODAY).concluded] == ["", ""]

    def test_names_what_else_happened_between_jobs(self) -> None:
        [between] = standing(RESUME, {}, today=TODAY).between
        assert (between.period, between.length) == ("January 2021 – August 2021", "8 months")
        assert between.meanwhile == ("Leeds College",)

    def test_says_that_a_pause_goes_on(self) -> None:
        [between] = standing({"work": RESUME["work"][1:]}, {}, today=date(2021, 6, 1)).between
        assert between.period == "January 2021 – today"

    def test_is_empty_for_an_empty_profile(self) -> None:
        found = standing({}, {}, today=TODAY)
        assert (found.concluded, found.between) == ((), ())
