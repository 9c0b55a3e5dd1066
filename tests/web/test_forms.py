"""Forms: what was typed is kept, and each error is a sentence."""

import pytest
from pydantic import BaseModel, Field
from starlette.requests import Request

from evenhand.web.forms import read_form


class Sample(BaseModel):
    title: str = Field(min_length=3, max_length=10)
    count: int = Field(1, ge=1, le=5)
    tags: list[str] = []
    password: str = ""


def sent(body: str) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    headers = [(b"content-type", b"application/x-www-form-urlencoded")]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


class TestReadForm:
    async def test_gives_the_value_when_it_can_be_used(self) -> None:
        form = await read_form(sent("title=Berths&count=2&tags=a&tags=&tags=b"), Sample)
        assert form.value == Sample(title="Berths", count=2, tags=["a", "b"])
        assert form.errors == {}

    @pytest.mark.parametrize(
        ("body", "field", "message"),
        [
            ("count=2", "title", "Fill this in."),
            ("title=", "title", "Fill this in."),
            ("title=ab", "title", "Use at least 3 characters."),
            ("title=abcdefghijk", "title", "Use at most 10 characters."),
            ("title=abc&count=many", "count", "Write a whole number."),
            ("title=abc&count=9", "count", "Write 5 or less."),
        ],
    )
    async def test_says_what_to_do_beside_the_field(self, body: str, field: str, message: str) -> None:
        form = await read_form(sent(body), Sample)
        assert form.value is None
        assert form.errors == {field: message}
        assert form.error_list == [{"id": f"f-{field}", "message": message}]

    async def test_keeps_what_was_typed_but_never_a_password(self) -> None:
        form = await read_form(sent("title=ab&count=x&password=secret"), Sample)
        assert (form.values["title"], form.values["count"], form.values["password"]) == ("ab", "x", "")
