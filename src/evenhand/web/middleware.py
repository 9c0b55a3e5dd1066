"""What surrounds every request: its id, its size limit, and the headers that keep browsers safe."""

import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

API = "/api/"
MAX_BODY_BYTES = 12 * 1024 * 1024  # above the largest upload and its form; the upload's own limit is exact and kinder
MAX_WORDS_BYTES = 1024 * 1024  # of anything without a file: JSON is read and checked before anyone knows who sent it
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

SECURITY_HEADERS = (
    (
        b"content-security-policy",
        (
            b"default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
            b"form-action 'self'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), payment=(), usb=()"),
    (b"cache-control", b"no-store"),  # whatever says nothing about it may be about a person
)
HSTS = (b"strict-transport-security", b"max-age=31536000")


class BodyTooLarge(HTTPException):
    """More bytes arrived than any page accepts. FastAPI lets only its own exceptions out of reading a body."""

    def __init__(self) -> None:
        super().__init__(413)


class OtherOrigins:
    """Lets scripts of the named origins call the API, with a token of their own: no cookie of ours goes along.

    Pages are for their own origin alone, whatever is named.
    """

    def __init__(self, app: App, *, origins: Sequence[str]) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=list(origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["authorization", "content-type"],
            expose_headers=["retry-after", "x-request-id"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        of_api = scope["type"] == "http" and scope["path"].startswith(API)
        await (self._shared if of_api else self._app)(scope, receive, send)


class Surroundings:
    """Outermost ASGI layer of the pages and the API."""

    def __init__(self, app: App, *, secure: bool) -> None:
        self._app = app
        self._headers = [*SECURITY_HEADERS, HSTS] if secure else list(SECURITY_HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id = _request_id(headers.get(b"x-request-id", b"").decode("latin-1"))
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        extra = [*self._headers, (b"x-request-id", request_id.encode())]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(item for item in extra if item[0] not in present)]
            await send(message)

        await self._app(scope, _limited(receive, headers), send_with_headers)


def _request_id(given: str) -> str:
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _limited(receive: Receive, headers: dict[bytes, bytes]) -> Receive:
    holds_files = headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data")
    most = MAX_BODY_BYTES if holds_files else MAX_WORDS_BYTES
    declared = headers.get(b"content-length", b"0")
    seen = int(declared) if declared.isdigit() and int(declared) > most else 0

    async def limited() -> Message:
        nonlocal seen
        if seen > most:
            raise BodyTooLarge
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise BodyTooLarge
        return message

    return limited
