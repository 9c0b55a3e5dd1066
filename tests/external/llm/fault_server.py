"""An endpoint of chat completions on the loopback that misbehaves as it is told, and remembers what it was sent.

`says` is a list of what it does, one after the other; the last one is repeated.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.external.http.web_server import Asked, Reply, WebServer

JSON = {"Content-Type": "application/json"}
EVENTS = {"Content-Type": "text/event-stream"}
Doing = Callable[["FaultServer", dict[str, Any]], Reply]


@dataclass
class FaultServer:
    """`asked` is every request's JSON; `left` counts callers who hung up before they had their answer."""

    says: list[Doing] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    server: WebServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = WebServer(self._answer)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FaultServer"]:
        """Answer until the block ends."""
        async with self.server.running():
            yield self

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.server.port}/v1"

    @property
    def sent(self) -> str:
        """All messages it was ever sent, as one text."""
        return "\n".join(one["content"] for body in self.asked for one in body["messages"])

    def _answer(self, asked: Asked) -> Reply:
        body = json.loads(asked.body)
        self.asked.append(body)
        self.headers.append(asked.headers)
        doing = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        return doing(self, body)


def completion(text: str | None, *, finish: str = "stop") -> dict[str, Any]:
    """What a completion looks like."""
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "fault-1",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }


def chunk(piece: str, *, finish: str | None = None) -> bytes:
    """One event of a stream."""
    body = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "fault-1",
        "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": finish}],
    }
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def text(words: str | None, *, finish: str = "stop") -> Doing:
    """Says this."""
    return lambda _server, _body: Reply(headers=JSON, body=json.dumps(completion(words, finish=finish)).encode())


def value(what: Any) -> Doing:
    """Says this as JSON."""
    return text(json.dumps(what))


def echo() -> Doing:
    """Says what it was told last."""
    return lambda server, body: text(body["messages"][-1]["content"])(server, body)


def status(number: int, *, retry_after: str = "") -> Doing:
    """Refuses."""
    headers = JSON | ({"Retry-After": retry_after} if retry_after else {})
    return lambda _server, _body: Reply(number, headers, b'{"error": {"message": "a private detail"}}')


def rubbish(body: bytes = b"<html>welcome</html>", headers: Mapping[str, str] = JSON) -> Doing:
    """Says something that is no completion."""
    return lambda _server, _body: Reply(headers=headers, body=body)


def redirect(to: str) -> Doing:
    """Sends the caller elsewhere."""
    return lambda _server, _body: Reply(307, {"Location": to})


def pieces(*parts: str, cut: bool = False, finish: str = "stop") -> Doing:
    """Writes these one by one; with `cut` the line breaks before the end."""

    async def write(writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(chunk(part))
            await writer.drain()
        if cut:
            writer.transport.abort()
            return
        writer.write(chunk("", finish=finish) + b"data: [DONE]\n\n")

    return lambda _server, _body: Reply(headers=EVENTS, body=write)


def never(*parts: str) -> Doing:
    """Writes these, then nothing more until the caller hangs up, which it notes."""

    def doing(server: FaultServer, _body: dict[str, Any]) -> Reply:
        async def write(writer: asyncio.StreamWriter) -> None:
            for part in parts:
                writer.write(chunk(part))
            try:
                while not writer.is_closing():
                    writer.write(b": still here\n\n" if parts else b" ")
                    await writer.drain()
                    await asyncio.sleep(0.02)
            finally:
                server.gone.set()

        return Reply(headers=EVENTS if parts else JSON, body=write)

    return doing


NO_WORDINGS: tuple[tuple[Doing, str], ...] = (
    (status(401), "away"),
    (value({"statements": [{"number": "one"}]}), "unusable"),
    (text('{"statements": [{"number": 1, "quote"', finish="length"), "unusable"),
    (rubbish(), "away"),
    (value({"statements": []}), ""),
)
"""What it may do where wordings are asked for, so that there are none, each with why."""
