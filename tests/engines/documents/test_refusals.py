import pickle
from typing import Any

import pytest

from evenhand.engines.documents import refusals
from evenhand.engines.documents.refusals import DocumentRefused

KINDS = [
    (refusals.no_text, ()),
    (refusals.too_much_text, (400_000,)),
    (refusals.too_many_pages, ("PDF", 10_000, 50)),
    (refusals.locked, ("PDF",)),
    (refusals.damaged, ("DOCX",)),
    (refusals.image_only, ()),
    (refusals.unclear_picture, ()),
    (refusals.too_many_pictures, (11, 10)),
    (refusals.bomb, ("DOCX",)),
    (refusals.too_slow, ()),
]


class TestDocumentRefused:
    @pytest.mark.parametrize(("make", "about"), KINDS)
    def test_says_what_to_do_in_a_plain_voice(self, make: Any, about: tuple[Any, ...]) -> None:
        refusal = make(*about)
        assert isinstance(refusal, DocumentRefused)
        assert refusal.code in refusals.CODES
        _, *rest = refusal.message.split(". ")
        assert rest, "one sentence says what happened, the next what to do"
        assert rest[-1].split()[0] in {"Choose", "Save", "Open", "Send", "Open,"}
        assert not set("!") & set(refusal.message)
        assert "please" not in refusal.message.lower()

    def test_travels_between_processes(self) -> None:
        refusal = pickle.loads(pickle.dumps(refusals.locked("PDF")))  # noqa: S301  our own bytes
        assert (refusal.code, str(refusal)) == ("encrypted", refusals.locked("PDF").message)
