"""The outlook of a resume: counting in openings, each figure with what it rests on, the same bytes each time."""

import random
from dataclasses import replace

import pytest

from evenhand.engines.career import Candidate, Opening, Seen, inputs_of, outlook
from evenhand.engines.career.certificates import certificates_in
from evenhand.engines.career.titles import role_of

from .markets import CATEGORIES, MARKET, MIRA, opening, seen


class TestOutlook:
    def test_gives_one_hash_in_a_hundred_replays_in_any_order(self) -> None:
        openings = list(MARKET.openings)
        seals = set()
        for number in range(100):
            random.Random(number).shuffle(openings)  # noqa: S311 - any order will do
            skills = list(MIRA.skills.items())
            random.Random(number).shuffle(skills)  # noqa: S311
            market = Seen(tuple(openings), complete=True, categories=CATEGORIES)
            seals.add((outlook(replace(MIRA, skills=dict(skills)), market).seal, inputs_of(MIRA, market)))
        assert len(seals) == 1

    def test_has_another_seal_for_another_resume_and_for_another_market(self) -> None:
        seals = {
            outlook(MIRA, MARKET).seal,
            outlook(replace(MIRA, months=12), MARKET).seal,
            outlook(MIRA, replace(MARKET, openings=MARKET.openings[1:])).seal,
            outlook(MIRA, replace(MARKET, complete=False)).seal,
        }
        assert len(seals) == 4

    def test_counts_as_near_what_is_answered_to_a_quarter_by_a_skill_of_its_trade(self) -> None:
        made = outlook(MIRA, MARKET)
        assert (made.market.openings, made.market.near) == (6, 3)  # not the welder, the office, the platform (1 of 10)

    def test_puts_openings_of_one_role_together_and_the_best_answered_first(self) -> None:
        first, second = outlook(MIRA, MARKET).roles
        assert (first.title, first.fit, first.openings, first.has) == ("Data engineer", 86, 1, ("postgresql", "python"))
        assert (second.title, second.fit, second.openings) == ("Backend engineer", 43, 2)
        assert (second.has, second.misses, second.ids) == (("python",), ("kubernetes", "docker"), ("01", "02"))

    def test_says_how_many_ask_for_more_years_only_where_years_are_known(self) -> None:
        assert outlook(MIRA, MARKET).roles[1].beyond == 1
        assert outlook(replace(MIRA, months=0), MARKET).roles[1].beyond == 0

    def test_counts_each_skill_in_the_near_openings_and_names_them(self) -> None:
        made = outlook(MIRA, MARKET)
        python, postgresql = made.double_down
        assert (python.skill, python.count, python.of, python.required, python.ids) == (
            "python",
            3,
            3,
            3,
            ("01", "02", "03"),
        )
        assert python.words == MIRA.skills["python"]
        assert postgresql.words == ()
        assert [(one.skill, one.count, one.required) for one in made.learn] == [
            ("kubernetes", 2, 2),
            ("docker", 2, 0),
            ("terraform", 1, 0),
        ]
        assert made.learn[0].beside == ("python",)

    def test_never_advises_to_learn_what_every_trade_asks_for(self) -> None:
        market = seen(*(opening(number, optional=("teamwork", "english")) for number in range(3)))
        alone = Candidate({"python": ()})
        assert {one.skill for one in outlook(alone, market).learn} == {"kubernetes"}

    def test_takes_pay_only_where_it_is_stated_and_apart_by_currency_and_period(self) -> None:
        (pay,) = outlook(MIRA, MARKET).market.pay
        assert (pay.currency, pay.period, pay.count) == ("EUR", "year", 2)
        assert (pay.lowest, pay.middle, pay.highest) == (50_000, 70_000, 80_000)

    def test_counts_places(self) -> None:
        market = outlook(MIRA, MARKET).market
        assert (market.in_country, market.remote, market.countries) == (2, 1, (("NL", 2), ("DE", 1)))

    def test_names_certificates_and_which_the_resume_lists(self) -> None:
        found = outlook(MIRA, MARKET).certificates
        assert [(one.name, one.held, one.ids) for one in found] == [("CISSP", False, ("01",)), ("ITIL", True, ("01",))]

    def test_says_when_there_is_little(self) -> None:
        assert outlook(MIRA, MARKET).market.little
        assert not outlook(MIRA, seen(*(opening(number) for number in range(10)))).market.little

    @pytest.mark.parametrize(
        ("candidate", "openings"), [(MIRA, ()), (Candidate({}), MARKET.openings), (Candidate({}), ())]
    )
    def test_is_whole_with_nothing_to_count(self, candidate: Candidate, openings: tuple[Opening, ...]) -> None:
        made = outlook(candidate, seen(*openings))
        assert (made.roles, made.double_down, made.learn, made.market.near) == ((), (), (), 0)
        assert [month.steps for month in made.plan] == [("show",), ("practise", "apply")]

    def test_plans_six_months_at_most_and_ends_with_applying(self) -> None:
        plan = outlook(MIRA, MARKET).plan
        assert [month.month for month in plan] == [1, 2, 3, 4, 5, 6]
        assert [month.skill for month in plan] == [
            "kubernetes",
            "kubernetes",
            "docker",
            "docker",
            "terraform",
            "",
        ]
        assert plan[-1].steps == ("practise", "apply")

    def test_reads_two_thousand_openings_in_a_moment(self) -> None:
        long = "We keep parcels honest and look for people who do so too. " * 20
        market = seen(*(opening(number, text=long) for number in range(2_000)))
        assert outlook(MIRA, market).market.near == 2_000


class TestRoleOf:
    @pytest.mark.parametrize(
        ("title", "role"),
        [
            ("Senior Back-end Engineer (Python), Utrecht", "back end engineer"),
            ("Backend engineer – payments", "backend engineer"),
            ("Старший бухгалтер", "бухгалтер"),
            ("Nurse, night shift", "nurse"),
            ("Lead", "lead"),
            ("C++ developer", "c++ developer"),
        ],
    )
    def test_leaves_out_level_and_place(self, title: str, role: str) -> None:
        assert role_of(title) == role


class TestCertificatesIn:
    def test_takes_whole_names_only(self) -> None:
        assert list(certificates_in("CPA needed; a cpanel, APMP and NPMPs are not. АССА и оказание первой помощи")) == [
            "ACCA",
            "CPA",
            "First aid",
        ]
