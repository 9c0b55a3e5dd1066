"""Routers on which every route names its permission: leaving `permission=` out is a TypeError at import.

There are three kinds. An API route knows its caller by a bearer token and answers JSON. A page route knows its caller
by the session cookie, and refuses any unsafe method without the CSRF proof of that session. An open route (health,
documentation) knows nobody and touches no database. Which function recognises a caller is set by the wiring
(`app.state.callers`), because the kit knows no people.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope
from structlog.contextvars import bind_contextvars

from evenhand.kit.addresses import caller_address, network_of
from evenhand.kit.errors import AppError, InsufficientScope, NotAllowed, NotSignedIn, SetUpFirst
from evenhand.kit.languages import Languages
from evenhand.kit.needs import Transaction
from evenhand.kit.origin import Origin, came_from
from evenhand.kit.permissions import ROLE_PERMISSIONS, Actor, Permission
from evenhand.kit.rates import Rate, Rates
from evenhand.kit.settings import Settings
from evenhand.kit.words import read_in, say

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Callers(Protocol):
    """Recognises who is calling; each method returns NOBODY for a caller without credentials."""

    async def by_token(self, request: Request, session: Transaction) -> Actor:
        """From the bearer token. Raises NotSignedIn for a token that is not good any more."""

    async def by_cookie(self, request: Request, session: Transaction) -> Actor:
        """From the session cookie; on unsafe methods also checks the CSRF proof."""


@dataclass(frozen=True)
class RouteRule:
    """What a route declares, kept on the endpoint's router entry for the tests that walk all routes."""

    permission: Permission
    kind: str


class Router(APIRouter):
    """A router that says quickly that a path is none of its own.

    Each request asks one router after the other, and each of those one route after the other. With 400 routes that took
    longer than most answers; the words that stand in a path leave only a few routers to ask.
    """

    _known: tuple[int, frozenset[frozenset[str]]] = 0, frozenset()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As the router it extends, which is asked only where it could be."""
        return super().matches(scope) if self.may_know(scope["path"]) else (Match.NONE, {})

    def may_know(self, path: str) -> bool:
        """Whether all words of one of its routes are in the path. Never wrong in saying no."""
        there = frozenset(path.split("/"))
        return any(words <= there for words in self._words())

    def _words(self) -> frozenset[frozenset[str]]:
        """Those of each of its routes; of routers in it only what stands before them."""
        count, words = self._known
        if count != len(self.routes):
            paths = {route.path if isinstance(route, APIRoute) else self.prefix for route in self.routes}
            words = frozenset(frozenset(word for word in path.split("/") if "{" not in word) for path in paths)
            self._known = len(self.routes), words
        return words


class Routes:
    """A router of one kind. `router` is what the wiring includes."""

    def __init__(self, *, kind: str, prefix: str = "", tag: str = "") -> None:
        if kind not in {"api", "page", "open"}:
            raise ValueError(kind)
        self._kind = kind
        self.router = Router(prefix=prefix, tags=[tag] if tag else [], include_in_schema=kind == "api")

    def get(self, path: str, *, permission: Permission, **options: Any) -> Callable[..., Any]:
        """Declare a GET route."""
        return self._route("GET", path, permission, **options)

    def post(self, path: str, *, permission: Permission, **options: Any) -> Callable[..., Any]:
        """Declare a POST route."""
        return self._route("POST", path, permission, **options)

    def put(self, path: str, *, permission: Permission, **options: Any) -> Callable[..., Any]:
        """Declare a PUT route."""
        return self._route("PUT", path, permission, **options)

    def patch(self, path: str, *, permission: Permission, **options: Any) -> Callable[..., Any]:
        """Declare a PATCH route."""
        return self._route("PATCH", path, permission, **options)

    def delete(self, path: str, *, permission: Permission, **options: Any) -> Callable[..., Any]:
        """Declare a DELETE route."""
        return self._route("DELETE", path, permission, **options)

    def _route(
        self, method: str, path: str, permission: Permission, rate: Rate | None = None, **options: Any
    ) -> Callable[..., Any]:
        if self._kind == "open" and permission is not Permission.ANYONE:
            raise ValueError(f"{path}: an open route cannot ask for {permission}")
        guard = _open_guard() if self._kind == "open" else _guard(permission, self._kind)
        guards = [Depends(guard, scope="function")]
        if rate:
            guards.insert(0, Depends(_counted(rate)))
        if self._kind != "api":
            options.setdefault("response_model", None)
        options.setdefault("openapi_extra", {"x-permission": str(permission)})

        def declare(endpoint: Callable[..., Any]) -> Callable[..., Any]:
            self.router.add_api_route(path, endpoint, methods=[method], dependencies=guards, **options)
            return endpoint

        return declare


def _guard(permission: Permission, kind: str) -> Callable[..., Any]:
    async def guard(request: Request, session: Transaction) -> AsyncIterator[None]:
        callers: Callers = request.app.state.callers
        came_from(Origin(getattr(request.state, "request_id", ""), network_of(_address(request))))
        recognise = callers.by_token if kind == "api" else callers.by_cookie
        try:
            actor = await recognise(request, session)
            request.state.actor = actor
            if actor.person_id:
                bind_contextvars(person_id=str(actor.person_id))
            _read_in_own_language(request, actor, kind)
            if not actor.may(permission):
                raise _refusal(actor, permission)
            yield
        finally:
            await request.close()  # a form read by hand keeps its uploaded files open until then

    guard.rule = RouteRule(permission, kind)  # type: ignore[attr-defined]
    return guard


def _refusal(actor: Actor, permission: Permission) -> AppError:
    if actor.person_id is None:
        return NotSignedIn()
    if actor.key_id and actor.role and permission in ROLE_PERMISSIONS[actor.role]:
        return NotAllowed(say("This key does not go so far. Make one that does, or sign in."))
    if actor.set_up_first:
        return SetUpFirst()
    if actor.role and permission in ROLE_PERMISSIONS[actor.role]:
        return InsufficientScope(missing=[str(permission)])
    return NotAllowed()


def _read_in_own_language(request: Request, actor: Actor, kind: str) -> None:
    """Pages follow the account. A program says what it wants with each call, and the account counts if it does not."""
    languages: Languages = request.app.state.languages
    asked = kind == "api" and languages.wished(request.headers.get("accept-language", ""))
    if actor.language and not asked:
        read_in(languages[actor.language])


def _open_guard() -> Callable[..., Any]:
    async def guard() -> None:
        """Lets everyone through; it is there to carry the rule."""

    guard.rule = RouteRule(Permission.ANYONE, "open")  # type: ignore[attr-defined]
    return guard


def _counted(rate: Rate) -> Callable[..., Any]:
    async def counted(request: Request) -> None:
        rates: Rates = request.app.state.rates
        await rates.hit(rate, _address(request))

    return counted


def _address(request: Request) -> str:
    settings: Settings = request.app.state.settings
    peer = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
    return caller_address(peer, forwarded, trusted=settings.trusted_proxies)


def rule_of(dependencies: list[Any]) -> RouteRule | None:
    """The rule among a route's dependencies, or None where there is no guard."""
    return next((rule for item in dependencies if (rule := getattr(item.dependency, "rule", None))), None)
