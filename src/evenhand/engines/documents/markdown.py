"""Markdown as text: headings, emphasis, lists, tables and links are understood; HTML in it is neither run nor read."""

import re

from evenhand.engines.documents.assemble import DraftLine, DraftLink
from evenhand.engines.documents.urls import kept_url

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$|^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$|^\s*(?:```|~~~).*$")
_BULLET = re.compile(r"^\s*[-*+]\s+(?:\[[ xX]\]\s+)?")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_IMAGE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()\s]{0,500}(?:\s+\"[^\"]{0,200}\")?\)")
_LINK = re.compile(
    r"\[([^\[\]]{1,300})\]\(<?([^()<>\s]{1,2000})>?(?:\s+[\"'][^\"']{0,200}[\"'])?\)|<([a-z]+:[^<>\s]{1,2000})>"
)
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`+|~~)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_SIZES = (18.0, 16.0, 14.0, 12.0, 11.0, 11.0)


def looks_like_markdown(text: str) -> bool:
    """Whether a text is written so: two headings, or one and a link or bold words."""
    headings = len(re.findall(r"^#{1,6} \S", text, re.MULTILINE))
    return headings > 1 or (headings == 1 and bool(re.search(r"\*\*\S|\]\(http", text)))


def without_comments(text: str) -> str:
    """Comments taken out, which nobody sees, their lines kept."""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


def comments_of(text: str) -> list[str]:
    """What the comments say."""
    return [found[0].removeprefix("<!--").removesuffix("-->").replace("\n", " ") for found in _COMMENT.finditer(text)]


def markdown_line(line: str, *, page: int, apart: bool) -> DraftLine | None:
    """One line as it would be shown; None where nothing is."""
    if _RULE.match(line):
        return None
    heading = _HEADING.match(line)
    text = heading[2] if heading else _QUOTE.sub("", line)
    text = _BULLET.sub("• ", text)
    text = _TAG.sub("", _IMAGE.sub("", text))
    if text.strip().startswith("|") and text.strip().endswith("|"):
        text = "\t".join(cell.strip() for cell in text.strip().strip("|").split("|"))
    shown, links, at = "", list[DraftLink](), 0
    for found in _LINK.finditer(text):
        shown += _plain(text[at : found.start()])
        label = _plain(found[1] or found[3].removeprefix("mailto:"))
        url = kept_url(found[2] or found[3])
        if url and label.strip():
            links.append(DraftLink(len(shown), len(shown) + len(label), url))
        shown += label
        at = found.end()
    shown += _plain(text[at:])
    lead = len(shown) - len(shown.lstrip())
    shown = shown.strip()
    links = [DraftLink(one.start - lead, min(one.end - lead, len(shown)), one.url) for one in links]
    links = [one for one in links if 0 <= one.start < one.end]
    if not shown or shown == "•":
        return None
    size = _SIZES[len(heading[1]) - 1] if heading else 0.0
    return DraftLine(
        shown, page=page, apart=apart or heading is not None, bold=heading is not None, size=size, links=links
    )


def _plain(text: str) -> str:
    kept = _ESCAPED.sub(lambda found: chr(0xE000 + ord(found[1])), text)  # so that emphasis does not see them
    bare = _EMPHASIS.sub("", kept)
    return "".join(chr(ord(char) - 0xE000) if 0xE000 < ord(char) < 0xE080 else char for char in bare)
