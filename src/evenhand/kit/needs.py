"""What a route may ask for by annotation; each comes from `app.state`, where the wiring put it.

All are coroutines, though none waits: FastAPI sends a plain function to a thread, at every request.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from evenhand.kit.clock import utc_now
from evenhand.kit.crypto import Signer, Vault
from evenhand.kit.db import Database, Session
from evenhand.kit.languages import Languages
from evenhand.kit.permissions import Actor
from evenhand.kit.rates import Rates
from evenhand.kit.settings import Settings


async def _transaction(request: Request) -> AsyncIterator[Session]:
    database: Database = request.app.state.database
    async with database.transaction() as session:
        yield session


async def _now() -> datetime:
    return utc_now()


async def _actor(request: Request) -> Actor:
    actor: Actor = request.state.actor  # set by the guard that every route has
    return actor


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _vault(request: Request) -> Vault:
    vault: Vault = request.app.state.vault
    return vault


async def _signer(request: Request) -> Signer:
    signer: Signer = request.app.state.signer
    return signer


async def _languages(request: Request) -> Languages:
    languages: Languages = request.app.state.languages
    return languages


async def _rates(request: Request) -> Rates:
    rates: Rates = request.app.state.rates
    return rates


# scope="function" commits before the answer leaves; without it the caller hears "saved" before it is.
Transaction = Annotated[Session, Depends(_transaction, scope="function")]
CurrentActor = Annotated[Actor, Depends(_actor)]
Now = Annotated[datetime, Depends(_now)]
CurrentSettings = Annotated[Settings, Depends(_settings)]
Keys = Annotated[Vault, Depends(_vault)]
Signing = Annotated[Signer, Depends(_signer)]
Speaking = Annotated[Languages, Depends(_languages)]
Limits = Annotated[Rates, Depends(_rates)]
