"""Log lines, as a process of its own writes them: configuring them outlasts a test."""

import json
import subprocess
import sys
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from tests.browsers import ROOT

from evenhand.kit import logs

PROGRAM = """
import logging, sys, warnings
import structlog
from evenhand.kit import logs
logs.configure(sys.argv[1])
log = structlog.get_logger("evenhand.test")
structlog.contextvars.bind_contextvars(request_id="abc12345")
log.info("something_happened", thing="вещь")
def fail():
    password = "my secret"
    raise ValueError("broken")
try:
    fail()
except ValueError:
    log.exception("ours_failed")
    logging.getLogger("library").exception("theirs failed: %s", "why")
logging.getLogger("granian").info("quiet")
logging.getLogger("granian").warning("loud")
"""


def written(style: str) -> str:
    done = subprocess.run([sys.executable, "-c", PROGRAM, style], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == b""
    return done.stderr.decode()


class Typed(BaseModel):
    """Something that a person fills in."""

    years: int


WROTE = "what Mira wrote"


def quoting() -> list[Exception]:
    """Errors of libraries that repeat what a person wrote."""
    found: list[Exception] = []
    for provoke in (
        lambda: int(WROTE),
        lambda: Typed.model_validate({"years": WROTE}),
        lambda: {"a": 1}[WROTE],
        lambda: UUID(WROTE),
        lambda: datetime.fromisoformat(WROTE),
        lambda: float(f"{WROTE} it's"),
    ):
        try:
            provoke()
        except Exception as error:  # noqa: BLE001 - whatever it is
            found.append(error)
    return [*found, IntegrityError("INSERT", None, Exception(f"not unique\nDETAIL: Key (x)=({WROTE})"))]


class TestSaid:
    def test_repeats_nothing_that_a_message_quotes(self) -> None:
        errors = quoting()
        assert len(errors) == 7
        for error in errors:
            assert type(error).__name__ in logs.said(error)
            assert "Mira" not in logs.said(error)
            assert "Mira" not in logs.trace((type(error), error, None))

    def test_keeps_what_led_to_it(self) -> None:
        inner = ValueError("broken")
        outer = LookupError("gone")
        outer.__cause__ = inner
        written = logs.trace((LookupError, outer, None))
        assert written.index("ValueError: broken") < written.index("LookupError: gone")


class TestConfigure:
    def test_writes_json_one_object_a_line_with_its_trace_and_request(self) -> None:
        lines: list[dict[str, Any]] = [json.loads(line) for line in written("json").splitlines()]
        assert [line["event"] for line in lines] == ["something_happened", "ours_failed", "theirs failed: why", "loud"]
        assert lines[0]["thing"] == "вещь"
        for line in lines:
            assert line["request_id"] == "abc12345"
            assert line["timestamp"].endswith("Z")
        for line in lines[1:3]:
            assert line["level"] == "error"
            assert "ValueError: broken" in line["exception"]
            assert "my secret" not in line["exception"]

    def test_writes_text_for_people_without_the_values_of_variables(self) -> None:
        said = written("text")
        assert "something_happened" in said
        assert "thing=вещь" in said
        assert said.count("ValueError: broken") == 2
        assert "request_id=abc12345" in said
        assert "my secret" not in said.replace('password = "my secret"', "")
        assert "quiet" not in said
        assert "loud" in said
        assert "\x1b[" not in said
