"""Marks the words of a text that something rests on: escaped, split instead of nested, each with its way back."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from markupsafe import Markup, escape

Kind = Literal["", "against", "unsure"]

LONGEST_KEPT_WORD = 24
"""Characters. A longer last word may break from its number rather than push the page sideways."""

_STRENGTH: dict[Kind, int] = {"against": 0, "": 1, "unsure": 2}
_LINE_ENDS = re.compile("[\r\v\f\x85\u2028\u2029]")
_UNSHOWABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_FRAGMENT = re.compile(r"#[^\s\"'<>]+")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a text: `start` and `end` count code points, the end is exclusive.

    `kind` is "" for words that carry something, "against" for a contradiction, "unsure" for a doubtful reading.
    `id` makes the words an address; `href`, a fragment of the same page, leads back to the field read from them.
    `number` is the footnote shown with the last word; it opens the popover of the id `popover`.
    """

    start: int
    end: int
    id: str | None = None
    href: str | None = None
    kind: Kind = ""
    number: int | None = None
    popover: str | None = None


@dataclass(slots=True)
class _Segment:
    """A stretch of text under one mark, or under none."""

    start: int
    end: int
    owner: Span | None
    anchors: list[Span] = field(default_factory=list)
    notes: list[Span] = field(default_factory=list)


def mark_spans(text: str, spans: Iterable[Span], *, cite_label: str = "Evidence {number}") -> Markup:
    """The text as HTML with its spans in <mark>, line breaks kept as <br>.

    Where spans overlap there is still one layer: the shorter span owns the shared words, the longer keeps the rest. A
    span that owns nothing, because others cover all of it, leaves its id and number in the mark that covers its end.
    `cite_label` names a number to a screen reader, "{number}" in it is the number.

    Raises ValueError for a span outside the text or a `href` that is not a fragment.
    """
    ordered = _checked(text, spans)
    segments = list(_segments(len(text), ordered))
    _place_ids_and_numbers(segments, ordered)
    shown = _showable(text)
    return Markup().join(_html(shown[part.start : part.end], part, cite_label) for part in segments)


def _checked(text: str, spans: Iterable[Span]) -> list[Span]:
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    for span in ordered:
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(f"Span {span.start} to {span.end} is not in a text of {len(text)} characters.")
        if span.href is not None and not _FRAGMENT.fullmatch(span.href):
            raise ValueError(f"A mark leads back within the page, not to {span.href!r}.")
    return ordered


def _segments(length: int, ordered: Sequence[Span]) -> Iterator[_Segment]:
    """Cut the text where any span begins or ends, give each piece one owner, and join neighbours of one owner."""
    cuts = sorted({0, length, *(edge for span in ordered for edge in (span.start, span.end))})
    waiting = iter(ordered)
    following = next(waiting, None)
    covering: list[Span] = []
    open_segment: _Segment | None = None
    for start, end in pairwise(cuts):
        covering = [span for span in covering if span.end > start]
        while following is not None and following.start == start:
            covering.append(following)
            following = next(waiting, None)
        owner = min(covering, key=_claim, default=None)
        if open_segment is not None and open_segment.owner is owner:
            open_segment.end = end
            continue
        if open_segment is not None:
            yield open_segment
        open_segment = _Segment(start, end, owner)
    if open_segment is not None:
        yield open_segment


def _claim(span: Span) -> tuple[int, int]:
    """Who owns words that several spans share: the shorter, then the one that says more."""
    return span.end - span.start, _STRENGTH[span.kind]


def _place_ids_and_numbers(segments: Sequence[_Segment], ordered: Sequence[Span]) -> None:
    owned: dict[int, list[_Segment]] = {}
    for segment in segments:
        if segment.owner is not None:
            owned.setdefault(id(segment.owner), []).append(segment)
    for span in ordered:
        own = owned.get(id(span)) or [next(part for part in segments if part.start < span.end <= part.end)]
        if span.id is not None:
            own[0].anchors.append(span)
        if span.number is not None:
            own[-1].notes.append(span)


def _showable(text: str) -> str:
    """The same number of code points, with every line end a line feed and what no page can hold replaced."""
    text = _LINE_ENDS.sub("\n", text.replace("\r\n", " \n"))
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _html(words: str, segment: _Segment, cite_label: str) -> Markup:
    if segment.owner is None:
        return _lines(words)
    owner = segment.owner
    own_id = next((span.id for span in segment.anchors if span is owner), None)
    others = Markup().join(
        Markup('<span id="{}"></span>').format(span.id) for span in segment.anchors if span is not owner
    )
    notes = Markup().join(_note(span, cite_label) for span in segment.notes)
    return Markup("<mark{}{}>{}{}</mark>").format(
        Markup(' id="{}"').format(own_id) if own_id is not None else "",
        Markup(' class="{}"').format(owner.kind) if owner.kind else "",
        others,
        _linked(words, owner.href) + notes if owner.href is not None else _with_notes(words, notes),
    )


def _linked(words: str, href: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, _lines(words))


def _with_notes(words: str, notes: Markup) -> Markup:
    """The numbers stay on the line of the last word."""
    last = re.search(r"\S+\Z", words)
    if not notes or last is None or len(last[0]) > LONGEST_KEPT_WORD:
        return _lines(words) + notes
    return _lines(words[: last.start()]) + Markup('<span class="nb">{}{}</span>').format(last[0], notes)


def _note(span: Span, cite_label: str) -> Markup:
    if span.popover is None:
        return Markup('<span class="cite">{}</span>').format(span.number)
    return Markup('<button class="cite" type="button" popovertarget="{}" aria-label="{}">{}</button>').format(
        span.popover, cite_label.replace("{number}", str(span.number)), span.number
    )


def _lines(words: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in words.split("\n"))
