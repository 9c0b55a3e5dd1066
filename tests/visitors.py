"""People at a running product: by browser cookie and bearer token over HTTP, and in the interview room by Socket.IO."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
import asyncpg
import httpx2
import socketio
import socketio.exceptions

from evenhand.kit.ids import new_id
from tests.client import TOKEN
from tests.people import PASSWORD

NAMESPACE = "/interview"
MAIL = re.compile(r"/dev/outbox/[0-9a-f-]{36}")
LINK = re.compile(r"/confirm-email\?token=([\w-]+)")
PATIENCE = 60.0  # the machine may be busy; nothing waits longer than it must
LOOK_EVERY = 0.02
TRY_EVERY = 0.3  # requests are counted by the rate limits, refused ones too
REPLY_WITHIN = 12.0  # as the room's script waits
AWAY = (
    httpx2.TransportError,
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
)
T = TypeVar("T")


async def eventually(look: Callable[[], Awaitable[T | None]], what: str, *, every: float = LOOK_EVERY) -> T:
    """Look again and again until there is something, and return it. A product that is away is looked at later."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while True:
        with suppress(*AWAY):
            if found := await look():
                return found
        assert loop.time() < deadline, f"waited {PATIENCE} s for {what}"
        await asyncio.sleep(every)


class Visitor:
    """Someone with an account. Requests by `api` are expected to succeed; `again` repeats them until they do."""

    def __init__(self, url: str, email: str, password: str = PASSWORD) -> None:
        self.url, self.email, self.password = url, email, password
        self.http = httpx2.AsyncClient(base_url=url, timeout=REPLY_WITHIN)
        self.bearer = ""

    @property
    def cookie(self) -> str:
        """The session cookie as a browser sends it."""
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    async def sign_up(self, name: str) -> None:
        """Make the account on the page, as a browser would, sign in to the API too, and agree to interviews."""
        await self._form("/sign-up", name=name, email=self.email, password=self.password)
        await self.sign_in()
        await self.api_says("POST", "/auth/email/confirm", json={"token": await eventually(self._link, "the mail")})
        await self.api_says("PUT", "/my-consents/interview", json={"notice": 1})

    async def _link(self) -> str | None:
        """The token in the mail that came with the account, as the outbox of a development installation shows it."""
        mail = MAIL.search((await self.http.get("/dev/outbox")).text)
        found = LINK.search((await self.http.get(mail.group())).text) if mail else None
        return found.group(1) if found else None

    async def sign_in(self) -> None:
        """An access token."""
        found = await self.api("POST", "/auth/login", json={"email": self.email, "password": self.password})
        self.bearer = found["access_token"]

    async def _form(self, path: str, **fields: str) -> None:
        proof = TOKEN.search((await self.http.get(path)).text)
        assert proof, f"{path} has no form"
        done = await self.http.post(path, data={"csrf_token": proof.group(1), **fields})
        assert done.status_code == 303, re.sub(r"\s+", " ", done.text)

    async def send(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """One request to the API, whatever comes of it."""
        headers = {"authorization": f"Bearer {self.bearer}"} if self.bearer else {}
        return await self.http.request(method, f"/api/v1{path}", headers=headers, **options)

    async def api_says(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """What the API answers, which is no refusal."""
        answer = await self.send(method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer

    async def api(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """What the API answers."""
        found: dict[str, Any] = (await self.api_says(method, path, **options)).json()
        return found

    async def again(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """The same, repeated while the product is away or in trouble."""

        async def look() -> httpx2.Response | None:
            answer = await self.send(method, path, **options)
            return answer if answer.status_code < 500 else None

        answer = await eventually(look, f"{method} {path}", every=TRY_EVERY)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        found: dict[str, Any] = answer.json()
        return found

    async def leave(self) -> None:
        """Close the connections."""
        await self.http.aclose()


@dataclass
class RoomClient:
    """The interview room as the page's script speaks to it: what has no reply is sent again with the same id."""

    visitor: Visitor
    interview_id: str
    states: list[dict[str, Any]] = field(default_factory=list)
    _line: "_Line | None" = None

    async def enter(self) -> dict[str, Any]:
        """Come in over a new connection, as soon as the server lets one in; where the interview stands."""
        state = await eventually(self._join, "the interview room", every=TRY_EVERY)
        self.states.append(state)
        return state

    async def _join(self) -> dict[str, Any] | None:
        await self.leave()
        self._line = await _Line.open(self.visitor)
        return await self._settled("join") if self._line else None

    async def answer(self, question_id: str, text: str, client_id: str) -> dict[str, Any] | None:
        """The acknowledgement of an answer; None where none came or the server was in trouble."""
        state = await self._settled("answer", question_id=question_id, text=text, client_id=client_id)
        if state:
            self.states.append(state)
        return state

    async def _settled(self, event: str, **about: str) -> dict[str, Any] | None:
        """The state a message leads to; None where it has to be sent again."""
        assert self._line, "enter the room first"
        reply = await self._line.ask(event, {"interview_id": self.interview_id, **about})
        if reply is None or reply.get("code") == "server_trouble":
            return None
        assert reply["ok"], reply
        state: dict[str, Any] = reply["state"]
        return state

    async def leave(self) -> None:
        """Close the connection."""
        if self._line:
            await self._line.close()
        self._line = None


class _Line:
    """One connection, until it breaks."""

    def __init__(self, browser: aiohttp.ClientSession) -> None:
        self._browser = browser
        self._client = socketio.AsyncClient(reconnection=False, handle_sigint=False, http_session=browser)
        self._broken = asyncio.Event()
        self._client.on("disconnect", self._gone, namespace=NAMESPACE)

    @classmethod
    async def open(cls, visitor: Visitor) -> "_Line | None":
        """A connection with the visitor's cookie; None while nobody takes it."""
        line = cls(aiohttp.ClientSession())
        try:
            headers = {"Cookie": visitor.cookie}
            await line._client.connect(visitor.url, headers=headers, namespaces=[NAMESPACE], wait_timeout=5)
        except socketio.exceptions.ConnectionError:
            await line.close()
            return None
        return line

    async def _gone(self, *_reason: object) -> None:
        self._broken.set()

    async def ask(self, event: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        """The reply; None when the connection breaks before it comes."""
        replied: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        broken = asyncio.create_task(self._broken.wait())
        either: list[asyncio.Future[Any]] = [replied, broken]
        try:
            await self._client.emit(event, payload, namespace=NAMESPACE, callback=replied.set_result)
            await asyncio.wait(either, timeout=REPLY_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        except socketio.exceptions.BadNamespaceError:  # it broke before we noticed
            return None
        finally:
            broken.cancel()
        assert replied.done() or broken.done(), f"no reply to {event} over an open connection"
        return replied.result() if replied.done() else None

    async def close(self) -> None:
        await self._client.disconnect()
        await self._browser.close()


def new_client_id() -> str:
    """What the page's script makes for each question."""
    return str(new_id())
