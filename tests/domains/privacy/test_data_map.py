"""Nothing about people is kept without a purpose they can read, and the page says all of it in both languages."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, Table, Uuid
from tests.client import Client

from evenhand import migrate
from evenhand.domains.privacy.rules.data_map import CATEGORIES, ERASING, PURPOSES
from evenhand.wiring import House

TABLES = migrate.metadata().tables
ROOTS = {"person"}
SAID_BY_COMPANIES = {  # words that a company or the library wrote for everybody; they say nothing about one person
    "interview_question": {"kind", "skill_id", "difficulty", "text", "gold", "key_points", "red_flags"},
    "practice_question": {"kind", "skill_id", "difficulty", "text", "gold", "key_points", "red_flags"},
}


def of_people() -> list[Table]:
    """Tables whose rows belong to one person: they name a person by `person_id`, or belong to a row that does."""
    found = {name for name, table in TABLES.items() if name in ROOTS or "person_id" in table.columns}
    while True:
        more = {
            name
            for name, table in TABLES.items()
            for key in table.foreign_keys
            if key.ondelete == "CASCADE" and key.column.table.name in found and name not in found
        }
        if not more:
            return [TABLES[name] for name in sorted(found)]
        found |= more


def carries_words(column: Column[Any]) -> bool:
    """Whether something about a person could be written into it."""
    return not isinstance(column.type, Uuid | DateTime | Date | Boolean | Integer) or isinstance(
        column.type, LargeBinary
    )


class TestDataMap:
    def test_finds_the_tables_of_people(self) -> None:
        assert {"person", "resume", "application_note", "score", "practice_answer"} <= {one.name for one in of_people()}

    def test_gives_every_table_about_people_one_purpose(self) -> None:
        personal = {
            name for name, table in TABLES.items() if any(one.info["personal"] != "none" for one in table.columns)
        }
        mapped = [name for purpose in PURPOSES for name in purpose.tables]
        assert sorted(mapped) == sorted(personal | {one.name for one in of_people()}), "a table needs a purpose"

    def test_knows_every_category_and_rule_in_use(self) -> None:
        for table in TABLES.values():
            for column in table.columns:
                if column.info["personal"] != "none":
                    assert column.info["personal"] in CATEGORIES
                    assert column.info["erase"] in ERASING

    @pytest.mark.parametrize("table", of_people(), ids=lambda table: table.name)
    def test_lets_no_words_of_a_persons_table_be_called_plain(self, table: Table) -> None:
        allowed = SAID_BY_COMPANIES.get(table.name, set())
        undeclared = [
            column.name
            for column in table.columns
            if column.info["personal"] == "none" and carries_words(column) and column.name not in allowed
        ]
        assert undeclared == [], "declare it with personal(...)"

    def test_calls_every_reference_to_a_person_personal(self) -> None:
        for table in TABLES.values():
            for key in table.foreign_keys:
                if key.column.table.name == "person":
                    assert key.parent.info["personal"] != "none", key.parent

    def test_says_that_a_name_is_taken_off_where_the_database_does_that(self) -> None:
        cleared = [key.parent for table in TABLES.values() for key in table.foreign_keys if key.ondelete == "SET NULL"]
        personal = [column for column in cleared if column.info["personal"] != "none"]
        assert len(personal) > 5
        assert [column for column in personal if column.info["erase"] != "clear"] == []


class TestPrivacyPage:
    @pytest.mark.parametrize("language", ["en", "ru"])
    async def test_prints_every_purpose(
        self, client_of: Callable[..., Awaitable[Client]], house: House, language: str
    ) -> None:
        client = await client_of()
        shown = (await client.get("/privacy", headers={"accept-language": language})).text
        tongue = house.languages[language]
        for purpose in PURPOSES:
            for sentence in (purpose.title, purpose.what, purpose.why, purpose.kept, purpose.lawful):
                assert tongue.tell(sentence).split(".")[0] in shown.replace("\u00a0", " ").replace("&#39;", "'")
