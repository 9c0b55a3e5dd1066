"""The DOCX reader: walks headers, body, tables, text boxes, notes and footers in the order a reader meets them."""

from xml.etree.ElementTree import Element

from evenhand.engines.documents.assemble import DraftLine, assemble
from evenhand.engines.documents.docx.lines import row_lines, to_line
from evenhand.engines.documents.docx.lists import Lists
from evenhand.engines.documents.docx.looks import UNKNOWN, Styles, find, ground_of
from evenhand.engines.documents.docx.package import Package, attribute, local
from evenhand.engines.documents.docx.paragraphs import SKIPPED, ParagraphReader, alternative
from evenhand.engines.documents.formats import NAMES
from evenhand.engines.documents.hidden import Unseen, about_itself
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document
from evenhand.engines.documents.refusals import DocumentRefused, damaged, no_text, too_many_pages, too_much_text

_KIND = "/relationships/"
_CORE = "/metadata/core-properties"
_ABOUT = frozenset({"title", "subject", "description", "keywords", "category"})
MOST_HEADERS = 20
# Word writes these two into every notes part; they hold rules and no text.
_NOTE_FURNITURE = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(content: bytes, limits: Limits) -> Document:
    """Every part a reader sees, as lines without geometry. Raises `DocumentRefused`."""
    try:
        return _read(Package(content, limits), limits)
    except RecursionError:
        raise damaged("DOCX") from None


def _read(package: Package, limits: Limits) -> Document:
    main = package.part(package.main)
    body = find(main, "body")
    if main is None or body is None:
        raise _not_word()
    reader = _Reader(package, limits)
    paper = UNKNOWN if find(main, "background") is not None else None
    headers, footers = (reader.furniture(main, name) for name in ("headerReference", "footerReference"))
    lines = reader.story(package.main, body, ground=paper)
    notes = reader.notes("footnotes") + reader.notes("endnotes")
    lines = [*headers, *lines, *notes, *footers]
    if not lines:
        raise no_text()
    page = 1
    for line in lines:  # notes and footers are read after the last page
        page = line.page = max(page, line.page)
    return assemble(
        "docx", lines, page_count=page, most_chars=limits.text_chars, unseen=[*reader.unseen, *reader.asides()]
    )


