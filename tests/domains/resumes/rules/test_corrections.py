"""Corrections over a reading, and over the next reading of the same file."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.people import NOW

from evenhand.domains.resumes import rules
from evenhand.domains.resumes.rules import SECTIONS, Correction, Reading
from evenhand.domains.resumes.rules.entries import anchor_of, keys_of
from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention

DEPOTLINE = {"position": "Backend engineer", "name": "Depotline", "startDate": "2021-01"}
KADE = {"position": "Platform engineer, Kadeworks", "name": "Amsterdam", "startDate": "2019-06", "endDate": "2020-12"}
PYTHON = SkillMention("python", "Python", "programming", 5, 11, "Python")


def reading(*work: Mapping[str, Any], skills: tuple[SkillMention, ...] = ()) -> Reading:
    evidence = {
        f"/work/{index}/{key}": Evidence(1, 10 * index, 10 * index + 5, "words", 0.6 if key == "name" else 0.95)
        for index, entry in enumerate(work)
        for key in entry
    }
    evidence["/basics/name"] = Evidence(1, 0, 5, "Nadia", 0.95)
    return Reading({"basics": {"name": "Nadia"}, "work": [dict(one) for one in work]}, evidence, skills)


def key_of(read: Reading, place: int) -> str:
    return keys_of(SECTIONS["work"], read.resume["work"])[place]


def correction(read: Reading, place: int, act: Any = "set", **more: Any) -> Correction:
    entry = read.resume["work"][place]
    return Correction(
        id=f"c-{place}-{more.get('key', act)}",
        act=act,
        section="work",
        entry=key_of(read, place),
        at=NOW,
        anchor=anchor_of(SECTIONS["work"], entry),
        stood=place,
        **more,
    )


def basics(key: str, value: str) -> Correction:
    return Correction(id=key, act="set", section="basics", entry="", at=NOW, key=key, value=value)


def added(entry: str, **values: str) -> Correction:
    return Correction(id=f"add-{entry}", act="add", section="work", entry=entry, at=NOW, values=values)


class TestCorrect:
    def test_without_corrections_changes_nothing(self) -> None:
        read = reading(DEPOTLINE, KADE)
        found = rules.correct(read, [])
        assert (found.resume, found.evidence, found.own) == (read.resume, read.evidence, {})

    def test_lets_the_persons_words_win_and_takes_their_span_away(self) -> None:
        read = reading(DEPOTLINE, KADE)
        found = rules.correct(read, [correction(read, 1, key="name", value="Kadeworks"), basics("name", "Nadia O.")])
        assert found.resume["work"][1]["name"] == "Kadeworks"
        assert found.own["/work/1/name"].read == "Amsterdam"
        assert "/work/1/name" not in found.evidence
        assert "/work/1/position" in found.evidence
        assert (found.resume["basics"]["name"], found.own["/basics/name"].read) == ("Nadia O.", "Nadia")
        assert read.resume["work"][1]["name"] == "Amsterdam"  # what was read stays what was read

    def test_settles_a_field_that_says_what_was_read_and_keeps_its_span(self) -> None:
        read = reading(DEPOTLINE)
        found = rules.correct(read, [correction(read, 0, key="name", value="Depotline")])
        assert ("/work/0/name" in found.settled, found.own) == (True, {})
        assert "/work/0/name" in found.evidence

    def test_fills_a_place_one_level_down_and_empties_it_again(self) -> None:
        read = reading()
        found = rules.correct(read, [basics("location/city", "Riga")])
        assert found.resume["basics"]["location"] == {"city": "Riga"}
        again = Reading(found.resume, {}, ())
        assert "location" not in rules.correct(again, [basics("location/city", "")]).resume["basics"]

    def test_moves_the_spans_of_what_stands_behind_a_removed_entry(self) -> None:
        read = reading(DEPOTLINE, KADE)
        found = rules.correct(read, [correction(read, 0, "remove")])
        assert [one["name"] for one in found.resume["work"]] == ["Amsterdam"]
        assert found.evidence["/work/0/name"] == read.evidence["/work/1/name"]
        assert found.removed[0].words == ("Backend engineer", "Depotline")

    def test_puts_an_added_entry_where_its_dates_belong(self) -> None:
        read = reading(DEPOTLINE, KADE)
        found = rules.correct(read, [added("a", name="Between", startDate="2020-11"), added("b", name="Undated")])
        assert [one["name"] for one in found.resume["work"]] == ["Depotline", "Between", "Amsterdam", "Undated"]
        assert found.evidence["/work/2/name"] == read.evidence["/work/1/name"]
        assert "/work/1/name" in found.own

    def test_tells_two_equal_entries_apart(self) -> None:
        read = reading(DEPOTLINE, DEPOTLINE)
        found = rules.correct(read, [correction(read, 1, key="name", value="Otherline")])
        assert [one["name"] for one in found.resume["work"]] == ["Depotline", "Otherline"]

    def test_takes_a_skill_away_and_adds_one_without_words(self) -> None:
        read = reading(skills=(PYTHON,))
        acts = [
            Correction(id="1", act="remove", section="skills", entry="python", at=NOW),
            Correction(
                id="2", act="add", section="skills", entry="kotlin", at=NOW, values={"name": "Kotlin", "id": "kotlin"}
            ),
            Correction(id="3", act="add", section="skills", entry="falconry", at=NOW, values={"name": "Falconry"}),
        ]
        found = rules.correct(read, acts)
        assert (found.skill_ids, found.skills) == (["kotlin"], [])
        assert [one.name for one in found.own_skills] == ["Kotlin", "Falconry"]
        assert found.resume["skills"] == [{"name": "Kotlin", "keywords": []}, {"name": "Falconry", "keywords": []}]


class TestCarriedOver:
    def test_finds_an_entry_again_in_another_place(self) -> None:
        old, new = reading(DEPOTLINE, KADE), reading({"name": "Newer", "startDate": "2024"}, DEPOTLINE, KADE)
        kept = rules.carried_over(new, [correction(old, 1, key="name", value="Kadeworks")])
        assert rules.correct(new, kept).resume["work"][2]["name"] == "Kadeworks"

    def test_finds_it_by_what_the_person_made_of_it(self) -> None:
        """A better reader reads what the person had written: the words are the file's now."""
        better = {"position": "Platform engineer", "name": "Kadeworks", "startDate": "2019-06", "endDate": "2020-12"}
        old, new = reading(KADE), reading(DEPOTLINE, better)
        acts = [
            correction(old, 0, key="position", value="Platform engineer"),
            correction(old, 0, key="name", value="Kadeworks"),
        ]
        found = rules.correct(new, rules.carried_over(new, acts))
        assert (found.own, found.lost) == ({}, ())
        assert set(found.settled) == {"/work/1/position", "/work/1/name"}

    @pytest.mark.parametrize("stands", [0, 1])
    def test_prefers_the_nearer_of_two_alike(self, stands: int) -> None:
        old, new = reading(DEPOTLINE, DEPOTLINE), reading(DEPOTLINE, DEPOTLINE)
        found = rules.correct(new, rules.carried_over(new, [correction(old, stands, key="name", value="Otherline")]))
        assert found.resume["work"][stands]["name"] == "Otherline"

    def test_says_which_corrections_have_lost_their_place(self) -> None:
        old, new = reading(DEPOTLINE, KADE), reading(DEPOTLINE)
        kept = rules.carried_over(new, [correction(old, 1, key="name", value="Kadeworks")])
        found = rules.correct(new, kept)
        assert [one["name"] for one in found.resume["work"]] == ["Depotline"]
        assert found.lost[0].values == {**KADE, "name": "Kadeworks"}

    def test_keeps_an_entry_removed(self) -> None:
        old, new = reading(DEPOTLINE, KADE), reading({**DEPOTLINE, "endDate": "2026-01"}, KADE)
        found = rules.correct(new, rules.carried_over(new, [correction(old, 0, "remove")]))
        assert [one["name"] for one in found.resume["work"]] == ["Amsterdam"]

    def test_leaves_alone_what_the_person_added(self) -> None:
        new = reading(DEPOTLINE)
        acts = [
            added("a", name="Depotline", position="Backend engineer", startDate="2021-01"),
            Correction(id="gone", act="remove", section="work", entry="a", at=NOW, anchor=DEPOTLINE),
        ]
        found = rules.correct(new, rules.carried_over(new, acts))
        assert [one["name"] for one in found.resume["work"]] == ["Depotline"]
        assert len(found.removed) == 1


class TestCorrection:
    def test_is_the_same_after_it_was_sealed(self) -> None:
        one = correction(reading(KADE), 0, key="name", value="Kadeworks")
        assert Correction.from_dict(one.to_dict()) == one
