"""The database: engine, one transaction a request or task, declared columns, and what a violated constraint means."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVarTuple
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, LargeBinary, MetaData, Select, Uuid
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, MappedColumn, mapped_column

from evenhand.kit.crypto import Place
from evenhand.kit.troubles import said_plainly, watch_connecting

__all__ = [  # IntegrityError is named here for the services, which speak no SQL themselves
    "Base",
    "Database",
    "Id",
    "IntegrityError",
    "Session",
    "locked",
    "make_engine",
    "personal",
    "place",
    "plain",
    "violated",
]

Session = AsyncSession
Columns = TypeVarTuple("Columns")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table. Relationships are not used: a query says what it reads."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        UUID: Uuid(),
        datetime: DateTime(timezone=True),
        bytes: LargeBinary(),
    }


PersonalClass = Literal["identifier", "contact", "content", "assessment", "credential", "activity", "none"]
ErasureRule = Literal["delete_row", "destroy_key", "clear", "keep"]


def personal(kind: PersonalClass, *args: Any, erase: ErasureRule | None = None, **kwargs: Any) -> MappedColumn[Any]:
    """A column that holds personal data: its class, and what erasing a person does to it (house rule 16).

    `identifier` points at a person, `contact` reaches them, `content` is their words, `assessment` is what was
    made of those, `credential` lets them in, `activity` is what they did when. Why the table is kept at all is in the
    data map (`domains.privacy.rules`). Without `erase` the row goes, or only the reference to it where the database
    clears that by itself.
    """
    if erase is None:
        cleared = any(isinstance(one, ForeignKey) and one.ondelete == "SET NULL" for one in args)
        erase = "clear" if cleared else "delete_row"
    return mapped_column(*args, info={"personal": kind, "erase": erase}, **kwargs)


def plain(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column that says nothing about a person."""
    return mapped_column(*args, info={"personal": "none", "erase": "keep"}, **kwargs)


def place(column: InstrumentedAttribute[Any], row_id: UUID) -> Place:
    """Where a sealed value is kept, as `DataKey` wants to know it: `place(Resume.file_name_sealed, resume.id)`."""
    return Place(f"{column.class_.__tablename__}.{column.key}/{row_id}".encode())


Id = Annotated[UUID, mapped_column(primary_key=True, info={"personal": "none", "erase": "keep"})]


def make_engine(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """An engine for one process; pinged before use so that a restarted database costs nobody a failed request."""
    engine = create_async_engine(
        url,
        pool_pre_ping=True,
        hide_parameters=True,  # an error is logged, and its parameters are what people wrote
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=10,
        connect_args={"server_settings": {"application_name": "evenhand", "timezone": "UTC"}},
    )
    watch_connecting(engine)
    return engine


class Database:
    """Hands out transactions. `info` travels on each session (the followers that `publish` needs)."""

    def __init__(
        self, engine: AsyncEngine, *, info: dict[str, Any] | None = None, apart: AsyncEngine | None = None
    ) -> None:
        self.engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False, autoflush=True, info=info or {})
        self._engine_apart = apart or engine
        self._apart = async_sessionmaker(self._engine_apart)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises. The only commit there is.

        Raises DatabaseAway, DatabaseFull.
        """
        with said_plainly():
            async with self._sessions() as session, session.begin():
                yield session

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[Session]:
        """A transaction beside the request's own, which stays when that is undone; it publishes nothing.

        It is on connections that no request holds, so that nobody waits in it for one who waits here.
        Raises DatabaseAway, DatabaseFull.
        """
        with said_plainly():
            async with self._apart() as session, session.begin():
                yield session

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()
        await self._engine_apart.dispose()


def locked(
    query: Select[*Columns], *, of: type[Base] | None = None, key_share: bool = False, skip_locked: bool = False
) -> Select[*Columns]:
    """The query for changing what it finds: its rows (with `of`, only that table's) stay locked until the end.

    They are read anew. What this session read before may be old by the time the lock is held, and a row it knows
    already would otherwise keep its old values: a check of its version would then let a change be overwritten.
    With `key_share` others may still make rows that refer to these; with `skip_locked` rows that somebody else holds
    are left out, and nobody waits.
    """
    return query.with_for_update(of=of, key_share=key_share, skip_locked=skip_locked).execution_options(
        populate_existing=True
    )


def violated(error: IntegrityError, constraint: str) -> bool:
    """Whether this error says that the named constraint was violated (services translate it to a refusal).

    The driver names it apart; the message's text also quotes what people wrote.
    """
    return getattr(error.orig.__cause__, "constraint_name", None) == constraint if error.orig else False
