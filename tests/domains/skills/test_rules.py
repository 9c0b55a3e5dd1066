"""Which skill a person means."""

import pytest

from evenhand.domains.skills import rules
from evenhand.engines.skills import taxonomy


class TestKnownIds:
    def test_takes_ids_names_and_aliases_in_any_case_and_each_once(self) -> None:
        assert rules.known_ids(["python, Postgres;POSTGRESQL\nrest-api", "Питон"]) == [
            "python",
            "postgresql",
            "rest-api",
        ]

    def test_nothing_typed_is_no_skill(self) -> None:
        assert rules.known_ids(["", " , ;\n"]) == []

    def test_asks_whether_the_nearest_was_meant(self) -> None:
        with pytest.raises(ValueError, match=r"“Phyton” is not a skill we know\. Did you mean Python\?"):
            rules.known_ids(["PostgreSQL, Phyton"])

    def test_says_what_to_do_when_nothing_is_near(self) -> None:
        with pytest.raises(ValueError, match=r"“Xyzzy” is not a skill we know\. Leave it out here"):
            rules.known_ids(["Xyzzy"])

    def test_repeats_only_the_beginning_of_a_very_long_name(self) -> None:
        with pytest.raises(ValueError, match="is not a skill") as refusal:
            rules.known_ids(["z" * 5000])
        assert len(str(refusal.value)) < 200

    def test_no_name_of_the_taxonomy_holds_a_separator(self) -> None:
        names = [name for skill in taxonomy().skills for name in skill.names]
        assert all(rules.split_names([name]) == [name] for name in names)


class TestNearest:
    @pytest.mark.parametrize(
        ("typed", "meant"), [("kubernets", "Kubernetes"), ("postgress", "PostgreSQL"), ("Reakt", "React")]
    )
    def test_finds_what_a_slip_of_the_finger_meant(self, typed: str, meant: str) -> None:
        assert rules.nearest(typed)[0].name == meant

    def test_offers_what_a_beginning_could_become(self) -> None:
        assert {skill.id for skill in rules.nearest("electrical")} & {"electrical-installation", "electrical-safety"}

    @pytest.mark.parametrize("typed", ["", "   ", "Ёж", "q" * 60])
    def test_offers_nothing_rather_than_something_far(self, typed: str) -> None:
        assert rules.nearest(typed) == ()


class TestNamed:
    def test_leaves_out_what_left_the_taxonomy(self) -> None:
        assert [skill.name for skill in rules.named(["python", "gone-since"])] == ["Python"]
