"""Where a region of a page could be two columns: the gutters that stay free for some way down."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from evenhand.engines.documents.dates import is_date
from evenhand.engines.documents.pdf.runs import Run

# In ems of the page's usual size.
NARROWEST_GUTTER = 0.8
LEVEL = 0.25  # two baselines, or two middles, this near are one visual line
SIDE_BY_SIDE = 1.5  # how far down, at least, two columns run together
FEWEST_LINES = 2  # on each side of a gutter
MOST_GUTTERS = 60
# A line at the edge of a block belongs outside when it is this many times nearer to what is there.
EDGE_GAP = 1.3
EDGE_RUNS = 2
NEAR_RUNS = 8
# In ems.
HEAD_GAP = 0.6
FOOT_GAP = 3.0
# A text at the end of a row ("2019 - 2021", "Berlin, Germany") is at most this long and ends within so many points
# of the region's edge.
ROW_END_CHARS = 30
SAME_EDGE = 1.5


@dataclass(frozen=True, slots=True)
class Block:
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
        return span(self.right)[0] - span(self.left)[1]


def span(runs: Iterable[Run]) -> tuple[float, float]:
    """From the leftmost start to the rightmost end, in points."""
    runs = list(runs)
    return min(run.x0 for run in runs), max(run.x1 for run in runs)


def line_count(runs: Iterable[Run], em: float) -> int:
    """Visual lines, however many runs each has."""
    bases = sorted(run.base for run in runs)
    return bool(bases) + sum(below - above > LEVEL * em for above, below in pairwise(bases))


class Levels:
    """The heights of some runs, to ask whether another run stands level with one of them."""

    def __init__(self, runs: Iterable[Run], em: float) -> None:
        runs = list(runs)
        self._near = LEVEL * em
        self._bases = sorted(run.base for run in runs)
        self._middles = sorted(run.middle for run in runs)

    def __contains__(self, run: Run) -> bool:
        return self._has(self._bases, run.base) or self._has(self._middles, run.middle)

    def _has(self, heights: list[float], height: float) -> bool:
        index = bisect_left(heights, height - self._near)
        return index < len(heights) and heights[index] <= height + self._near


def candidate_blocks(runs: Sequence[Run], em: float) -> list[Block]:
    """Every block some gutter makes of `runs` (sorted by `middle`), the ones longest side by side first."""
    if len(runs) < 2 * FEWEST_LINES:
        return []
    tied = _row_ends(runs, em)
    blocks = [block for start in _starts(runs) for block in _blocks(runs, start - 1.0, em, tied)]
    return sorted(
        blocks, key=lambda block: (-round(block.together), -len(block.left) - len(block.right), -block.gutter)
    )


def _row_ends(runs: Sequence[Run], em: float) -> list[tuple[Run, Run]]:
    """Pairs on one line, drawn one after the other, of which one is a date or place at the row's end."""
    left_edge, right_edge = span(runs)
    # Where ragged lines begin there is a column; what begins there too only happens to end at the edge.
    ragged = {round(run.x0) for run in runs if run.x1 < right_edge - SAME_EDGE}
    drawn = sorted(runs, key=lambda run: run.order)
    ties: list[tuple[Run, Run]] = []
    for pair in pairwise(drawn):
        left, right = sorted(pair, key=lambda run: run.x0)
        if left.x1 > right.x0 or right not in Levels([left], em):
            continue
        flush = right.x1 >= right_edge - SAME_EDGE and round(right.x0) not in ragged
        closes = flush and len(right.text) <= ROW_END_CHARS
        opens = left.x0 <= left_edge + SAME_EDGE and is_date(left.text)
        if closes or opens:
            ties.append((left, right))
    return ties


def _starts(runs: Sequence[Run]) -> list[int]:
    """Where text begins, to the point: a right-hand column begins at one of these. The most common, if many."""
    counts: dict[int, int] = {}
    for run in runs:
        counts[round(run.x0)] = counts.get(round(run.x0), 0) + 1
    return sorted(sorted(counts, key=lambda start: (-counts[start], start))[:MOST_GUTTERS])


def _blocks(runs: Sequence[Run], edge: float, em: float, tied: Sequence[tuple[Run, Run]]) -> list[Block]:
    """What lies between the runs that cross the gutter ending at `edge`, or that make rows across it."""
    gutter = edge - NARROWEST_GUTTER * em
    crossing = [run for run in runs if gutter < run.x1 and run.x0 < edge]
    crossing += [left for left, right in tied if left.x0 < edge <= right.x0]
    levels = Levels(crossing, em)
    blocks: list[Block] = []
    for across, stretch in groupby(enumerate(runs), key=lambda item: item[1] in levels):
        if across:
            continue
        indexes = [index for index, _ in stretch]
        block = _trimmed(runs, indexes[0], indexes[-1] + 1, edge, em)
        few = min(line_count(block.left, em), line_count(block.right, em)) < FEWEST_LINES
        if not few and block.together >= SIDE_BY_SIDE * em:
            blocks.append(block)
    return blocks


def _trimmed(runs: Sequence[Run], start: int, end: int, edge: float, em: float) -> Block:
    """The block from `start` to before `end`, less what belongs above it or below.

    Above can be the last, short line of a paragraph, or a name; below, the heading of what follows.
    """
    start = _after_head(runs, start, end, edge, em)
    end = _before_tail(runs, start, end) if end < len(runs) else _before_foot(runs, start, end, em)
    inside = runs[start:end]
    left = tuple(run for run in inside if run.x0 < edge)
    right = tuple(run for run in inside if run.x0 >= edge)
    return Block(start, end - 1, left, right)


def _after_head(runs: Sequence[Run], start: int, end: int, edge: float, em: float) -> int:
    """Past the lines that stand on the left before anything stands on the right, up to the widest gap after them."""
    first_right = next((index for index in range(start, end) if runs[index].x0 >= edge), end)
    cuts = range(start + 1, min(first_right, end - 1) + 1)
    gaps = {cut: runs[cut].top - _bottom(runs[max(cut - NEAR_RUNS, start) : cut]) for cut in cuts}
    widest = max(gaps, key=lambda cut: gaps[cut], default=start)
    return widest if gaps.get(widest, 0.0) > HEAD_GAP * em else start


def _before_tail(runs: Sequence[Run], start: int, end: int) -> int:
    """Before the one or two lines at the foot that stand nearer to what follows than to the block."""
    floor = _top(runs[end : end + NEAR_RUNS])
    for count in range(1, min(EDGE_RUNS, end - start - 1) + 1):
        rest, tail = runs[start : end - count], runs[end - count : end]
        if _top(tail) - _bottom(rest) > EDGE_GAP * max(floor - _bottom(tail), 1.0):
            return end - count
    return end


def _before_foot(runs: Sequence[Run], start: int, end: int, em: float) -> int:
    """Before the page's last line, when it stands alone: a page number or a running foot."""
    last = Levels(runs[end - 1 : end], em)
    first = end - 1
    while first > start + 1 and runs[first - 1] in last:
        first -= 1
    alone = first > start and _top(runs[first:end]) - _bottom(runs[start:first]) > FOOT_GAP * em
    return first if alone else end


def _top(runs: Iterable[Run]) -> float:
    return min(run.top for run in runs)


def _bottom(runs: Iterable[Run]) -> float:
    return max(run.bottom for run in runs)
