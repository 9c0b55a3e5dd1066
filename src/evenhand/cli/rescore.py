"""`evenhand rescore`: grades again what was scored, from the database or, for auditors, from files alone."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from evenhand.cli.lines import LineUnusable, batch, encoded, lines_of, named, opened, read_object, refuse, tell

if TYPE_CHECKING:  # loads the embedding model's library
    from evenhand.engines.grading import Difference

SAME, DIFFERS, CANNOT = 0, 1, 2
# What the parts of a manifest are called when they explain a difference, the causes before their consequences.
CAUSES: Mapping[str, str] = {
    "/manifest/inputs/question": "the question is not the one that was asked",
    "/manifest/inputs/gold": "the gold answer is another one",
    "/manifest/inputs/key_points": "the key points are others",
    "/manifest/inputs/red_flags": "the red flags are others",
    "/manifest/inputs/answer": "the answer is not the text that was graded",
    "/manifest/rubric": "the rubric is another one",
    "/manifest/engine": "another engine graded it",
    "/manifest/version": "the engine has another version",
    "/manifest/parameters": "the engine's parameters are others",
    "/manifest/model": "the language model is another one",
    "/seal": "the seal does not fit",
}
_LONGEST = 60
_TEXTS = ("question", "gold", "answer")


@dataclass
class Count:
    """How many scores were the same, differ, or could not be made once more."""

    same: int = 0
    differ: int = 0
    cannot: int = 0

    @property
    def code(self) -> int:
        """The exit code: what differs weighs more than what cannot be told."""
        return DIFFERS if self.differ else CANNOT if self.cannot else SAME

    def __str__(self) -> str:
        scores = "1 score" if self.same + self.differ + self.cannot == 1 else f"{self._all:,} scores"
        return f"{scores}: {self.same:,} the same, {self.differ:,} differ, {self.cannot:,} could not be made once more."

    @property
    def _all(self) -> int:
        return self.same + self.differ + self.cannot


def rescore(
    ids: Sequence[str],
    *,
    everything: bool,
    organisation: str,
    manifest: Path | None,
    texts: Path | None,
    save: Path | None,
) -> None:
    """Grade again and compare. Exit codes: 0 all the same, 1 something differs, 2 it cannot be told."""
    if sum([bool(ids), everything, manifest is not None]) != 1:
        refuse("Name interviews or scores by their ids, or give --all, or --manifest FILE: one of the three.")
    with batch(), _unusable_is_two():
        count = _offline(manifest, texts) if manifest is not None else _from_database(ids, organisation, save)
        print(count)
    raise SystemExit(count.code)


@contextmanager
def _unusable_is_two() -> Iterator[None]:
    """What other commands end with 1 for, such as no database, is 2 here: 1 says that scores differ."""
    try:
        yield
    except SystemExit as end:
        raise SystemExit(CANNOT if end.code == 1 else end.code) from end


def _from_database(ids: Sequence[str], organisation: str, save: Path | None) -> Count:
    from evenhand.cli import stored  # with the database, which auditors do without

    wanted = [_uuid(text) for text in ids]
    lines: list[bytes] = []
    count = Count()
    for name, rescored in stored.replays(wanted, organisation=organisation):
        if rescored is None:
            count.cannot += 1
            print(f"{name}: cannot be made once more.")
            continue
        _report(f"{name}, question {rescored.number}", rescored.replay.differences, count)
        if save:
            lines.append(encoded({"grade": rescored.stored, "texts": dataclasses.asdict(rescored.texts)}))
    if save:
        save.write_bytes(b"".join(lines))
    return count


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        refuse(f"“{text}” is no id. An id looks like 01934a7c-5d5e-7c3a-9d4e-2f6b8c1a0e57.")


def _offline(manifest: Path, texts: Path | None) -> Count:
    """Replays each line of a file that `grade --sealed` or `rescore --save` wrote, or a grade with its texts apart."""
    count = Count()
    for number, (stored, given) in enumerate(_records(manifest, texts), start=1):
        try:
            differences = _replayed(stored, given)
        except LineUnusable as trouble:
            count.cannot += 1
            tell(f"{named(manifest)}, score {number}: {trouble}.")
            continue
        _report(f"score {number}", differences, count)
    if not count.same + count.differ + count.cannot:
        refuse(f"{named(manifest)} holds no score.")
    return count


def _records(manifest: Path, texts: Path | None) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    given = _objects(texts)[0] if texts else None
    for value in _objects(manifest):
        stored = value.get("grade", value)
        yield stored if isinstance(stored, dict) else {}, given or value.get("texts") or {}


def _objects(path: Path) -> list[Mapping[str, Any]]:
    """The JSON objects of a file: one a line, or one over many lines."""
    with opened(path) as stream:
        found = list(lines_of(stream))
    try:
        return [read_object(line) for line in found]
    except LineUnusable:
        pass
    try:
        return [read_object(b"".join(found))]
    except LineUnusable as trouble:
        refuse(f"{named(path)} cannot be used: {trouble}.")


def _replayed(stored: Mapping[str, Any], given: Mapping[str, Any]) -> "tuple[Difference, ...]":
    from evenhand.engines.grading import GradingRefused, replay  # loads the embedding model's library

    for name in _TEXTS:
        if name not in given:
            raise LineUnusable(f"the texts lack “{name}”; give them with --texts FILE")
    gold = given["gold"]
    golds = [gold] if isinstance(gold, str) else gold
    key_points, red_flags = given.get("key_points") or [], given.get("red_flags") or []
    whole = isinstance(given["question"], str) and isinstance(given["answer"], str)
    if not whole or not all(_are_texts(value) for value in (golds, key_points, red_flags)):
        raise LineUnusable("a question and an answer are texts, the others are lists of texts")
    about = {"question": given["question"], "answer": given["answer"]}
    try:
        return replay(stored, **about, gold=golds, key_points=key_points, red_flags=red_flags)
    except GradingRefused as refusal:
        raise LineUnusable(refusal.message.rstrip(".")) from refusal
    except (KeyError, ValueError, TypeError, AttributeError) as trouble:
        raise LineUnusable("this is no sealed grade with its manifest") from trouble


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _report(name: str, differences: "Iterable[Difference]", count: Count) -> None:
    """One line for a score that is the same; for another its causes, and then everything that differs."""
    found = sorted(differences, key=lambda one: (_rank(one.where), one.where))
    if not found:
        count.same += 1
        print(f"{name}: the same.")
        return
    count.differ += 1
    causes = list(dict.fromkeys(CAUSES[cause] for one in found if (cause := _cause(one.where))))
    if any(one.where == "/seal" and one.stored == one.fresh for one in found):
        causes[-1] = "what is stored was changed after it was sealed"
    print(f"{name}: differs: {'; '.join(causes) or 'the same inputs gave another result'}.")
    for one in found:
        print(f"  {one.where}: {_short(one.stored)} -> {_short(one.fresh)}")


def _cause(where: str) -> str | None:
    return next((cause for cause in CAUSES if where == cause or where.startswith(cause + "/")), None)


def _rank(where: str) -> int:
    cause = _cause(where)
    return list(CAUSES).index(cause) if cause and cause != "/seal" else len(CAUSES)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
