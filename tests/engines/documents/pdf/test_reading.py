import zlib

import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from tests.engines.documents.drawing import Page, assemble, draw, page_objects
from tests.engines.documents.pdf.test_visible import GREY_DOT, with_image

from evenhand.engines.documents import DocumentRefused, Limits
from evenhand.engines.documents.pdf import read_pdf


def _refusal(content: bytes, limits: Limits | None = None) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        read_pdf(content, limits or Limits())
    return caught.value


def _locked(user_password: str | None) -> bytes:
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password=user_password, encryption_method=EncryptionMethod.RC4)
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.text(20, 20, "Alice Example")
    return bytes(pdf.output())


class TestReadPdf:
    def test_refuses_a_locked_file(self) -> None:
        refusal = _refusal(_locked("secret"))
        assert refusal.code == "encrypted"
        assert "without the password" in refusal.message

    def test_opens_a_file_that_only_its_owner_locked(self) -> None:
        assert read_pdf(_locked(None), Limits()).text == "Alice Example"

    @pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.98])
    def test_refuses_a_file_cut_short(self, kept: float) -> None:
        page = Page()
        page.lines(72, 100, *["Alice Example"] * 20)
        content = draw(page)
        assert _refusal(content[: int(kept * len(content))]).code == "damaged"

    @pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 20])
    def test_refuses_what_only_begins_like_a_pdf(self, content: bytes) -> None:
        assert _refusal(content).code == "damaged"

    def test_refuses_a_picture_of_text(self) -> None:
        page = Page()
        page.raw(b"q 612 0 0 792 0 0 cm /Im Do Q")
        page.text(300, 780, "1")
        refusal = _refusal(with_image(page, GREY_DOT))
        assert refusal.code == "image_only"
        assert refusal.message == "This PDF holds pictures of text. Send the DOCX, or turn on text recognition."

    def test_refuses_text_drawn_as_shapes(self) -> None:
        page = Page()
        page.box(72, 100, 30, 10, grey=0)
        assert _refusal(draw(page)).code == "image_only"

    def test_refuses_empty_pages(self) -> None:
        assert _refusal(draw(Page(), Page())).code == "empty"

    def test_refuses_ten_thousand_pages(self) -> None:
        page = Page()
        page.text(72, 100, "Alice")
        one = draw(page)
        many = one.replace(b"/Kids [7 0 R] /Count 1", b"/Kids [" + b"7 0 R " * 10_000 + b"] /Count 10000")
        refusal = _refusal(many)
        assert refusal.code == "too_many_pages"
        assert "10,000 pages" in refusal.message
        assert "50 pages" in refusal.message

    def test_refuses_more_text_than_a_resume_has(self) -> None:
        page = Page()
        page.lines(72, 100, *["Alice Example"] * 20)
        limits = Limits(text_chars=200)
        assert _refusal(draw(page), limits).code == "too_large"
        assert _refusal(draw(page, page), Limits(text_chars=400)).code == "too_large"

    def test_reads_a_page_that_is_packed_twice(self) -> None:
        page = Page()
        page.text(72, 100, "Alice")
        entries, content = page_objects(page)
        packed = zlib.compress(zlib.compress(content))
        pdf = assemble([(entries, packed)], filters=b"/Filter [/FlateDecode /FlateDecode]")
        assert read_pdf(pdf, Limits()).text == "Alice"
