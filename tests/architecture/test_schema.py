"""The database is what the models say, and every column says what it holds about a person."""

from typing import Any, get_args

import pytest
from sqlalchemy import Column
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.drift import drift

from evenhand import migrate
from evenhand.kit.db import ErasureRule, PersonalClass

TABLES = sorted(migrate.metadata().tables.values(), key=lambda table: table.name)
COLUMNS = [(table.name, column) for table in TABLES for column in table.columns]
FEWEST_TABLES = 12


class TestMigrations:
    async def test_leave_no_difference_to_the_models(self, engine: AsyncEngine) -> None:
        assert await drift(engine) == []

    async def test_leave_nothing_pending(self, engine: AsyncEngine) -> None:
        assert not await migrate.pending(engine)


class TestEveryColumn:
    @pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{table}.{one.name}" for table, one in COLUMNS])
    def test_declares_its_class_and_erasure_rule(self, table: str, column: Column[Any]) -> None:
        assert column.info.get("personal") in get_args(PersonalClass), f"{table}.{column.name}"
        assert column.info.get("erase") in get_args(ErasureRule), f"{table}.{column.name}"

    def test_is_sealed_where_its_name_says_so_and_its_key_is_destroyed(self) -> None:
        sealed = [column for _, column in COLUMNS if column.name.endswith("_sealed")]
        assert len(sealed) > 5
        for column in sealed:
            assert column.type.python_type is bytes, column
            assert column.info["erase"] == "destroy_key", column

    def test_there_are_as_many_tables_as_the_product_needs(self) -> None:
        assert len(TABLES) >= FEWEST_TABLES


class TestEveryTenantTable:
    def test_carries_its_organisation_or_its_person(self) -> None:
        """A query can keep its scope only where the row names it."""
        shared = {"organisation", "person", "rate_window", "footprint_pause"}
        for table in TABLES:
            if table.name not in shared:
                assert {"org_id", "person_id"} & set(table.columns.keys()), table.name
