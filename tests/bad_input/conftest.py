"""Clients that go through the outermost layer too, as every caller of a real server does."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, cast

import pytest
from fastapi import FastAPI

from evenhand.web.middleware import Surroundings
from evenhand.wiring import House
from tests.client import Client
from tests.people import Member


@pytest.fixture
async def caller(api: FastAPI, house: House) -> AsyncIterator[Callable[..., Awaitable[Client]]]:
    """`await caller(member)`: signed in for pages and API; without a member it is nobody."""
    async with AsyncExitStack() as stack:

        async def make(member: Member | None = None) -> Client:
            whole = cast("Any", Surroundings(api, secure=False))
            client = await stack.enter_async_context(Client(whole))
            if member:
                await client.sign_in_as(member, house)
            return client

        yield make
