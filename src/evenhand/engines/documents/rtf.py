"""RTF to lines: groups with their state, as Microsoft's specification 1.9.1 has them, without what is not the text."""

import re
from dataclasses import dataclass, replace

from evenhand.engines.documents.assemble import DraftLine, assemble
from evenhand.engines.documents.docx.lines import row_lines, to_line
from evenhand.engines.documents.docx.looks import UNKNOWN, Look
from evenhand.engines.documents.docx.paragraphs import Piece
from evenhand.engines.documents.hidden import Unseen, about_itself, disguised
from evenhand.engines.documents.limits import Limits
from evenhand.engines.documents.model import Document
from evenhand.engines.documents.refusals import bomb, damaged, no_text, too_many_pages, too_much_text
from evenhand.engines.documents.urls import kept_url

DEEPEST_GROUP = 500
MOST_COLOURS = 1_000
USUAL_SIZE = 12.0

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_BIN = b"bin"
# Destinations whose text is none of the page's. Any that begins with \* is, too, but for links.
_SILENT = frozenset(
    b"fonttbl stylesheet pict object info listtable listoverridetable rsidtbl generator themedata colorschememapping"
    b" datastore latentstyles xmlnstbl mmathPr filetbl revtbl bkmkstart bkmkend pntext nonshppict template".split()
)
_ABOUT = frozenset([b"title", b"subject", b"keywords", b"doccomm"])
_SIGNS = {
    b"tab": "\t",
    b"line": "\n",
    b"bullet": "•",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emspace": " ",
    b"enspace": " ",
}
_CODE_PAGES = {0: "cp1252", 77: "mac_roman", 161: "cp1253", 162: "cp1254", 177: "cp1255", 186: "cp1257", 204: "cp1251"}
_CODE_PAGES |= {238: "cp1250"}
_LINK = re.compile(r'HYPERLINK\s+"([^"]+)"', re.IGNORECASE)


