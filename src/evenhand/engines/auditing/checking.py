"""Names every row that was edited, removed, inserted or moved.

Trust goes backwards. The head says which hash the last row has; the row with that hash says which the one before has,
and so on. So a row is the one that was sealed if its content has the hash that its successor names, and whoever
changes a row and makes its own hash fit is found out by the next.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evenhand.engines.auditing.log import START, Head, Line

Kind = Literal["edited", "removed", "inserted", "moved"]


@dataclass(frozen=True)
class Finding:
    """One row that is not as it was sealed. `place` is its line below the head, 0 for one that is gone."""

    kind: Kind
    seq: int
    id: str
    place: int


@dataclass
class Report:
    """What was found in one chain, in the order of its numbers."""

    head: Head
    rows: int
    findings: list[Finding] = field(default_factory=list)


class Glance:
    """A chain read once from its start, none of its rows kept: enough to tell that nothing was changed."""

    def __init__(self, head: Head) -> None:
        self.rows = 0
        self._head = head
        self._last = START
        self._fits = True

    def see(self, line: Line) -> None:
        """The next row."""
        self.rows += 1
        self._fits = self._fits and line.is_whole and line.seq == self.rows and line.prev == self._last
        self._last = line.hash

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed. If not, `check` names what was."""
        return self._fits and self.rows == self._head.length and self._last == self._head.hash


def check(head: Head, lines: Iterable[Line]) -> Report:
    """Compare a chain with its head."""
    given = list(lines)
    claims = _Claims(given)
    original: dict[int, Line] = {}  # by number, where the sealed row is there
    edited: dict[int, Line] = {}
    expected = head.hash
    for seq in range(head.length, 0, -1):
        found = claims.sealed(seq, expected) or claims.changed(seq)
        if found is None:
            expected = claims.hash_before(seq)
        elif found.is_whole and found.hash == expected:
            original[seq], expected = found, found.prev
        else:
            edited[seq] = found
            expected = claims.hash_before(seq, said=found.prev)
    _numbered_otherwise(head, given, original, edited)
    report = Report(head, len(given))
    taken = {line.place for line in (*original.values(), *edited.values())}
    report.findings += [Finding("edited", seq, line.id, line.place) for seq, line in edited.items()]
    report.findings += [
        Finding("removed", seq, "", 0) for seq in range(1, head.length + 1) if seq not in original and seq not in edited
    ]
    report.findings += [Finding("inserted", line.seq, line.id, line.place) for line in given if line.place not in taken]
    report.findings += [Finding("moved", seq, line.id, line.place) for seq, line in _moved(original | edited)]
    report.findings.sort(key=lambda one: (one.seq, one.place))
    return report


def _numbered_otherwise(head: Head, given: Sequence[Line], original: dict[int, Line], edited: dict[int, Line]) -> None:
    """Where a row is gone and another, that nobody sealed, stands between its neighbours: it is that row, edited."""
    places = {line.place: line for line in given}
    taken = {line.place for line in (*original.values(), *edited.values())}
    for seq in range(1, head.length + 1):
        if seq not in original and seq not in edited:
            before, after = original.get(seq - 1), original.get(seq + 1)
            beside = ([before.place + 1] if before else [1] if seq == 1 else []) + ([after.place - 1] if after else [])
            if stands := next((places[at] for at in beside if at in places and at not in taken), None):
                edited[seq] = stands
                taken.add(stands.place)


class _Claims:
    """The rows, by what they say of themselves."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._by_hash: dict[str, list[Line]] = defaultdict(list)
        self._by_seq: dict[int, list[Line]] = defaultdict(list)
        self._by_place = {line.place: line for line in lines}
        for line in lines:
            if line.is_whole:
                self._by_hash[line.hash].append(line)
            self._by_seq[line.seq].append(line)

    def sealed(self, seq: int, expected: str) -> Line | None:
        """The row whose content has this hash; of several copies the one that stands beside its neighbour."""
        copies = [line for line in self._by_hash.get(expected, ()) if line.seq == seq]
        return max(copies, key=self._neighbours, default=None)

    def _neighbours(self, line: Line) -> int:
        before, after = self._by_place.get(line.place - 1), self._by_place.get(line.place + 1)
        return (before is not None and before.seq == line.seq - 1) + (after is not None and after.seq == line.seq + 1)

    def changed(self, seq: int) -> Line | None:
        """A row that says it has this number."""
        return max(self._by_seq.get(seq, ()), key=self._neighbours, default=None)

    def hash_before(self, seq: int, *, said: str = "") -> str:
        """The hash of the row before a number whose own row is gone or changed.

        What that row `said` counts where a whole row has it; else a whole row with the number before is believed.
        """
        if seq == 1:
            return START
        whole = [line for line in self._by_seq.get(seq - 1, ()) if line.is_whole]
        if any(line.hash == said for line in whole) or not whole:
            return said
        return max(
            whole, key=lambda line: (line.prev in self._by_hash or line.prev == START, self._neighbours(line))
        ).hash


def _moved(rows: dict[int, Line]) -> list[tuple[int, Line]]:
    """The fewest rows that have to be put elsewhere for the numbers to rise again."""
    stands = sorted(rows.items(), key=lambda item: item[1].place)
    ends: list[int] = []  # the lowest number that a rising run of each length can end with
    at: list[int] = []
    for seq, _ in stands:
        length = bisect_left(ends, seq)
        ends[length : length + 1] = [seq]
        at.append(length)
    kept: set[int] = set()
    lowest, length = 0, len(ends) - 1
    for (seq, _), reached in zip(reversed(stands), reversed(at), strict=True):
        if reached == length and (not kept or seq < lowest):
            kept.add(seq)
            lowest, length = seq, length - 1
    return [(seq, line) for seq, line in stands if seq not in kept]