class _Reader:
    """Reads the stories (Word's name for a stretch of paragraphs and tables) of one package."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._targets = package.relationships(package.main)
        self._styles = Styles(self._part("styles"))
        self._lists = Lists(self._part("numbering"))
        self.unseen: list[Unseen] = []  # what the stories say and do not show

    def _part(self, kind: str) -> Element | None:
        names = [name for found, name in self._targets.values() if found.endswith(f"{_KIND}{kind}")]
        return self._package.part(names[0]) if names else None

    def story(self, part: str, root: Element, *, ground: int | None = None) -> list[DraftLine]:
        targets = self._targets if part == self._package.main else self._package.relationships(part)
        paragraphs = ParagraphReader(self._styles, self._lists, targets, unseen=self.unseen)
        return _Story(paragraphs, self._limits).blocks(root, ground=ground)

    def furniture(self, main: Element, kind: str) -> list[DraftLine]:
        """The headers, or the footers, that sections refer to, each text once."""
        keys = [attribute(item, "id") for item in main.iter() if local(item.tag) == kind]
        names = dict.fromkeys(self._targets[key][1] for key in keys if key in self._targets)
        stories: dict[tuple[str, ...], list[DraftLine]] = {}
        for name in list(names)[:MOST_HEADERS]:
            root = self._package.part(name)
            lines = self.story(name, root) if root is not None else []
            stories.setdefault(tuple(line.text for line in lines), lines)
        return [line for lines in stories.values() for line in lines]

    def asides(self) -> list[Unseen]:
        """Comments, and what the file says about itself where that is more than a title."""
        names = [name for found, name in self._targets.values() if found.endswith(f"{_KIND}comments")]
        notes = self._package.part(names[0]) if names else None
        texts = ["".join(part.itertext()) for part in (notes if notes is not None else ())]
        about = [name for found, name in self._package.relationships("").values() if found.endswith(_CORE)]
        core = self._package.part(about[0]) if about else None
        fields = [item.text or "" for item in (core if core is not None else ()) if local(item.tag) in _ABOUT]
        return [(1, "comment", f"{text}\n") for text in texts] + about_itself(fields)

    def notes(self, kind: str) -> list[DraftLine]:
        names = [name for found, name in self._targets.values() if found.endswith(f"{_KIND}{kind}")]
        root = self._package.part(names[0]) if names else None
        real = [note for note in root if attribute(note, "type") not in _NOTE_FURNITURE] if root is not None else []
        return [line for note in real for line in self.story(names[0], note)]


class _Story:
    """One story's blocks in order. A text box is read after the paragraph it is anchored to."""

    def __init__(self, paragraphs: ParagraphReader, limits: Limits) -> None:
        self._paragraphs = paragraphs
        self._limits = limits
        self._chars = 0
        self._apart = True

    def blocks(self, root: Element, *, ground: int | None) -> list[DraftLine]:
        lines: list[DraftLine] = []
        for child in root:
            name = local(child.tag)
            if name == "p":
                lines.extend(self._paragraph(child, ground=ground))
            elif name == "tbl":
                self._apart = True
                lines.extend(self._table(child, ground=ground))
                self._apart = True
            elif name == "AlternateContent":
                chosen = alternative(child)
                lines.extend(self.blocks(chosen, ground=ground) if chosen is not None else ())
            elif name not in SKIPPED:
                lines.extend(self.blocks(child, ground=ground))
        return lines

    def _paragraph(self, element: Element, *, ground: int | None) -> list[DraftLine]:
        paragraph = self._paragraphs.read(element, ground=ground)
        boxes, self._paragraphs.boxes = self._paragraphs.boxes, []
        page = self._paragraphs.page_breaks + 1
        if page > self._limits.pages:
            raise too_many_pages("DOCX", page, self._limits.pages)
        lines: list[DraftLine] = []
        for pieces in paragraph.lines:
            line = to_line(pieces, page=page)
            if line is not None:
                line.apart = self._apart or (paragraph.heading and not lines)
                lines.append(line)
                self._chars += len(line.text)
            self._apart = line is None
        if self._chars > self._limits.text_chars:
            raise too_much_text(self._limits.text_chars)
        for box in boxes:
            self._apart = True
            # A box may have a ground of any colour, which its drawing would tell; white text in it is left alone.
            lines.extend(self.blocks(box, ground=UNKNOWN))
            self._apart = True
        return lines

    def _table(self, table: Element, *, ground: int | None) -> list[DraftLine]:
        lines: list[DraftLine] = []
        own = _ground(table)
        usual = ground if own is None else own
        for row in _children(table, "tr"):
            cells: list[list[DraftLine]] = []
            for cell in _children(row, "tc"):
                shading = find(cell, "tcPr", "shd")
                own = ground_of(shading) if shading is not None else None
                cells.append(self.blocks(cell, ground=usual if own is None else own))
                self._apart = False
            lines.extend(row_lines(cells))
        return lines


def _ground(table: Element) -> int | None:
    """The ground of the table itself; unknown where a style may paint its rows."""
    properties = find(table, "tblPr")
    if find(properties, "tblStyle") is not None:
        return UNKNOWN
    shading = find(properties, "shd")
    return ground_of(shading) if shading is not None else None


def _children(element: Element, wanted: str) -> list[Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    found: list[Element] = []
    for child in element:
        if local(child.tag) == wanted:
            found.append(child)
        elif local(child.tag) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            found.extend(_children(child, wanted))
    return found


def _not_word() -> DocumentRefused:
    return DocumentRefused("unsupported_type", f"There is no Word text in this file. Choose one of these: {NAMES}.")