_PLAIN = Look(size=USUAL_SIZE)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and forgets at its end. `into` is where its text goes: the page, nowhere, or a field."""

    look: Look = _PLAIN
    into: str = "page"
    code_page: str = "cp1252"
    skip: int = 1  # characters that stand in for a \u for readers without Unicode
    url: str | None = None


def read_rtf(content: bytes, limits: Limits) -> Document:
    """Paragraphs as lines without geometry. Raises `DocumentRefused`."""
    reader = _Reader(limits)
    reader.read(content)
    if not reader.lines:
        raise no_text()
    unseen = [*reader.unseen, *about_itself(reader.about)]
    return assemble("rtf", reader.lines, page_count=reader.page, most_chars=limits.text_chars, unseen=unseen)


class _Reader:
    """Walks the tokens once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._states = [_State()]
        self._colours: list[int] = []
        self._parts = [0, 0, 0]
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._skipping = 0
        self._starred = False
        self._paragraph: list[Piece] = []
        self._cells: list[list[DraftLine]] = []
        self._in_cell: list[DraftLine] = []
        self._in_table = False
        self._apart = False
        self._chars = 0
        self._code = ""
        self._comment = ""
        self._spare = b""
        self.lines: list[DraftLine] = []
        self.unseen: list[Unseen] = []
        self.about: list[str] = []
        self.page = 1

    @property
    def _state(self) -> _State:
        return self._states[-1]

    def _now(self, **changes: object) -> None:
        self._states[-1] = replace(self._states[-1], **changes)  # type: ignore[arg-type]

    def read(self, content: bytes) -> None:
        at = 0
        while found := _TOKEN.match(content, at):
            at = found.end()
            word, number, code, sign, brace, text = found.groups()
            if word == _BIN:
                at += max(int(number or 0), 0)
            elif word:
                self._word(word, int(number) if number else None)
            elif code:
                self._bytes(bytes.fromhex(code.decode()))
            elif sign:
                self._sign(sign)
            elif brace == b"{":
                if len(self._states) >= DEEPEST_GROUP:
                    raise bomb("RTF")
                self._flush()
                self._states.append(self._state)
            elif brace:
                self._close()
            elif text:
                self._bytes(text)
        if len(self._states) > 1 or at < len(content.rstrip(b"\0\r\n ")):
            raise damaged("RTF")
        self._end_paragraph()
        self._end_row()

    def _close(self) -> None:
        self._flush()
        ended = self._states.pop()
        if not self._states:
            self._states.append(_State(into="nowhere"))  # what follows the document is not part of it
            return
        if ended.into == "code" and self._state.into != "code":
            found = _LINK.search(self._code)
            self._code = ""
            if found:
                self._now(url=kept_url(found[1]))
        if ended.into == "comment" and self._state.into != "comment":
            self.unseen.append((self.page, "comment", f"{self._comment}\n"))
            self._comment = ""
        self._starred = False

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in b"\\{}":
            self._text(sign.decode())
        elif sign == b"~":
            self._text(" ")
        elif sign == b"_":
            self._text("-")
        elif sign in b"\r\n":
            self._end_paragraph()

    def _word(self, word: bytes, number: int | None) -> None:
        self._flush()
        starred, self._starred = self._starred, False
        name = word
        if name in (b"fldinst", b"annotation", b"colortbl", *_ABOUT) or name in _SILENT or starred:
            self._into(name, starred=starred)
        elif name == b"u" and number is not None:
            self._skipping = 0
            self._text(chr(number % 0x10000))
            self._skipping = self._state.skip
        elif name in _SIGNS:
            self._text(_SIGNS[name])
        elif name in (b"par", b"sect"):
            self._end_paragraph()
        elif name == b"page":
            self._end_paragraph()
            self.page += 1
            if self.page > self._limits.pages:
                raise too_many_pages("RTF", self.page, self._limits.pages)
        elif name == b"cell":
            self._end_paragraph()
            self._cells.append(self._in_cell)
            self._in_cell = []
        elif name == b"row":
            self._end_row()
        elif name == b"intbl":
            self._in_table = True
        elif name == b"pard":
            self._in_table = False
        else:
            self._format(name, number)

    def _into(self, name: bytes, *, starred: bool) -> None:
        into = "nowhere"
        if name == b"fldinst":
            self._code, into = "", "code"
        elif name == b"annotation":
            into = "comment"
        elif name == b"colortbl":
            into = "colours"
        elif name in _ABOUT and not starred:
            self.about.append("")
            into = "about"
        elif name in (b"shppict", b"shpinst", b"shptxt"):
            into = "nowhere" if name == b"shppict" else self._state.into
        self._now(into=into)

    def _format(self, name: bytes, number: int | None) -> None:  # noqa: C901 - one case a word of the format
        on = number != 0
        look = self._state.look
        match name:
            case b"b":
                self._now(look=replace(look, bold=on))
            case b"v":
                self._now(look=replace(look, hidden=on))
            case b"caps":
                self._now(look=replace(look, caps=on))
            case b"fs":
                self._now(look=replace(look, size=min(abs(number or 24), 4_000) / 2))
            case b"plain":
                self._now(look=_PLAIN)
            case b"cf":
                self._now(look=replace(look, colour=self._colour(number)))
            case b"cb" | b"highlight" | b"chcbpat" | b"cbpat":
                self._now(look=replace(look, ground=self._colour(number) if number else None))
            case b"uc":
                self._now(skip=min(abs(number or 0), 16))
            case b"ansicpg":
                self._now(code_page=_known(f"cp{number}"))
            case b"f":
                self._font = number or 0
                if self._font in self._fonts and self._state.into == "page":
                    self._now(code_page=self._fonts[self._font])
            case b"fcharset":
                if number:
                    self._fonts[self._font] = _CODE_PAGES.get(number, "cp1252")
            case b"red" | b"green" | b"blue":
                self._parts[(b"red", b"green", b"blue").index(name)] = min(abs(number or 0), 255)
            case b"shptxt":
                self._now(into="page", look=replace(look, ground=UNKNOWN))
            case _:
                pass

    def _colour(self, number: int | None) -> int:
        return self._colours[number] if number and number < len(self._colours) else UNKNOWN

    def _bytes(self, raw: bytes) -> None:
        """Bytes wait for those that follow: in some code pages two are one character."""
        if self._state.into == "colours":
            for _ in range(raw.count(b";")):
                if len(self._colours) < MOST_COLOURS:
                    self._colours.append(int.from_bytes(bytes(self._parts)) if self._colours else UNKNOWN)
                self._parts = [0, 0, 0]
            return
        dropped = min(self._skipping, len(raw))
        self._skipping -= dropped
        self._spare += raw[dropped:]

    def _flush(self) -> None:
        raw, self._spare = self._spare, b""
        if raw:
            self._text(raw.decode(self._state.code_page, "replace"))

    def _text(self, text: str) -> None:
        if self._spare:
            self._flush()
        into = self._state.into
        if into == "code":
            self._code = (self._code + text)[:4_096]
        elif into == "comment":
            self._comment = (self._comment + text)[:4_096]
        elif into == "about" and self.about:
            self.about[-1] = (self.about[-1] + text)[:4_096]
        elif into == "page":
            self._chars += len(text)
            if self._chars > self._limits.text_chars:
                raise too_much_text(self._limits.text_chars)
            self._paragraph.append(Piece(text, self._state.look, self._state.url))

    def _end_paragraph(self) -> None:
        self._flush()
        pieces, self._paragraph = _paired(self._paragraph), []
        for piece in pieces:
            why = piece.look.unseen
            self.unseen += [(self.page, why, piece.text)] if why else disguised(piece.text, self.page)
        lines: list[list[Piece]] = [[]]
        for piece in pieces:
            if piece.look.unseen:
                continue
            for index, text in enumerate(piece.text.split("\n")):
                if index:
                    lines.append([])
                lines[-1].append(Piece(text.upper() if piece.look.caps else text, piece.look, piece.url))
        for one in lines:
            line = to_line(one, page=self.page)
            if line is None:
                self._apart = True
                continue
            line.apart, self._apart = self._apart, False
            (self._in_cell if self._in_table or self._cells else self.lines).append(line)

    def _end_row(self) -> None:
        cells = [*self._cells, self._in_cell] if self._in_cell else self._cells
        self._cells, self._in_cell = [], []
        self.lines.extend(row_lines(cells))


def _paired(pieces: list[Piece]) -> list[Piece]:
    r"""Pieces of one look and link together: a character beyond 16 bits is written as two \u."""
    found: list[Piece] = []
    for piece in pieces:
        if found and (found[-1].look, found[-1].url) == (piece.look, piece.url):
            found[-1].text += piece.text
        else:
            found.append(Piece(piece.text, piece.look, piece.url))
    for piece in found:
        piece.text = piece.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return found


def _known(name: str) -> str:
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
