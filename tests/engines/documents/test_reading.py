import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.documents.drawing import CYRILLIC, Page, assemble, draw, multiplying_forms, page_objects
from tests.engines.documents.packing import pack, paragraph, zipped

from evenhand.engines.documents import MEGABYTE, DocumentRefused, Limits, read_document


def _resume() -> Page:
    page = Page()
    page.lines(72, 100, "Alice Example", "Engineer")
    page.text(72, 140, "Опыт работы", font=CYRILLIC)
    return page


def _refusal(content: bytes, filename: str = "", limits: Limits | None = None) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        read_document(content, filename=filename, limits=limits or Limits())
    return caught.value


def _packed(unit: bytes, count: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(unit) for _ in range(count)), packer.flush()])


class TestReadDocument:
    def test_reads_a_pdf(self) -> None:
        document = read_document(draw(_resume(), _resume()), filename="резюме.pdf")
        assert document.kind == "pdf"
        assert document.text == "\n\n".join(["Alice Example\nEngineer\n\nОпыт работы"] * 2)
        assert document.page_count == 2
        assert all(document.text[line.start : line.end] == line.text for line in document.lines)

    def test_reads_a_docx(self) -> None:
        document = read_document(pack(paragraph("Алиса Пример")), filename="resume.docx")
        assert (document.kind, document.text) == ("docx", "Алиса Пример")

    def test_reads_a_text_file(self) -> None:
        document = read_document("Алиса Пример".encode("cp1251"), filename="resume.txt")
        assert (document.kind, document.text) == ("txt", "Алиса Пример")

    def test_reads_a_file_as_what_it_is_whatever_its_name_says(self) -> None:
        assert read_document(draw(_resume()), filename="resume.docx").kind == "pdf"
        assert read_document(b"{\\rtf1 Alice}", filename="resume.pdf").kind == "rtf"

    def test_gives_the_same_document_for_the_same_bytes(self) -> None:
        content = draw(_resume())
        assert read_document(content) == read_document(content)


class TestRefusals:
    def test_refuses_nothing(self) -> None:
        assert _refusal(b"", "resume.pdf").code == "empty"

    def test_refuses_a_file_that_is_too_large_by_its_name_and_size(self) -> None:
        refusal = _refusal(bytes(14 * MEGABYTE), "scan.pdf")
        assert refusal.code == "too_large"
        assert refusal.message == '"scan.pdf" is 14 MB. Choose a file of 10 MB or less.'
        assert _refusal(bytes(14 * MEGABYTE + 99_999)).message.startswith("This file is 14.1 MB.")

    @pytest.mark.parametrize(
        ("content", "filename", "code"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.doc", "unsupported_type"),
            (b"{\\rtf1 Alice", "a.rtf", "damaged"),
            (b"{\\rtf1 " + b"{" * 9_000, "a.rtf", "bomb"),
            (b'{"basics": ' + b"[" * 90_000 + b"}", "a.json", "damaged"),
            (draw(_resume())[:400], "a.pdf", "damaged"),
            (pack(paragraph("Alice"))[:300], "a.docx", "damaged"),
            (draw(Page()), "a.pdf", "empty"),
            (zipped({"word/document.xml": b"<a>" + b" " * 40 * MEGABYTE}), "a.docx", "bomb"),
        ],
    )
    def test_carries_the_reader_s_refusal_over(self, content: bytes, filename: str, code: str) -> None:
        refusal = _refusal(content, filename)
        assert refusal.code == code
        assert str(refusal) == refusal.message
        assert refusal.message.endswith(".")

    def test_refuses_a_page_that_unpacks_without_end(self) -> None:
        content = assemble([(b"", _packed(bytes(MEGABYTE), 700))], filters=b"/Filter /FlateDecode")
        assert len(content) < MEGABYTE
        assert _refusal(content).code == "bomb"

    def test_refuses_a_page_that_is_drawn_without_end(self) -> None:
        words = b"BT /F1 10 Tf 72 700 Td (word) Tj ET\n" * 30_000
        content = assemble([(b"", _packed(words, 40))], filters=b"/Filter /FlateDecode")
        assert _refusal(content).code in {"bomb", "too_slow", "too_large"}

    def test_refuses_forms_that_multiply(self) -> None:
        assert _refusal(multiplying_forms(9)).code in {"bomb", "too_slow", "too_large"}

    def test_refuses_what_takes_too_long(self) -> None:
        assert _refusal(multiplying_forms(9), limits=Limits(seconds=0.05)).code == "too_slow"


class TestAnyBytes:
    """Half a dozen examples each: every one starts a process."""

    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.binary(max_size=2_000), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04word/", b"\xff\xfe"]))
    def test_are_read_or_refused(self, content: bytes, start: bytes) -> None:
        _read_or_refuse(start + content)

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_spoiling_a_pdf_is_read_or_refused(self, data: st.DataObject) -> None:
        entries, content = page_objects(_resume())
        _read_or_refuse(_spoilt(assemble([(entries, content)], compressed=data.draw(st.booleans())), data))

    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_spoiling_a_docx_is_read_or_refused(self, data: st.DataObject) -> None:
        _read_or_refuse(_spoilt(pack(paragraph("Alice"), links={"a": "https://a.example"}), data))


def _spoilt(content: bytes, data: st.DataObject) -> bytes:
    spoilt = bytearray(content)
    for _ in range(data.draw(st.integers(1, 12))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    return bytes(spoilt)


def _read_or_refuse(content: bytes) -> None:
    try:
        document = read_document(content)
    except DocumentRefused:
        return
    assert all(document.text[line.start : line.end] == line.text for line in document.lines)
