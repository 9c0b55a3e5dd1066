import codecs

import pytest

from evenhand.engines.documents import DocumentRefused, Limits
from evenhand.engines.documents.plain import decode, read_plain

RUSSIAN = "Алиса Пример\nВедущий разработчик, ООО «Ромашка»\nОпыт: 2019 – 2021"
FRENCH = "Résumé\nÉlève ingénieur à Orléans, très motivé par la qualité du café"
GERMAN = "Lebenslauf\nSoftwareentwickler für Prüfstände in Köln, Übersetzer"


class TestDecode:
    @pytest.mark.parametrize("text", [RUSSIAN, FRENCH, GERMAN, "plain"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    def test_reads_unicode(self, text: str, encoding: str) -> None:
        assert decode(text.encode(encoding)) == text

    def test_reads_big_endian(self) -> None:
        assert decode(codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be")) == RUSSIAN

    @pytest.mark.parametrize(
        ("text", "encoding"), [(RUSSIAN, "cp1251"), (FRENCH, "cp1252"), (GERMAN, "cp1252"), ("naïve", "cp1252")]
    )
    def test_tells_single_byte_encodings_apart(self, text: str, encoding: str) -> None:
        assert decode(text.encode(encoding)) == text

    def test_reads_damaged_unicode_as_unicode(self) -> None:
        broken = (RUSSIAN * 5).encode()[:-1] + b"\xff"
        assert decode(broken).startswith(RUSSIAN)


class TestReadPlain:
    def test_gives_a_line_for_each_line_with_text(self) -> None:
        document = read_plain(b"  Alice\r\n\r\nEngineer\t2019\rBerlin  \n", Limits())
        assert document.text == "Alice\n\nEngineer\t2019\nBerlin"
        assert [document.text[line.start : line.end] for line in document.lines] == [
            "Alice",
            "Engineer\t2019",
            "Berlin",
        ]

    def test_starts_a_page_at_a_form_feed(self) -> None:
        document = read_plain(b"one\ftwo", Limits())
        assert [line.page for line in document.lines] == [1, 2]
        assert document.page_count == 2

    def test_removes_what_nobody_sees(self) -> None:
        assert read_plain("A\x00l\u202eice\u200b\x07".encode(), Limits()).text == "Alice"

    @pytest.mark.parametrize("content", [b"   \n\t\r\n", b"\x00\x00\n", codecs.BOM_UTF8])
    def test_refuses_a_file_without_text(self, content: bytes) -> None:
        with pytest.raises(DocumentRefused) as caught:
            read_plain(content, Limits())
        assert caught.value.code == "empty"

    def test_refuses_more_text_than_a_resume_has(self) -> None:
        with pytest.raises(DocumentRefused) as caught:
            read_plain(b"word " * 100, Limits(text_chars=200))
        assert caught.value.code == "too_large"
        assert "200 characters" in caught.value.message

    def test_refuses_too_many_pages(self) -> None:
        with pytest.raises(DocumentRefused) as caught:
            read_plain(b"x\f" * 60, Limits())
        assert caught.value.code == "too_many_pages"

    def test_refuses_bytes_that_spell_nothing(self) -> None:
        noise = codecs.BOM_UTF16_LE + bytes(range(0x80, 0xFF)) * 20 + b"\x00\xd8" * 90
        with pytest.raises(DocumentRefused) as caught:
            read_plain(noise, Limits())
        assert caught.value.code == "unsupported_type"
