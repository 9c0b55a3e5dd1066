"""Where a region of a page could be two columns: the gutters that stay free for some way down."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from evenhand.engines.documents.pdf.runs import Run

# In ems of the page's usual size.
NARROWEST_GUTTER = 0.8
LEVEL = 0.25  # two baselines, or two middles, this near are one visual line
SIDE_BY_SIDE = 1.5  # how far down, at least, two columns run together
FEWEST_LINES = 2  # on each side of a gutter
MOST_GUTTERS = 60
# A heading at the foot of a block is as many times nearer to what follows as this.
TAIL_GAP = 1.3
TAIL_RUNS = 2


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
    blocks = [block for start in _starts(runs) for block in _blocks(runs, start - 1.0, em)]
    return sorted(blocks, key=lambda block: (-round(block.together), -block.gutter))


def _starts(runs: Sequence[Run]) -> list[int]:
    """Where text begins, to the point: a right-hand column begins at one of these. The most common, if many."""
    counts: dict[int, int] = {}
    for run in runs:
        counts[round(run.x0)] = counts.get(round(run.x0), 0) + 1
    return sorted(sorted(counts, key=lambda start: (-counts[start], start))[:MOST_GUTTERS])


def _blocks(runs: Sequence[Run], edge: float, em: float) -> list[Block]:
    """What lies between the runs that cross the gutter ending at `edge`."""
    gutter = edge - NARROWEST_GUTTER * em
    crossing = Levels((run for run in runs if gutter < run.x1 and run.x0 < edge), em)
    blocks: list[Block] = []
    for across, stretch in groupby(enumerate(runs), key=lambda item: item[1] in crossing):
        if across:
            continue
        items = list(stretch)
        left = tuple(run for _, run in items if run.x0 < edge)
        right = tuple(run for _, run in items if run.x0 >= edge)
        if min(line_count(left, em), line_count(right, em)) < FEWEST_LINES:
            continue
        block = _without_tail(Block(items[0][0], items[-1][0], left, right), runs)
        if block.left and block.right and block.together >= SIDE_BY_SIDE * em:
            blocks.append(block)
    return blocks


def _without_tail(block: Block, runs: Sequence[Run]) -> Block:
    """The block without a heading at its foot that stands nearer to the text below than to the block."""
    if block.last + 1 >= len(runs):
        return block
    floor = runs[block.last + 1].top
    for count in range(1, min(TAIL_RUNS, block.last - block.first) + 1):
        end = block.last + 1 - count
        above, tail = runs[block.first : end], runs[end : block.last + 1]
        gap_above = _top(tail) - _bottom(above)
        gap_below = floor - _bottom(tail)
        if gap_above > TAIL_GAP * max(gap_below, 1.0):
            dropped = {id(run) for run in tail}
            left = tuple(run for run in block.left if id(run) not in dropped)
            right = tuple(run for run in block.right if id(run) not in dropped)
            return Block(block.first, end - 1, left, right)
    return block


def _top(runs: Iterable[Run]) -> float:
    return min(run.top for run in runs)


def _bottom(runs: Iterable[Run]) -> float:
    return max(run.bottom for run in runs)
