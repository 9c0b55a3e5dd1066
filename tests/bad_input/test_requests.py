"""Requests no page of ours sends: broken bodies, odd addresses, floods of headers, wrong methods, other sites."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from scripts.docs import walk

from evenhand.kit.routes import SAFE_METHODS
from evenhand.wiring import House
from tests.bad_input.aftermath import nothing_left_behind, speaks_plainly
from tests.client import Client
from tests.openings import job_fields
from tests.people import PASSWORD, Cast

Caller = Callable[..., Awaitable[Client]]
JSON = {"content-type": "application/json"}
FEWEST_ROUTES = 40
DEEP = 100_000

BODIES: list[tuple[str, bytes, int, str]] = [
    ("not JSON", b"{title: yes}", 422, "json"),
    ("nothing", b"", 422, ""),
    ("only the word null", b"null", 422, ""),
    ("a list", b"[]", 422, ""),
    ("not a number where one is due", json.dumps(job_fields(salary_min=float("nan"))).encode(), 422, "salary_min"),
    ("more than any number", json.dumps(job_fields(salary_min=float("inf"))).encode(), 422, "salary_min"),
    ("a number of 5,000 digits", b'{"openings": ' + b"9" * 5000 + b"}", 400, ""),
    ("a hundred levels", b'{"title": ' + b"[" * 100 + b"]" * 100 + b"}", 422, "title"),
    ("a hundred thousand levels", b"[" * DEEP + b"]" * DEEP, 400, ""),
    ("half of UTF-16", json.dumps(job_fields()).encode("utf-16")[:-7], 400, ""),
    ("overlong UTF-8", b'{"title": "\xc0\xaf"}', 400, ""),
    ("a field nobody knows", json.dumps(job_fields(secret="yes")).encode(), 422, "secret"),
    ("more than a megabyte", json.dumps(job_fields(description="x" * 1_100_000)).encode(), 413, ""),
]
TEXTS = [
    ("zero bytes", "Crane\x00 operator"),
    ("direction overrides", "Crane \u202erotarepo\u202c"),
    ("control characters", "Crane\x07\x1b[31m operator"),
    ("a lone surrogate", "Crane \ud800 operator"),
    ("letters in pieces", "Cre\u0301neur"),
]
QUERIES = [
    "cursor=%00",
    "cursor=" + "A" * 400,
    "cursor=bnVsbA",
    "cursor=WyIyMDI2LTExLTIxVDA5OjAwOjAwKzAwOjAwIiwibm90IGFuIGlkIl0",
    "limit=0",
    "limit=-1",
    "limit=1e9",
    "limit=" + "9" * 400,
    "q=%00%ff%fe",
    "q=" + "x" * 201,
    "q=%22%27%3B--",
    "country=%F0%9F%92%A9",
    "salary=-1",
    "salary=NaN",
    "salary=" + "9" * 60,
    "location=" + "%2F" * 300,
]
PATHS = [
    "/jobs/..%2f..%2fetc%2fpasswd",
    "/jobs/%00",
    "/jobs/" + "a" * 3000,
    "/jobs/not-an-id",
    "/jobs/01a1fe8e-128c-70eb-b858-16f6e8f7c434%0d%0aSet-Cookie:a=b",
    "/static/..%2f..%2fmain.py",
    "/static/../../main.py",
    "/static/%2e%2e/%2e%2e/main.py",
    "/static//etc/passwd",
    "/api/v1/jobs/..",
    "/api/v1/jobs/%2e%2e%2forganisation%2fjobs",
    "/api/v1/jobs/not-an-id",
    "/api/v1/nothing",
    "/companies/%F0%9F%92%A9%00",
    "/.env",
    "/;/admin",
]
ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%0d%0aLocation: https://evil.example",
    "/\tevil",
    "javascript:alert(1)",
    "/ /evil.example",
    "///evil.example",
    "http:/evil.example",
]


class TestBody:
    @pytest.mark.parametrize(("what", "body", "status", "field"), BODIES, ids=[row[0] for row in BODIES])
    async def test_that_is_not_a_job_is_refused_in_words(
        self, caller: Caller, house: House, cast: Cast, what: str, body: bytes, status: int, field: str
    ) -> None:
        client = await caller(cast.bob)
        async with nothing_left_behind(house.database):
            answer = await client.post("/api/v1/jobs", content=body, headers=JSON)
        speaks_plainly(answer)
        assert answer.status_code == status, answer.text[:500]
        if field:
            named = {error["field"]: error["message"] for error in answer.json()["errors"]}
            assert any(field in name or field in text.lower() for name, text in named.items()), named

    async def test_with_a_field_twice_counts_as_its_last(self, caller: Caller, cast: Cast) -> None:
        body = json.dumps(job_fields())[:-1] + ', "title": "The second title"}'
        answer = await (await caller(cast.bob)).post("/api/v1/jobs", content=body.encode(), headers=JSON)
        assert (answer.status_code, answer.json()["title"]) == (201, "The second title")

    @pytest.mark.parametrize(("what", "words"), TEXTS, ids=[row[0] for row in TEXTS])
    async def test_with_letters_nobody_types_is_kept_without_them_or_refused(
        self, caller: Caller, cast: Cast, what: str, words: str
    ) -> None:
        client = await caller(cast.bob)
        fields = job_fields(title=words, description=words, department=words, city=words)
        answer = await client.post("/api/v1/jobs", content=json.dumps(fields).encode(), headers=JSON)
        speaks_plainly(answer)
        if answer.status_code == 201:
            for name in ("title", "description", "department", "city"):
                assert not set(answer.json()[name]) & {"\x00", "\u202e", "\x07", "\x1b", "\ud800", "\u0301"}
        else:
            assert answer.status_code == 422

    async def test_of_a_form_of_another_kind_is_refused(self, caller: Caller, house: House, cast: Cast) -> None:
        client = await caller(cast.bob)
        headers = {"x-csrf-token": client.csrf}
        async with nothing_left_behind(house.database):
            for kind, body in (
                ("application/json", b'{"title": "x"}'),
                ("multipart/form-data", b"no boundary"),
                ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
                ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--"),
                ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfea\x00"),
                ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(2_000))),
                ("application/x-www-form-urlencoded", b"title=%ff%fe%00&=&&=;"),
            ):
                answer = await client.post("/staff/jobs", content=body, headers={**headers, "content-type": kind})
                speaks_plainly(answer)
                assert answer.status_code in {400, 422}, (kind, answer.status_code)


class TestAddress:
    @pytest.mark.parametrize("query", QUERIES)
    @pytest.mark.parametrize("path", ["/jobs", "/api/v1/jobs"])
    async def test_of_a_list_is_refused_or_understood(self, caller: Caller, path: str, query: str) -> None:
        answer = await (await caller()).get(f"{path}?{query}")
        speaks_plainly(answer)
        assert answer.status_code in {200, 422}, answer.status_code

    @pytest.mark.parametrize("path", PATHS)
    async def test_that_is_none_leads_nowhere(self, caller: Caller, cast: Cast, path: str) -> None:
        for member in (None, cast.bob):
            answer = await (await caller(member)).get(path)
            speaks_plainly(answer)
            assert answer.status_code in {404, 405} or (path == "/api/v1/jobs/.." and answer.status_code < 400)
            assert "set-cookie" not in answer.headers
            assert "root:" not in answer.text

    @pytest.mark.parametrize(
        "odd", ["not-an-id", "0", "' or 1=1 --", "%00", "x" * 500, "00000000-0000-0000-0000-00000000000g"]
    )
    async def test_with_an_id_that_is_none_is_not_there(
        self, api: FastAPI, caller: Caller, house: House, cast: Cast, odd: str
    ) -> None:
        """Every route with an id, opened by whoever may: 404, or a refusal of what else was sent."""
        admin, candidate = await caller(cast.alice), await caller(cast.mira)
        routes = [one for one in walk(api) if "_id}" in one.path]
        assert len(routes) >= FEWEST_ROUTES
        async with nothing_left_behind(house.database):
            for one in routes:
                client = admin if one.rule and cast.alice.actor.may(one.rule.permission) else candidate
                answer = await client.request(one.method, _filled(one.path, odd), headers=_proof(client, one.method))
                speaks_plainly(answer)
                assert answer.status_code in {404, 422}, (one, answer.status_code)

    async def test_takes_no_method_it_does_not_name(
        self, api: FastAPI, caller: Caller, house: House, cast: Cast
    ) -> None:
        client = await caller(cast.alice)
        by_path: dict[str, set[str]] = {}
        for one in walk(api):
            by_path.setdefault(one.path, set()).add(one.method)
        async with nothing_left_behind(house.database):
            for path in by_path:
                address = _filled(path, str(UUID(int=1)))
                methods = {method for other, named in by_path.items() if _fits(other, address) for method in named}
                for method in sorted({"PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} - methods):
                    answer = await client.request(method, address, headers=_proof(client, method))
                    assert answer.status_code == 405, (method, path, answer.status_code)
                    if method != "TRACE":
                        speaks_plainly(answer)


class TestNext:
    @pytest.mark.parametrize("target", ELSEWHERE)
    async def test_never_leads_to_another_site(self, caller: Caller, cast: Cast, target: str) -> None:
        client = await caller()
        shown = await client.get("/sign-in", params={"next": target})
        speaks_plainly(shown)
        assert "evil" not in shown.text.partition("<form")[2].partition("</form>")[0]
        answer = await client.submit("/sign-in", {"email": cast.mira.email, "password": PASSWORD, "next": target})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/"

    async def test_keeps_to_a_path_of_this_site(self, caller: Caller, cast: Cast) -> None:
        fields = {"email": cast.mira.email, "password": PASSWORD, "next": "/resumes?a=b"}
        answer = await (await caller()).submit("/sign-in", fields)
        assert answer.headers["location"] == "/resumes?a=b"


class TestHeaders:
    @pytest.mark.parametrize(
        "headers",
        [
            {"authorization": "Bearer " + "x" * 9000},
            {"authorization": "Bearer \xff\xfe"},
            {"authorization": "Basic YWxpY2U6YWxpY2U="},
            {"cookie": "evenhand=" + "x" * 9000},
            {"cookie": "; ".join(f"c{number}=1" for number in range(500))},
            {"accept-language": "x" * 9000},
            {"accept-language": "ru;q=nan, *;q=1e999, " + ",".join(["en"] * 500)},
            {"x-request-id": "a\x00b"},
            {"x-request-id": "../../etc/passwd"},
            {"x-forwarded-for": ",".join(["1.2.3.4"] * 500)},
            {"content-length": "-5"},
            {"if-modified-since": "yesterday", "range": "bytes=9-1"},
            {f"x-flood-{number}": "y" * 100 for number in range(300)},
        ],
        ids=lambda headers: f"{len(headers)} of {next(iter(headers))}: {next(iter(headers.values()))[:12]!r}",
    )
    async def test_of_any_kind_change_nothing(self, caller: Caller, headers: dict[str, str]) -> None:
        sent = {name: value.encode("latin-1") for name, value in headers.items()}
        for path in ("/jobs", "/api/v1/jobs", "/sign-in", "/static/icons.svg"):
            answer = await (await caller()).get(path, headers=sent)  # type: ignore[arg-type]  # bytes are fine
            speaks_plainly(answer)
            assert answer.status_code in {200, 400, 401, 416}, (path, answer.status_code)
            assert answer.headers["x-request-id"].isalnum()


class TestStaleForm:
    async def test_says_to_load_the_page_again(self, api: FastAPI, caller: Caller, house: House, cast: Cast) -> None:
        """The proof of an earlier session, on every button."""
        client = await caller(cast.alice)
        stale = client.csrf
        await client.sign_in_as(cast.alice, house)
        async with nothing_left_behind(house.database):
            for one in walk(api):
                if one.rule and one.rule.kind == "page" and one.method not in SAFE_METHODS:
                    for more in ({}, {"hx-request": "true"}):
                        address = _filled(one.path, str(UUID(int=1)))
                        answer = await client.post(address, data={"csrf_token": stale}, headers=more)
                        speaks_plainly(answer)
                        assert answer.status_code == 403
                        assert "Load the page again" in answer.text
                        assert ("<html" in answer.text) == (not more)


class TestWords:
    @pytest.mark.parametrize("size", [1_000_000, 1_100_000])
    async def test_of_a_megabyte_are_refused_with_the_most_there_may_be(
        self, caller: Caller, house: House, cast: Cast, size: int
    ) -> None:
        client = await caller(cast.bob)
        async with nothing_left_behind(house.database):
            answer = await client.submit("/staff/jobs", {**job_fields(), "description": "x" * size})
        speaks_plainly(answer)
        assert (answer.status_code, "20" in answer.text or "larger" in answer.text) in {(422, True), (413, True)}

    async def test_of_a_name_are_shown_without_what_misleads(self, caller: Caller) -> None:
        client = await caller()
        fields: dict[str, Any] = {"email": "bidi@example.org", "password": PASSWORD}
        answer = await client.submit("/sign-up", {**fields, "name": "Al\u202eeci\x00 \u2066Example\x07"})
        assert answer.status_code == 303
        assert "Aleci Example" in (await client.get("/account")).text

    async def test_of_a_name_that_is_none_are_refused(self, caller: Caller, house: House) -> None:
        client = await caller()
        async with nothing_left_behind(house.database):
            for name in ("", "\u202e\x00", " \t ", "x" * 5_000):
                fields = {"email": "nobody@example.org", "password": PASSWORD, "name": name}
                answer = await client.submit("/sign-up", fields)
                speaks_plainly(answer)
                assert answer.status_code == 422


def _filled(path: str, value: str) -> str:
    while "{" in path:
        before, _, rest = path.partition("{")
        path = f"{before}{value}{rest.partition('}')[2]}"
    return path


def _fits(path: str, address: str) -> bool:
    """Whether this address could be meant by that path: `skills` may stand where an id does."""
    here, there = path.split("/"), address.split("/")
    return len(here) == len(there) and all("{" in a or a == b for a, b in zip(here, there, strict=True))


def _proof(client: Client, method: str) -> dict[str, str]:
    return {} if method in SAFE_METHODS else {"x-csrf-token": client.csrf}
