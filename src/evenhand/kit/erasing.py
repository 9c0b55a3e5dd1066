"""What erasing does to tables, as each domain hands it over: rows deleted, references to the person taken off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast
from uuid import UUID

from sqlalchemy import ColumnElement, delete, inspect, update
from sqlalchemy.orm import InstrumentedAttribute

from evenhand.kit.db import Base, Session


@dataclass(frozen=True)
class Whose:
    """One person's data at one custodian: their own account (the custodian is the person), or an organisation's copy.

    `part` narrows their own data to one kind, by its place in the data map; empty means all of it.
    """

    person_id: UUID
    custodian: UUID
    part: str = ""

    @property
    def own(self) -> bool:
        """Whether this is what their own account holds."""
        return self.custodian == self.person_id

    def owns(self, part: str) -> bool:
        """Whether this kind of what their own account holds is to go."""
        return self.own and self.part in {"", part}

    @property
    def account(self) -> bool:
        """Whether their whole account is to go."""
        return self.owns("account")


@dataclass(frozen=True)
class Erased:
    """What was done to one table: rows gone, or with `column` only the reference to the person taken off them."""

    table: str
    ids: tuple[str, ...]
    column: str = ""


class Eraser(Protocol):
    """A domain that holds something about people: it takes away one custodian's copy, or part of it.

    It names every table it is responsible for, also one that held nothing. Running it twice erases once.
    """

    async def __call__(self, session: Session, *, whose: Whose) -> Sequence[Erased]:
        """Erase within the caller's transaction. Keys and files are the caller's."""


async def delete_rows(session: Session, table: type[Base], *where: ColumnElement[bool]) -> Erased:
    """Delete the rows of one table that fit."""
    gone = delete(table).where(*where).returning(*inspect(table).primary_key)
    rows = await session.execute(gone, execution_options={"synchronize_session": False})
    return Erased(table.__tablename__, _ids(rows.all()))


async def clear(session: Session, column: InstrumentedAttribute[UUID | None], person_id: UUID) -> Erased:
    """Take the reference to a person off every row that holds it in this column; the rows stay."""
    table = cast("type[Base]", column.class_)
    change = update(table).where(column == person_id).values({column.key: None})
    change = change.returning(*inspect(table).primary_key)
    rows = await session.execute(change, execution_options={"synchronize_session": False})
    return Erased(table.__tablename__, _ids(rows.all()), column.key)


def _ids(rows: Sequence[Any]) -> tuple[str, ...]:
    return tuple(sorted(":".join(part.hex() if isinstance(part, bytes) else str(part) for part in row) for row in rows))
