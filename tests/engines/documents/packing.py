"""Packs small DOCX files part by part, so that a test can say exactly what is in them."""

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}"'


def part(tag: str, inner: str) -> str:
    """A whole XML part: `<w:tag>inner</w:tag>` with the namespaces declared."""
    return f"<w:{tag} {SPACES}>{inner}</w:{tag}>"


def run(text: str, *, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; plain text becomes a run."""
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def table(*rows: list[str]) -> str:
    """A table of cells; plain text becomes a paragraph."""
    cells = (
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def box(*paragraphs: str) -> str:
    """A run with a text box as Word writes it: once for new readers and once more for old ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    twice = f"<mc:Choice>{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{twice}</mc:AlternateContent></w:r>"


def pack(body: str, *, links: dict[str, str] | None = None, **parts: str) -> bytes:
    """A DOCX. `links` are outer addresses by id; `parts` other XML by kind (header1, styles, footnotes ...)."""
    outer = [
        f'<Relationship Id="{key}" Type="{_R}/hyperlink" Target="{target}" TargetMode="External"/>'
        for key, target in (links or {}).items()
    ]
    inner = [
        f'<Relationship Id="{kind}" Type="{_R}/{kind.rstrip("0123456789")}" Target="{kind}.xml"/>' for kind in parts
    ]
    members = {
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f"<Relationships>{''.join(outer + inner)}</Relationships>",
        **{f"word/{kind}.xml": content for kind, content in parts.items()},
    }
    return zipped({name: content.encode() for name, content in members.items()})


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


_O = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF = " ".join(
    [
        *(f'xmlns:{name}="{_O}{name}:1.0"' for name in ("office", "text", "table", "style", "meta", "manifest")),
        f'xmlns:draw="{_O}drawing:1.0" xmlns:fo="{_O}xsl-fo-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)


def odt(
    body: str, *, styles: str = "", header: str = "", about: str = "", manifest: str = "", doctype: str = ""
) -> bytes:
    """An ODT as writers pack it: its type first, then its parts."""
    page = f"<style:master-page><style:header>{header}</style:header></style:master-page>" if header else ""
    members = {
        "content.xml": f"{doctype}<office:document-content {_ODF}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_ODF}><office:master-styles>{page}</office:master-styles>"
        "</office:document-styles>",
        "meta.xml": f"<office:document-meta {_ODF}><office:meta>{about}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": f"<manifest:manifest {_ODF}>{manifest}</manifest:manifest>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
