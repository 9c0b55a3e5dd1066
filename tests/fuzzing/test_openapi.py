"""Whatever the API's document allows to be sent, and what it does not, by everybody: an answer that it declares.

Requests are made by schemathesis from the OpenAPI document, half of them with the ids of what is really there, and sent
to the real application as nobody, a candidate, a recruiter and an administrator. `EVENHAND_TEST_FUZZING=50` makes fifty
of each kind for each operation instead of a few.
"""

import json
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import schemathesis
from fastapi import FastAPI
from httpx2 import Request, Response
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import text

from evenhand.kit.permissions import NOBODY, Permission
from evenhand.wiring import House
from tests.architecture.test_tenants import Held, held
from tests.client import Client
from tests.people import Cast, Member

__all__ = ["held"]

Made = Case[Any]
ClientOf = Callable[..., Awaitable[Client]]
EXAMPLES = int(os.environ.get("EVENHAND_TEST_FUZZING", "2"))
SEED = 20261121
FEWEST_OPERATIONS = 80
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def cases(operation: Any, mode: GenerationMode) -> list[Made]:
    """A few requests for an operation, always the same ones."""
    made: list[Made] = []

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def make(case: Made) -> None:
        made.append(case)

    with suppress(hypothesis.errors.Unsatisfiable):  # nothing is wrong that one could send to it
        make()
    return made[:EXAMPLES]


async def send(client: Client, case: Made) -> Response:
    """As a program would, with this caller's token."""
    given = case.as_transport_kwargs()
    headers = {name: value for name, value in given.get("headers", {}).items() if name.lower() != "authorization"}
    options = {name: given[name] for name in ("json", "data", "params", "files", "content") if given.get(name)}
    if isinstance(options.get("data"), bytes | str):
        options["content"] = options.pop("data")
    answer = await client.request(given["method"], given["url"], headers=headers, **options)
    await answer.request.aread()  # which the checks look at
    return answer


def with_real_ids(case: Made, held: Held) -> Made:
    """The same request about what is there."""
    for name in case.path_parameters or {}:
        if name in held.ids:
            case.path_parameters[name] = str(held.ids[name])
    return case


def complaints(case: Made, answer: Response, may: bool, known: bool) -> Iterator[str]:
    """What is wrong with an answer."""
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as group:
        yield from (str(one) for one in group.exceptions)
    except Failure as one:
        yield str(one)
    unread = {400, 422} if case.body is not NOT_SET and not _is_json(answer.request) else set()  # before anything else
    if not may and answer.status_code not in unread | {403 if known else 401}:
        yield f"{answer.status_code} for somebody who may not"


def _is_json(request: Request) -> bool:
    """Whether it could be read at all."""
    try:
        json.loads(request.content)
    except ValueError:
        return False
    return request.headers.get("content-type", "").startswith("application/json")


@dataclass
class Asked:
    """Everybody who asks, and what was wrong with the answers they got."""

    house: House
    client_of: ClientOf
    members: dict[str, Member | None]
    held: Held
    clients: dict[str, Client] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    async def sign_in(self) -> None:
        """Anew: what was sent may have ended somebody's sign-in."""
        self.clients = {name: await self.client_of(member) for name, member in self.members.items()}

    async def all_of(self, operation: Any) -> None:
        """Every case of an operation, by everybody; every other one is about what is there."""
        permission = Permission(operation.definition.raw["x-permission"])
        made = [one for mode in MODES for one in enumerate(cases(operation, mode))]
        for number, case in made:
            about = case if number % 2 else with_real_ids(case, self.held)
            for name, member in self.members.items():
                await self._one(operation, about, name, permission in (member.actor if member else NOBODY).permissions)

    async def _one(self, operation: Any, case: Made, name: str, may: bool) -> None:
        async with self.house.database.transaction() as session:
            await session.execute(text("DELETE FROM rate_window"))  # limits have tests of their own
        answer = await send(self.clients[name], case)
        for one in complaints(case, answer, may, name != "nobody"):
            self.wrong.append(f"{name}: {operation.method.upper()} {operation.path}: {one[:700]}")


class TestEveryAnswer:
    async def test_is_one_that_the_document_declares(
        self, api: FastAPI, client_of: ClientOf, house: House, cast: Cast, held: Held
    ) -> None:
        held.ids["member_id"] = cast.erin.id  # who is not among those who ask
        schema = schemathesis.openapi.from_dict(api.openapi())
        found: list[Any] = list(schema.get_all_operations())
        operations = [one.ok() for one in found]
        operations.sort(key=lambda one: (one.method.upper() == "DELETE", "auth" in one.path))
        assert len(operations) >= FEWEST_OPERATIONS
        members = {"nobody": None, "mira": cast.mira, "bob": cast.bob, "alice": cast.alice}
        asked = Asked(house, client_of, members, held)
        await asked.sign_in()
        for operation in operations:
            await asked.all_of(operation)
            if "auth" in operation.path or "password" in operation.path:
                await asked.sign_in()
        assert asked.wrong == [], "\n".join([f"{len(asked.wrong)}", *asked.wrong[:100]])
