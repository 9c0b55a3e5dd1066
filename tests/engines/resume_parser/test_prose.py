"""Sentences against facts, and wrapped rows put together."""

import pytest

from evenhand.engines.resume_parser.prose import body_rows, is_sentence, items, paragraph
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import plain, sheet

WIDE = "built the thing that everybody needed and nobody had asked for until the autumn of that long and busy"


class TestIsSentence:
    @pytest.mark.parametrize(
        "text",
        [
            "Led a team of six.",
            "Manage sign-up pages across web, mobile web, Android and iOS",
            "and taught three juniors",
        ],
    )
    def test_knows_running_text(self, text: str) -> None:
        assert is_sentence(rows_of(plain(text))[0])

    @pytest.mark.parametrize(
        "text",
        [
            "Acme Cloud, Inc.",
            "Software Engineer, Acme Corp., Mountain View, CA, June 2018 – August 2020",
            "Senior Engineer | Acme | Berlin | Germany | Full-time | Platform | Payments | Team",
            "водитель, ООО «Волга», Самара",
            "Omnious. Co., Ltd.",
        ],
    )
    def test_knows_facts(self, text: str) -> None:
        assert not is_sentence(rows_of(plain(text))[0])


class TestBodyRows:
    def test_follows_a_list_item_over_its_rows(self) -> None:
        rows = rows_of(sheet("** Acme >> 2020\n• Wrote the service that everybody\n         Needed\n** Bolt >> 2019"))

        assert body_rows(rows) == {1, 2}

    def test_does_not_swallow_the_next_employer_after_a_full_row(self) -> None:
        rows = rows_of(sheet(f"Acme >> 2020\n• {WIDE}\n• {WIDE}\n\nBolt Works"))

        assert body_rows(rows) == {1, 2}

    def test_counts_labels_of_duties(self) -> None:
        rows = rows_of(plain("Acme\nResponsibilities:\nОбязанности: учёт"))

        assert body_rows(rows) == {1, 2}


class TestItems:
    def test_groups_wrapped_rows_and_takes_labels_off(self) -> None:
        rows = rows_of(plain("Duties:\n- one thing\nand its rest\n- two\nStack: Python"))

        assert [[row.text for row in group] for group in items(rows)] == [
            ["one thing", "and its rest"],
            ["two"],
            ["Stack: Python"],
        ]


class TestParagraph:
    def test_joins_rows_and_heals_broken_words(self) -> None:
        rows = rows_of(plain("an enter-\nprise with sub-\nsecond answers"))
        leaf = paragraph(rows)

        assert leaf.value == "an enterprise with sub-second answers"
        assert (leaf.start, leaf.end) == (0, len("an enter-\nprise with sub-\nsecond answers"))
