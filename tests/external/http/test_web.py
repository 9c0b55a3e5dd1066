"""Asking addresses that people supply, with servers that are where they should not be, or do what they should not."""

import asyncio
import gzip
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path

import pytest
from tests.external.http.web_server import Answering, Asked, Reply, WebServer, make_certificate

from evenhand.external.http import NotReached, NotSafe, Web
from evenhand.external.http.web import HOPS

LOOPBACK = (ip_network("127.0.0.0/8"),)
ONE = (ip_network("127.0.0.2/32"),)
PUBLIC = "93.184.215.14"


class Names:
    """What names lead to: one list of addresses for each time somebody asks, the last again and again."""

    def __init__(self, **known: Sequence[str]) -> None:
        self.known = {name.replace("_", "."): list(answers) for name, answers in known.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        del port
        self.asked.append(host)
        answers = self.known.get(host)
        if answers is None:
            raise OSError("no such name")
        return (answers.pop(0) if len(answers) > 1 else answers[0]).split()


def says(body: bytes = b"hello") -> Reply:
    return Reply(body=body)


def saying(reply: Reply) -> Answering:
    return lambda _: reply


def leads(status: int, target: str) -> Answering:
    return saying(Reply(status, {"Location": target}))


class TestGet:
    async def test_reads_what_is_there(self) -> None:
        async with WebServer(lambda _: says()).running() as server:
            answer = await Web(allowed=LOOPBACK).get(f"http://127.0.0.1:{server.port}/a?b=c", headers={"x-own": "1"})
        assert (answer.status, answer.body) == (200, b"hello")
        (asked,) = server.requests
        assert (asked.target, asked.headers["x-own"]) == ("/a?b=c", "1")
        assert asked.headers["accept-encoding"] == "identity"
        assert "cookie" not in asked.headers

    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0", "2130706433", "0x7f.1", "127.1"]
    )
    async def test_does_not_reach_this_machine(self, host: str) -> None:
        async with WebServer(lambda _: says(), address="0.0.0.0").running() as server:  # noqa: S104
            with pytest.raises((NotSafe, NotReached)):
                await Web().get(f"http://{host}:{server.port}/")
        assert server.requests == []

    async def test_goes_by_every_address_of_a_name(self) -> None:
        names = Names(mixed_example=[f"{PUBLIC} 10.0.0.1"], inside_example=["169.254.169.254"], none_example=[""])
        for host in ("mixed.example", "inside.example"):
            with pytest.raises(NotSafe, match=host):
                await Web(resolve=names).get(f"https://{host}/")
        for host in ("none.example", "unknown.example"):
            with pytest.raises(NotReached, match="no address"):
                await Web(resolve=names).get(f"https://{host}/")

    async def test_connects_to_what_it_checked_however_the_name_changes(self) -> None:
        """The name leads to an allowed address at first, and to another on this machine whenever it is asked again."""
        names = Names(turning_example=["127.0.0.2", "127.0.0.1"])
        inner = WebServer(lambda _: says(b"secret"), address="127.0.0.1")
        outer = WebServer(lambda asked: _back(asked, outer), address="127.0.0.2")
        async with outer.running():
            inner.port = outer.port
            async with inner.running():
                web = Web(allowed=ONE, resolve=names)
                answer = await web.get(f"http://turning.example:{outer.port}/")
                assert (answer.body, names.asked) == (b"outer", ["turning.example"])
                names.known["turning.example"] = ["127.0.0.2", "127.0.0.1"]
                with pytest.raises(NotSafe):
                    await web.get(f"http://turning.example:{outer.port}/back")
        assert [one.target for one in outer.requests] == ["/", "/back"]
        assert inner.requests == []

    async def test_checks_every_redirect(self) -> None:
        inner = WebServer(lambda _: says(b"secret"))
        async with inner.running():
            targets = [
                f"http://127.0.0.1:{inner.port}/",
                f"//127.0.0.1:{inner.port}/",
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                f"http://user:word@127.0.0.1:{inner.port}/",
                f"http://localhost:{inner.port}/",
            ]
            for target in targets:
                outer = WebServer(leads(302, target), address="127.0.0.2")
                async with outer.running():
                    with pytest.raises(NotSafe):
                        await Web(allowed=ONE).get(f"http://127.0.0.2:{outer.port}/")
        assert inner.requests == []

    async def test_takes_credentials_nowhere_else(self) -> None:
        second = WebServer(lambda _: says(b"second"))
        async with second.running():
            first = WebServer(lambda _: Reply(307, {"Location": f"http://127.0.0.1:{second.port}/x"}))
            async with first.running():
                headers = {"authorization": "Bearer mine"}
                answer = await Web(allowed=LOOPBACK).get(f"http://127.0.0.1:{first.port}/", headers=headers)
        assert answer.body == b"second"
        assert "authorization" in first.requests[0].headers
        assert "authorization" not in second.requests[0].headers

    async def test_follows_only_so_far(self) -> None:
        async with WebServer(lambda _: Reply(302, {"Location": "/again"})).running() as server:
            with pytest.raises(NotReached, match="Too many redirects"):
                await Web(allowed=LOOPBACK).get(f"http://127.0.0.1:{server.port}/")
        assert len(server.requests) == HOPS + 1

    async def test_reads_only_so_much(self) -> None:
        async def endless(writer: asyncio.StreamWriter) -> None:
            while True:
                writer.write(b"x" * 65536)
                await writer.drain()

        for body in (b"x" * 1001, endless):
            async with WebServer(saying(Reply(body=body))).running() as server:
                with pytest.raises(NotReached, match="longer than 1000 bytes"):
                    await Web(allowed=LOOPBACK, most_bytes=1000).get(f"http://127.0.0.1:{server.port}/")

    async def test_does_not_unpack(self) -> None:
        async with WebServer(saying(Reply(headers={"Content-Encoding": "gzip"}))).running() as server:
            with pytest.raises(NotReached, match="compressed"):
                await Web(allowed=LOOPBACK).get(f"http://127.0.0.1:{server.port}/")

    async def test_unpacks_where_it_is_to_and_only_so_much(self) -> None:
        def packed(body: bytes) -> Answering:
            return saying(Reply(headers={"Content-Encoding": "gzip"}, body=body))

        web = Web(allowed=LOOPBACK, most_bytes=1000, unpack=True)
        async with WebServer(packed(gzip.compress(b"x" * 1000))).running() as server:
            assert len((await web.get(f"http://127.0.0.1:{server.port}/")).body) == 1000
            assert server.requests[0].headers["accept-encoding"] == "gzip"
        whole = gzip.compress(b"x" * 1000)
        for body, why in (
            (gzip.compress(b"x" * 1001), "longer"),
            (gzip.compress(b"x" * 100_000_000), "longer"),
            (whole[:-8], "not whole"),
            (b"no gzip at all", "damaged"),
        ):
            async with WebServer(packed(body)).running() as server:
                with pytest.raises(NotReached, match=why):
                    await web.get(f"http://127.0.0.1:{server.port}/")

    async def test_waits_only_so_long_even_for_a_trickle(self) -> None:
        async def trickle(writer: asyncio.StreamWriter) -> None:
            while True:
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.05)

        async with WebServer(saying(Reply(body=trickle))).running() as server:
            with pytest.raises(NotReached, match="in time"):
                await Web(allowed=LOOPBACK, seconds=0.4).get(f"http://127.0.0.1:{server.port}/")

    async def test_says_what_is_not_there(self) -> None:
        async with WebServer(lambda _: says()).running() as server:
            pass
        with pytest.raises(NotReached, match="did not answer"):
            await Web(allowed=LOOPBACK).get(f"http://127.0.0.1:{server.port}/")

    async def test_goes_by_no_proxy_of_the_surroundings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async with (
            WebServer(lambda _: says(b"proxy")).running() as proxy,
            WebServer(lambda _: says()).running() as real,
        ):
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            answer = await Web(allowed=LOOPBACK).get(f"http://127.0.0.1:{real.port}/")
        assert answer.body == b"hello"


