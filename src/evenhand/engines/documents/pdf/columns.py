"""Reading order: where a page has columns side by side, each is read to its end before the next.

A recursive cut in the manner of the XY-cut (Nagy and Seth, 1984), with two differences. A gutter needs to be free
only as far as the columns reach, so a header above or a footer below does not hide it; and a free gutter alone is not
enough, because rows of "title ... date" leave one as well. Whether two sides are columns or the cells of rows is
decided from what they hold, how their baselines meet and in which order they were drawn.
"""

import re
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from evenhand.engines.documents.pdf.runs import Run

# In ems of the page's usual size.
NARROWEST_GUTTER = 0.8
LEVEL = 0.25  # two baselines this near are one visual line
FEWEST_LINES = 2  # on each side of a gutter
SIDE_BY_SIDE = 1.5  # how far down, at least, two columns run together
DEEPEST = 12
TAIL_GAP = 1.3
MOST_GUTTERS = 60
# A side whose runs stand level with the other's this often may be the cells of rows.
MOSTLY_LEVEL = 0.6
MOSTLY_META = 0.6
# Columns are drawn one after the other: one change of side, or this few for each line of the shorter side.
SWITCHES_PER_LINE = 0.35
# Running text in columns drawn row by row: lines this long that fill this much of the column's width.
FLOW_CHARS = 20
FLOW_LINES = 4
FILLS = 0.8
HEADING_SIZE = 1.15
SHOUTED_LETTERS = 4
SAME_EDGE = 1.5  # points
FLUSH = 0.8

_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|spring|summer|fall|autumn|winter"
    r"|янв\w*|фев\w*|март?\w*|апр\w*|ма[йя]|июн\w*|июл\w*|авг\w*|сент?\w*|окт\w*|ноя\w*|дек\w*"
)
_NOW = (
    r"present|current|now|today|ongoing|expected|graduation|since|until|from|to|by|years?|months?|yrs?|mos?"
    r"|по|с|до|н\.?\s?в\.?|настоящее|время|сейчас|лет|год[а]?|мес\w*|г\.?"
)
_DATE_WORDS = re.compile(rf"\b(?:{_MONTH}|{_NOW})\b|\d+|[\W_]+|x{{2,4}}", re.IGNORECASE)
_HAS_YEAR = re.compile(rf"\b(?:19|20)(?:\d\d|xx)\b|\b\d{{1,2}}[./]\d{{2,4}}\b|\b(?:{_MONTH})\b", re.IGNORECASE)


def is_date(text: str) -> bool:
    """Whether `text` says when and next to nothing else."""
    return bool(_HAS_YEAR.search(text)) and len(_DATE_WORDS.sub("", text)) <= 3


def reading_order(runs: list[Run]) -> list[list[Run]]:
    """The runs in groups to be read one after another; inside a group, lines go from top to bottom."""
    if not runs:
        return []
    em = median(run.size for run in runs)
    return [group for group in _cut(runs, em, DEEPEST) if group]


@dataclass(frozen=True, slots=True)
class _Block:
    """Part of a region that a gutter divides, from `first` to `last` in the region's order from top to bottom."""

    first: int
    last: int
    left: tuple[Run, ...]
    right: tuple[Run, ...]

    @property
    def together(self) -> float:
        """How far down both sides run next to each other, in points."""
        return min(_bottom(self.left), _bottom(self.right)) - max(_top(self.left), _top(self.right))

    @property
    def gutter(self) -> float:
        return min(run.x0 for run in self.right) - max(run.x1 for run in self.left)


def _cut(runs: list[Run], em: float, deepest: int) -> list[list[Run]]:
    runs = sorted(runs, key=lambda run: (run.middle, run.x0))
    block = _columns(runs, em) if deepest else None
    if block is None:
        return [runs]
    above, below = runs[: block.first], runs[block.last + 1 :]
    sides = [_cut(list(side), em, deepest - 1) for side in (block.left, block.right)]
    return [
        *(_cut(above, em, deepest - 1) if above else []),
        *sides[0],
        *sides[1],
        *(_cut(below, em, deepest - 1) if below else []),
    ]


def _columns(runs: list[Run], em: float) -> _Block | None:
    """The largest block that really is two columns."""
    starts = sorted({round(run.x0) for run in runs})
    if len(starts) > MOST_GUTTERS:
        counted = {start: sum(abs(run.x0 - start) <= 1 for run in runs) for start in starts}
        starts = sorted(starts, key=lambda start: -counted[start])[:MOST_GUTTERS]
    blocks = [block for start in starts for block in _blocks(runs, start - 1.0, em)]
    blocks.sort(key=lambda block: (-round(block.together), -block.gutter))
    return next((block for block in blocks if _are_columns(block, em)), None)


