"""Old Word documents: converted where LibreOffice is installed, refused with what to do where it is not."""

import random
import time
from pathlib import Path

import psutil
import pytest

from evenhand.engines.documents import DocumentRefused, Limits, read_document, sniff
from evenhand.engines.documents.doc import can_convert
from evenhand.engines.documents.doc.converting import to_docx
from evenhand.engines.resume_parser import parse_resume

OLD = (Path(__file__).parent / "old" / "contable.doc").read_bytes()  # saved by LibreOffice from a printed test resume
CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
converts = pytest.mark.skipif(not can_convert(), reason="LibreOffice is not installed")


def refusal(content: bytes, limits: Limits | None = None) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        read_document(content, limits=limits or Limits())
    return caught.value


@converts
class TestReadDocument:
    def test_reads_an_old_word_document(self) -> None:
        document = read_document(OLD, filename="resume.pdf")
        assert document.kind == "doc"
        resume = parse_resume(document).resume
        assert resume["basics"]["email"] == "joaquin.berenguer@correo.example"
        assert [role["startDate"] for role in resume["work"]] == ["2018-01", "2013-02"]

    def test_refuses_noise_that_says_it_is_one(self) -> None:
        assert refusal(CONTAINER + random.Random(1).randbytes(30_000)).code == "damaged"  # noqa: S311

    def test_ends_the_converter_when_its_time_is_up(self) -> None:
        before = set(psutil.Process().children(recursive=True))
        started = time.monotonic()
        with pytest.raises(DocumentRefused) as caught:
            to_docx(OLD, Limits(seconds=0.4))
        assert caught.value.code == "too_slow"
        assert time.monotonic() - started < 5
        assert set(psutil.Process().children(recursive=True)) <= before

    def test_refuses_when_memory_runs_out(self) -> None:
        with pytest.raises(DocumentRefused) as caught:
            to_docx(OLD, Limits(seconds=30, memory_bytes=16 << 20))
        assert caught.value.code == "damaged"


class TestSniff:
    def test_says_that_an_old_document_is_locked(self) -> None:
        locked, fib = bytearray(OLD), OLD.index(b"\xec\xa5")
        assert fib % 512 == 0
        locked[fib + 11] |= 0x01
        assert refusal(bytes(locked)).code == "encrypted"

    def test_asks_for_another_format_where_nothing_converts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sniff, "can_convert", lambda: False)  # a machine without LibreOffice
        found = refusal(OLD)
        assert (found.code, "Save it as DOCX or PDF" in found.message) == ("unsupported_type", True)