def _back(asked: Asked, server: WebServer) -> Reply:
    if asked.target == "/back":
        return Reply(302, {"Location": f"http://turning.example:{server.port}/"})
    return says(b"outer")


class TestTls:
    async def test_is_held_against_the_name_though_the_address_is_ours(self, tmp_path: Path) -> None:
        serving, trusting = make_certificate(tmp_path, "issuer.example")
        names = Names(issuer_example=["127.0.0.1"], other_example=["127.0.0.1"])
        async with WebServer(lambda _: says(), context=serving).running() as server:
            web = Web(allowed=LOOPBACK, resolve=names, trust=trusting)
            assert (await web.get(f"https://issuer.example:{server.port}/")).body == b"hello"
            for strict, host in ((web, "other.example"), (Web(allowed=LOOPBACK, resolve=names), "issuer.example")):
                with pytest.raises(NotReached):
                    await strict.get(f"https://{host}:{server.port}/")
        assert len(server.requests) == 1

    async def test_never_gives_way_to_plain_text(self, tmp_path: Path) -> None:
        serving, trusting = make_certificate(tmp_path, "issuer.example")
        plain = WebServer(lambda _: says(b"plain"))
        async with plain.running():
            to = f"http://127.0.0.1:{plain.port}/"
            async with WebServer(lambda _: Reply(302, {"Location": to}), context=serving).running() as server:
                web = Web(allowed=LOOPBACK, resolve=Names(issuer_example=["127.0.0.1"]), trust=trusting)
                with pytest.raises(NotSafe, match="https to http"):
                    await web.get(f"https://issuer.example:{server.port}/")
        assert plain.requests == []


class TestPost:
    async def test_sends_a_form_and_follows_nothing(self) -> None:
        second = WebServer(lambda _: says(b"second"))
        async with second.running():
            to = {"Location": f"http://127.0.0.1:{second.port}/"}
            async with WebServer(lambda _: Reply(307, to)).running() as server:
                answer = await Web(allowed=LOOPBACK).post(f"http://127.0.0.1:{server.port}/", {"a": "b c&d"})
        assert answer.status == 307
        assert server.requests[0].body == b"a=b+c%26d"
        assert second.requests == []
