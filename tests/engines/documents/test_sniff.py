import pytest
from tests.engines.documents.drawing import Page, draw
from tests.engines.documents.packing import pack, paragraph, zipped

from evenhand.engines.documents import DocumentRefused
from evenhand.engines.documents.sniff import sniff

PDF = draw(Page())
DOCX = pack(paragraph("Alice"))
TXT = "Алиса, инженер".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def _refusal(content: bytes, filename: str = "") -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        sniff(content, filename)
    return caught.value


class TestSniff:
    @pytest.mark.parametrize(
        ("content", "filename", "kind"),
        [
            (PDF, "resume.pdf", "pdf"),
            (PDF, "", "pdf"),
            (PDF, "Resume.PDF", "pdf"),
            (b"junk first\n" + PDF, "", "pdf"),
            (PDF, "A. Smith", "pdf"),
            (DOCX, "resume.docx", "docx"),
            (DOCX, "Документы/резюме.docm", "docx"),
            (TXT, "resume.txt", "txt"),
            (TXT, "README.md", "txt"),
            (TXT, "resume.v2", "txt"),
            ("Алиса".encode("cp1251"), "a.txt", "txt"),
            ("Алиса".encode("utf-16"), "a.txt", "txt"),
            (b"PKO Bank, BMW, MZ", "a.txt", "txt"),
            (b"padded\x00" + b" text" * 20, "a.txt", "txt"),
        ],
    )
    def test_judges_by_the_bytes(self, content: bytes, filename: str, kind: str) -> None:
        assert sniff(content, filename) == kind

    @pytest.mark.parametrize(
        ("content", "filename"),
        [
            (DOCX, "resume.pdf"),
            (TXT, "resume.pdf"),
            (PDF, "resume.docx"),
            (PDF, "resume.txt"),
            (PDF, "resume.png"),
            (OLE, "resume.docx"),
            (b"\x89PNG\r\n\x1a\n" + bytes(99), "resume.pdf"),
            (zipped({"xl/workbook.xml": b""}), "resume.docx"),
        ],
    )
    def test_refuses_a_name_that_lies(self, content: bytes, filename: str) -> None:
        refusal = _refusal(content, filename)
        assert refusal.code == "wrong_type"
        assert filename[-5:].lstrip("e") in refusal.message

    @pytest.mark.parametrize(
        ("content", "filename", "said"),
        [
            (OLE, "resume.doc", "DOC"),
            (b"{\\rtf1 Alice}", "resume.rtf", "RTF"),
            (b"\xff\xd8\xff\xe0" + bytes(99), "photo.jpg", "picture"),
            (zipped({"a.txt": b"x"}), "all.zip", "archive"),
            (b"\x7fELF" + bytes(99), "", "program"),
            (bytes(range(256)) * 9, "", "not a document"),
            (b"<html>Alice</html>", "resume.html", ".html"),
        ],
    )
    def test_refuses_other_kinds_by_their_name(self, content: bytes, filename: str, said: str) -> None:
        refusal = _refusal(content, filename)
        assert refusal.code == "unsupported_type"
        assert said in refusal.message
        assert "PDF, DOCX or TXT" in refusal.message

    def test_sees_a_password_on_a_word_file(self) -> None:
        locked = OLE + "EncryptedPackage".encode("utf-16-le")
        assert _refusal(locked, "resume.docx").code == "encrypted"
