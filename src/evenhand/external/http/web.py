"""Asking an address: resolved by us, checked, and connected to exactly as it was checked."""

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

import httpcore2

from evenhand.external.http.addresses import Place, open_to_us, readable
from evenhand.kit.addresses import Network

MOST_BYTES = 256 * 1024
SECONDS = 10.0
HOPS = 3
REDIRECTS = {301, 302, 303, 307, 308}
AGENT = "Evenhand"

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class NotSafe(Exception):
    """The address must not be asked. The text says why, without what was found there."""


class NotReached(Exception):
    """The address did not answer, or not in a way that can be used. The text says what happened."""


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are in small letters; `url` is where it came from after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


async def ask_system(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as this machine knows them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Web:
    """Asks addresses that people supply. Without cookies, proxies or a connection kept for later.

    Nor compression, unless `unpack`: some services always compress. What comes out counts towards `most_bytes`.
    """

    def __init__(
        self,
        *,
        allowed: Sequence[Network] = (),
        resolve: Resolve = ask_system,
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
        most_bytes: int = MOST_BYTES,
        unpack: bool = False,
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._trust = trust
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._unpack = unpack

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Read an address, following a few redirects; each is checked as the first was. Raises NotSafe, NotReached.

        What says who we are (`headers`) goes to the first origin only, and https never gives way to http.
        """
        place, given = _place(url), dict(headers or {})
        async with _in_time(self._seconds):
            for _ in range(HOPS + 1):
                answer = await self._once("GET", place, given, None)
                if answer.status not in REDIRECTS:
                    return answer
                following = _place(urljoin(place.url, answer.headers.get("location", "")))
                if place.scheme == "https" and following.scheme != "https":
                    raise NotSafe("A redirect leads from https to http.")
                if following.origin != place.origin:
                    given = {}
                place = following
        raise NotReached("Too many redirects.")

    async def post(self, url: str, fields: Mapping[str, str], *, headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form; a redirect is answered as it is, since it would carry the fields elsewhere.

        Raises NotSafe, NotReached.
        """
        given = {**(headers or {}), "content-type": "application/x-www-form-urlencoded"}
        async with _in_time(self._seconds):
            return await self._once("POST", _place(url), given, urlencode(fields).encode())

    async def _once(self, method: str, place: Place, headers: Mapping[str, str], body: bytes | None) -> Answer:
        line = _Line(self._checked)
        sent = {"user-agent": AGENT, "accept-encoding": "gzip" if self._unpack else "identity", **headers}
        pool = httpcore2.AsyncConnectionPool(ssl_context=self._trust, network_backend=line, retries=0)
        try:
            async with pool, pool.stream(method, place.url, headers=list(sent.items()), content=body) as found:
                kept = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in found.headers}
                return Answer(found.status, kept, await self._read(found, kept), place.url)
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError) as error:
            raise NotReached(f"{place.host} did not answer ({type(error).__name__}).") from error
        except (httpcore2.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise NotReached(f"{place.host} cannot be asked.") from error

    async def _read(self, found: httpcore2.Response, headers: Mapping[str, str]) -> bytes:
        coding = headers.get("content-encoding", "identity").strip().lower()
        packed = self._unpack and coding in {"gzip", "x-gzip"}
        if coding != "identity" and not packed:
            raise NotReached("The answer is compressed, which was not asked for.")
        opened = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None
        body = b""
        async with aclosing(_parts(found)) as parts:
            async for part in parts:
                try:  # no more is unpacked than is one byte too many
                    body += opened.decompress(part, self._most_bytes + 1 - len(body)) if opened else part
                except zlib.error as error:
                    raise NotReached("The answer is compressed, and damaged.") from error
                if len(body) > self._most_bytes:
                    raise NotReached(f"The answer is longer than {self._most_bytes} bytes.")
        if opened and body and not opened.eof:
            raise NotReached("The answer is compressed, and not whole.")
        return body

    async def _checked(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a name, all of which may be connected to. Raises NotSafe, NotReached."""
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise NotReached(f"There is no address for {host}.") from error
        if not found:
            raise NotReached(f"There is no address for {host}.")
        if not all(open_to_us(address, allowed=self._allowed) for address in found):
            raise NotSafe(f"{host} is not on the public internet. The operator may allow its network.")
        return found


async def _parts(found: httpcore2.Response) -> AsyncGenerator[bytes, None]:
    async for part in found.aiter_stream():
        yield part


def _place(url: str) -> Place:
    place = readable(url)
    if place is None:
        raise NotSafe("This is not an http or https address that can be asked.")
    return place


@asynccontextmanager
async def _in_time(seconds: float) -> AsyncIterator[None]:
    """Everything together within these seconds: slow answers included. Raises NotReached."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as late:
        raise NotReached("There was no whole answer in time.") from late


class _Line(httpcore2.AsyncNetworkBackend):
    """Connects to what was checked: the name is asked for once, and TLS still goes by the name."""

    def __init__(self, checked: Resolve) -> None:
        self._checked = checked
        self._under = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's own
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to the first checked address that takes one."""
        trouble: Exception = OSError("no address")
        for address in await self._checked(host, port):
            try:
                return await self._under.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                trouble = error
        raise trouble

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's own
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Never."""
        raise NotSafe(f"{path} is not an address of the web ({timeout}, {socket_options}).")

    async def sleep(self, seconds: float) -> None:
        """As the library wants it."""
        await asyncio.sleep(seconds)
