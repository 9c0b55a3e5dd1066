"""One endpoint, asked through the `openai` SDK: with a deadline, repeated where that may help, never for long."""

import asyncio
import math
import random
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from evenhand.external.llm import Answer, Brief, Message, Usage
from evenhand.external.llm.breaker import Breaker
from evenhand.external.llm.presets import MANNERS, address
from evenhand.kit.clock import utc_now
from evenhand.kit.endpoints import Endpoint

if TYPE_CHECKING:
    from openai import AsyncOpenAI

TRIES = 3
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
MILLION = Decimal(1_000_000)
CHARS_A_TOKEN = 3
"""For a rough count where the endpoint gives none: low, so that the count is rather too high."""
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


class Failed(Exception):
    """This endpoint gave no answer. `again`: the same question may be answered in a while; `wait`: it said when."""

    def __init__(self, text: str, *, wait: float | None = None, again: bool = False) -> None:
        super().__init__(text)
        self.wait = wait
        self.again = again


@dataclass
class Written:
    """A stream as far as it has come."""

    text: str = ""
    model: str = ""
    finish: str = ""
    usage: Usage | None = None


class One:
    """Asks one endpoint. Safe to share between tasks."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        breaker: Breaker | None = None,
        dice: Callable[[], float] = random.random,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self.endpoint = endpoint
        self.manner = MANNERS[endpoint.preset]
        self.url = address(endpoint)
        self.breaker = breaker or Breaker()
        self._dice = dice
        self._first_pause = first_pause

    async def complete(self, brief: Brief, *, response_format: dict[str, Any] | None = None) -> Answer:
        """One whole answer. Raises Failed."""

        async def once(client: "AsyncOpenAI") -> Answer:
            asked = self._asked(brief) | ({"response_format": response_format} if response_format else {})
            reply = await client.chat.completions.create(**asked)
            return self._answer(brief, reply)

        answer: Answer = await self._with_patience(once)
        return answer

    def _answer(self, brief: Brief, reply: Any) -> Answer:
        """What came, which need not be what the SDK's types promise. Raises Failed."""
        choices: Any = getattr(reply, "choices", None)
        message = getattr(choices[0], "message", None) if choices else None
        if message is None:
            raise Failed(f"{self.endpoint.key} answered with something else than a completion.", again=True)
        text = message.content or ""
        return Answer(
            text=text,
            endpoint=self.endpoint.key,
            model=str(reply.model or self.endpoint.model)[:120],
            usage=self._usage(getattr(reply, "usage", None)) or self.guess(brief, text),
            raw=(text,),
            complete=choices[0].finish_reason not in {"length", "content_filter"},
        )

    async def stream(self, brief: Brief, written: Written) -> AsyncGenerator[str, None]:
        """Pieces as they come. Repeated only while none has come. Raises Failed."""

        async def begin(client: "AsyncOpenAI") -> tuple[Any, Any]:
            stream = await client.chat.completions.create(**self._asked(brief), stream=True, **self._counting())
            pieces = aiter(stream)
            return pieces, await anext(pieces, None)

        async with self._client() as client, self._deadline():
            pieces, first = await self._with_patience(begin, client)
            async with aclosing(self._pieces(pieces, first, written)) as told:
                async for piece in told:
                    yield piece

    async def _pieces(self, pieces: Any, first: Any, written: Written) -> AsyncGenerator[str, None]:
        chunk = first
        while chunk is not None:
            written.model = str(chunk.model or written.model)[:120]
            written.usage = self._usage(chunk.usage) or written.usage
            if chunk.choices:
                written.finish = chunk.choices[0].finish_reason or written.finish
                piece = getattr(chunk.choices[0].delta, "content", None) or ""
                written.text += piece
                if piece:
                    yield piece
            try:
                chunk = await anext(pieces, None)
            except Exception as error:  # noqa: BLE001 - whatever it is: the line broke
                raise self._failed(error) from None
        if not written.finish:
            raise Failed(f"{self.endpoint.key} stopped in the middle.")

    def _counting(self) -> dict[str, Any]:
        return {"stream_options": {"include_usage": True}} if self.manner.counts_streams else {}

    def _asked(self, brief: Brief) -> dict[str, Any]:
        messages = [{"role": one.role, "content": one.text} for one in brief.messages]
        asked: dict[str, Any] = {"model": self.endpoint.model, "messages": messages}
        if self.endpoint.temperature is not None:
            asked["temperature"] = self.endpoint.temperature
        return asked | {self.manner.limit: brief.most_tokens}

    async def _with_patience(self, once: Callable[..., Any], client: "AsyncOpenAI | None" = None) -> Any:
        """Ask, and ask again after a pause where that may help, all within the deadline. Raises Failed."""
        if client is None:
            async with self._client() as own, self._deadline():
                return await self._with_patience(once, own)
        for attempt in range(TRIES):
            try:
                return await once(client)
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - the SDK's and the network's are many; what is not ours goes on
                failed = self._failed(error)
                pause = failed.wait if failed.wait is not None else self._pause(attempt)
                if not failed.again or attempt == TRIES - 1 or pause > LONGEST_PAUSE:
                    raise failed from None
                await asyncio.sleep(pause)
        raise AssertionError

    def _pause(self, attempt: int) -> float:
        """Longer each time, and not the same for all who wait."""
        return min(self._first_pause * (1 << attempt), LONGEST_PAUSE) * (0.5 + self._dice() / 2)

    def _failed(self, error: Exception) -> Failed:
        import openai  # ~1 s: only where a model is asked

        key = self.endpoint.key
        match error:
            case Failed():
                return error
            case openai.APITimeoutError():
                return Failed(f"{key} did not answer in time.", again=True)
            case openai.APIStatusError():
                status = error.status_code
                wait = retry_after(error.response.headers.get("retry-after", ""))
                return Failed(f"{key} answered with {status}.", wait=wait, again=status in AGAIN)
            case openai.APIConnectionError():
                return Failed(f"{key} cannot be reached.", again=True)
        return Failed(f"{key} answered with something else than a completion ({type(error).__name__}).", again=True)

    @asynccontextmanager
    async def _deadline(self) -> AsyncGenerator[None, None]:
        """Everything together in the endpoint's time. Raises Failed."""
        try:
            async with asyncio.timeout(self.endpoint.seconds):
                yield
        except TimeoutError:
            raise Failed(f"{self.endpoint.key} did not answer in time.") from None

    @asynccontextmanager
    async def _client(self) -> AsyncGenerator["AsyncOpenAI", None]:
        """A client for one question: it keeps no connection, follows no redirect, and says nothing of this machine."""
        openai, trust = await asyncio.to_thread(_sdk)
        key = self.endpoint.api_key.get_secret_value() if self.endpoint.api_key else "none"
        quiet = openai.DefaultAsyncHttpxClient(verify=trust, follow_redirects=False, trust_env=False)
        client = openai.AsyncOpenAI(
            api_key=key,
            base_url=self.url,
            max_retries=0,
            timeout=self.endpoint.seconds,
            http_client=quiet,
            default_headers={name: openai.Omit() for name in _TALKATIVE} | {"User-Agent": "Evenhand"},
        )
        client.organization = client.project = None  # else from the environment
        async with client:
            yield client

    def _usage(self, counted: Any) -> Usage | None:
        if counted is None:
            return None
        tokens_in, tokens_out = int(counted.prompt_tokens or 0), int(counted.completion_tokens or 0)
        return Usage(tokens_in, tokens_out, self.cost(tokens_in, tokens_out))

    def guess(self, brief: Brief, text: str) -> Usage:
        """A rough count, for an endpoint that gives none."""
        tokens_in = sum(rough(one) for one in brief.messages)
        tokens_out = math.ceil(len(text) / CHARS_A_TOKEN)
        return Usage(tokens_in, tokens_out, self.cost(tokens_in, tokens_out), estimated=True)

    def cost(self, tokens_in: int, tokens_out: int) -> Decimal:
        """By the operator's prices."""
        return (self.endpoint.price_in * tokens_in + self.endpoint.price_out * tokens_out) / MILLION


_TALKATIVE = (
    "X-Stainless-Lang",
    "X-Stainless-Package-Version",
    "X-Stainless-OS",
    "X-Stainless-Arch",
    "X-Stainless-Runtime",
    "X-Stainless-Runtime-Version",
    "X-Stainless-Async",
)


@cache
def _sdk() -> tuple[Any, ssl.SSLContext]:
    """The SDK, whose import takes about a second, and the system's authorities."""
    import openai

    return openai, ssl.create_default_context()


def rough(message: Message) -> int:
    """About how many tokens a message is."""
    return math.ceil(len(message.text) / CHARS_A_TOKEN) + 4


def retry_after(value: str) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110 §10.2.3): a number, or a date."""
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(value) - utc_now()).total_seconds()
        except (ValueError, TypeError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
