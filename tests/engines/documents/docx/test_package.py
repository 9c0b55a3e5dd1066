import zipfile

import pytest
from tests.engines.documents.packing import pack, paragraph, part, zipped

from evenhand.engines.documents import MEGABYTE, DocumentRefused, Limits
from evenhand.engines.documents.docx import read_docx
from evenhand.engines.documents.docx.package import Package


def _refusal(content: bytes, limits: Limits | None = None) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as caught:
        read_docx(content, limits or Limits())
    return caught.value


class TestPackage:
    def test_refuses_a_bomb_by_its_directory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        content = zipped({"word/document.xml": b"<a>" + b" " * 40 * MEGABYTE + b"</a>"})
        opened: list[str] = []
        monkeypatch.setattr(zipfile.ZipFile, "open", lambda _, member: opened.append(str(member)))
        assert _refusal(content).code == "bomb"
        assert opened == []

    def test_refuses_a_bomb_in_a_part_it_would_not_read(self) -> None:
        parts = {"word/document.xml": part("document", "").encode(), "word/media/a.png": bytes(40 * MEGABYTE)}
        assert _refusal(zipped(parts)).code == "bomb"

    def test_refuses_a_part_larger_than_its_directory_says(self) -> None:
        text = part("document", f"<w:body>{paragraph('word ' * 1_000)}</w:body>").encode()
        content = zipped({"word/document.xml": text})
        claimed, real = (10).to_bytes(4, "little"), len(text).to_bytes(4, "little")
        assert content.count(real) >= 2
        assert _refusal(content.replace(real, claimed)).code in {"damaged", "bomb"}

    def test_refuses_parts_that_together_unpack_to_too_much(self) -> None:
        content = pack(paragraph("word " * 100), styles=part("styles", "<!--" + "x y " * 3_000 + "-->"))
        assert _refusal(content, Limits(unzipped_bytes=10_000)).code == "bomb"
        assert read_docx(content, Limits(unzipped_bytes=100_000)).text.startswith("word")

    def test_never_opens_what_is_nested_in_it(self) -> None:
        inner = zipped({"word/document.xml": b" " * 40 * MEGABYTE})
        members = {"word/document.xml": part("document", f"<w:body>{paragraph('Alice')}</w:body>").encode()}
        content = zipped({**members, "word/embeddings/inner.docx": inner})
        assert read_docx(content, Limits()).text == "Alice"

    def test_refuses_a_crowd_of_members_before_listing_them(self) -> None:
        assert _refusal(zipped({f"word/{index}": b"" for index in range(2_001)})).code == "bomb"

    def test_refuses_a_locked_member(self) -> None:
        content = bytearray(zipped({"word/document.xml": b"<a/>"}))
        content[content.index(b"PK\x01\x02") + 8] |= 1
        assert _refusal(bytes(content)).code == "encrypted"

    def test_refuses_packing_that_word_does_not_use(self) -> None:
        content = zipped({"word/document.xml": b"<a/>"}, method=zipfile.ZIP_LZMA)
        assert _refusal(content).code == "damaged"

    @pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
    def test_refuses_a_file_cut_short(self, kept: float) -> None:
        content = pack(paragraph("Alice Example"))
        assert _refusal(content[: int(kept * len(content))]).code == "damaged"

    def test_refuses_a_changed_byte(self) -> None:
        content = bytearray(
            zipped({"word/document.xml": part("document", "x" * 99).encode()}, method=zipfile.ZIP_STORED)
        )
        content[content.index(b"xxx")] ^= 1
        assert _refusal(bytes(content)).code == "damaged"

    def test_refuses_entities(self) -> None:
        laughs = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
        assert _refusal(zipped({"word/document.xml": laughs})).code == "damaged"

    def test_finds_the_main_part_where_the_package_says(self) -> None:
        kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
        strict = '<d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"><d:body><d:p><d:r><d:t>Alice'
        strict += "</d:t></d:r></d:p></d:body></d:document>"
        content = zipped(
            {
                "_rels/.rels": f'<R><Relationship Id="a" Type="{kind}" Target="/word/main2.xml"/></R>'.encode(),
                "word/main2.xml": strict.encode(),
            }
        )
        assert Package(content, Limits()).main == "word/main2.xml"
        assert read_docx(content, Limits()).text == "Alice"