def _blocks(runs: list[Run], edge: float, em: float) -> list[_Block]:
    """What lies between the runs that cross the gutter ending at `edge`."""
    gutter = edge - NARROWEST_GUTTER * em

    def side(run: Run) -> str:
        if run.x0 >= edge:
            return "right"
        return "left" if run.x1 <= gutter else "across"

    blocks: list[_Block] = []
    crossing = [run for run in runs if side(run) == "across"]
    stretches = groupby(enumerate(runs), key=lambda item: _is_level_with_any(item[1], crossing, em))
    for across, stretch in stretches:
        if across:
            continue
        items = list(stretch)
        left = tuple(run for _, run in items if side(run) == "left")
        right = tuple(run for _, run in items if side(run) == "right")
        if min(_line_count(left, em), _line_count(right, em)) < FEWEST_LINES:
            continue
        block = _trimmed(_Block(items[0][0], items[-1][0], left, right), runs)
        if block is not None and block.together >= SIDE_BY_SIDE * em:
            blocks.append(block)
    return blocks


def _is_level_with_any(run: Run, others: list[Run], em: float) -> bool:
    return any(run is other or _level(run, other, em) for other in others)


def _level(one: Run, other: Run, em: float) -> bool:
    return abs(one.base - other.base) <= LEVEL * em or abs(one.middle - other.middle) <= LEVEL * em


def _top(runs: tuple[Run, ...]) -> float:
    return min(run.top for run in runs)


def _bottom(runs: tuple[Run, ...]) -> float:
    return max(run.bottom for run in runs)


def _trimmed(block: _Block, runs: list[Run]) -> _Block | None:
    """The block without a heading at its foot that stands nearer to the full-width text below than to the block."""
    if block.last + 1 >= len(runs):
        return block
    floor = runs[block.last + 1].top
    for count in (1, 2):
        tail = runs[block.last + 1 - count : block.last + 1]
        above = runs[block.first : block.last + 1 - count]
        if len(above) < 2 * FEWEST_LINES:
            break
        gap_above = min(run.top for run in tail) - max(run.bottom for run in above)
        gap_below = floor - max(run.bottom for run in tail)
        if gap_above > TAIL_GAP * max(gap_below, 1.0):
            kept = set(map(id, above))
            left = tuple(run for run in block.left if id(run) in kept)
            right = tuple(run for run in block.right if id(run) in kept)
            if not left or not right:
                return None
            return _Block(block.first, block.last - count, left, right)
    return block


def _are_columns(block: _Block, em: float) -> bool:
    """Whether the two sides are texts of their own rather than the cells of shared rows."""
    left, right = block.left, block.right
    short, long = sorted((left, right), key=lambda side: _line_count(side, em))
    level = sum(any(_level(run, other, em) for other in long) for run in short) / len(short)
    if any(_are_dates(side) for side in (left, right)):
        return False
    if level < MOSTLY_LEVEL:
        return True
    if _is_flush_right(right, em):
        return False
    if _switches(block) <= max(1.0, SWITCHES_PER_LINE * _line_count(short, em)):
        return True
    return all(_flows(side) for side in (left, right)) or all(_has_headings(side, em) for side in (left, right))


def _line_count(side: tuple[Run, ...], em: float) -> int:
    """Visual lines, however many runs each has."""
    bases = sorted(run.base for run in side)
    return bool(bases) + sum(below - above > LEVEL * em for above, below in pairwise(bases))


def _are_dates(side: tuple[Run, ...]) -> bool:
    return sum(is_date(run.text) for run in side) >= MOSTLY_META * len(side)


def _switches(block: _Block) -> int:
    """How often the drawing order goes from one side to the other."""
    sides = [(run.order, False) for run in block.left] + [(run.order, True) for run in block.right]
    sides.sort()
    return sum(before[1] != after[1] for before, after in pairwise(sides))


def _flows(side: tuple[Run, ...]) -> bool:
    """Whether the side is running text: several lines, most of them as wide as the column."""
    width = max(run.x1 for run in side) - min(run.x0 for run in side)
    filling = sum(run.x1 - run.x0 >= FILLS * width and len(run.text) >= FLOW_CHARS for run in side)
    return len(side) >= FLOW_LINES and filling * 2 >= len(side)


def _has_headings(side: tuple[Run, ...], em: float) -> bool:
    """Whether some lines, not most, are set apart from the rest by weight, size or capitals."""
    usual = median(run.size for run in side)
    heads = sum(run.bold or run.size > HEADING_SIZE * usual or _is_shouted(run.text) for run in side)
    return _line_count(side, em) >= FLOW_LINES and 0 < heads <= len(side) // 2


def _is_shouted(text: str) -> bool:
    return text.isupper() and sum(char.isalpha() for char in text) > SHOUTED_LETTERS


def _is_flush_right(side: tuple[Run, ...], em: float) -> bool:
    """Whether lines end together but start anywhere, as the dates and places at the ends of rows do."""
    edge = max(run.x1 for run in side)
    ends = [run for run in side if edge - run.x1 <= SAME_EDGE]
    starts = {round(run.x0 / em) for run in ends}
    return len(ends) >= FLUSH * _line_count(side, em) and len(starts) * 2 > len(ends) and len(starts) > 1
