"""A letter as a message: two readings of the same words, and headers that nobody can add to."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from evenhand.external.email import Letter
from evenhand.external.email.message import as_message

LETTER = Letter(
    message_id="0190f2a4-6c1e-7d3b-9b58-2f6e5a7c8d10",
    to="mira@example.org",
    subject="До 5 декабря: собеседование",
    text="Здравствуйте, Мира!\n",
    html="<!doctype html>\n<p>Здравствуйте, Мира!</p>\n",
    language="ru",
    unsubscribe="https://jobs.example.org/account",
    written_at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
)


def received(letter: Letter) -> EmailMessage:
    raw = bytes(as_message(letter, sender="Evenhand <evenhand@example.org>"))
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


class TestAsMessage:
    def test_holds_the_text_before_the_html(self) -> None:
        message = received(LETTER)
        assert message.get_content_type() == "multipart/alternative"
        parts = list(message.iter_parts())
        assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
        assert [part.get_content() for part in parts] == [LETTER.text, LETTER.html]

    def test_says_what_it_is(self) -> None:
        message = received(LETTER)
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Content-Language"] == "ru"
        assert message["List-Unsubscribe"] == "<https://jobs.example.org/account>"
        assert message["Message-ID"] == f"<{LETTER.message_id}@evenhand>"
        assert message["Date"].datetime == LETTER.written_at

    def test_offers_no_way_out_of_what_cannot_be_switched_off(self) -> None:
        message = received(replace(LETTER, unsubscribe="", html=""))
        assert message["List-Unsubscribe"] is None
        assert message.get_content_type() == "text/plain"

    @pytest.mark.parametrize("field", ["subject", "language", "unsubscribe"])
    def test_lets_nobody_add_a_header(self, field: str) -> None:
        forged: Any = {field: "x\r\nBcc: charlie@example.org\r\n\r\nBody"}
        message = received(replace(LETTER, **forged))
        assert message["Bcc"] is None
        assert message.get_content_type() == "multipart/alternative"
