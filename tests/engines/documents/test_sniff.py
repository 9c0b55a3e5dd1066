import pytest
from tests.engines.documents.drawing import Page, draw
from tests.engines.documents.packing import odt, pack, paragraph, zipped

from evenhand.engines.documents import DocumentRefused
from evenhand.engines.documents.formats import NAMES
from evenhand.engines.documents.sniff import sniff

PDF = draw(Page())
DOCX = pack(paragraph("Alice"))
TXT = "Алиса, инженер".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def _refusal(content: bytes) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        sniff(content)
    return caught.value


class TestSniff:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (PDF, "pdf"),
            (b"junk first\n" + PDF, "pdf"),
            (DOCX, "docx"),
            (odt("<text:p>Alice</text:p>"), "odt"),
            (b"{\\rtf1 Alice}", "rtf"),
            (b'{"basics": {"name": "Alice"}}', "json"),
            (b"{ Alice }, engineer", "txt"),
            (TXT, "txt"),
            ("Алиса".encode("cp1251"), "txt"),
            ("Алиса".encode("utf-16"), "txt"),
            (b"PKO Bank, BMW, MZ", "txt"),
            (b"padded\x00" + b" text" * 20, "txt"),
        ],
    )
    def test_judges_by_the_bytes(self, content: bytes, kind: str) -> None:
        assert sniff(content) == kind

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"\xff\xd8\xff\xe0" + bytes(99), "picture"),
            (zipped({"a.txt": b"x"}), "archive"),
            (zipped({"xl/workbook.xml": b""}), "archive"),
            (b"\x7fELF" + bytes(99), "program"),
            (bytes(range(256)) * 9, "not a document"),
            (b"<!DOCTYPE html>\n<html>Alice</html>", "a web page"),
        ],
    )
    def test_refuses_other_kinds_and_says_what_is_read(self, content: bytes, said: str) -> None:
        refusal = _refusal(content)
        assert refusal.code == "unsupported_type"
        assert said in refusal.message
        assert NAMES in refusal.message

    def test_says_that_another_office_file_is_no_text(self) -> None:
        assert "no text document" in _refusal(OLE).message

    def test_sees_a_password_on_a_word_file(self) -> None:
        assert _refusal(OLE + "EncryptedPackage".encode("utf-16-le")).code == "encrypted"
