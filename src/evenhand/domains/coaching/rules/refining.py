"""What a language model may add to what the engines made: wordings of single statements, each of them checked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pydantic import BaseModel, Field

from evenhand.domains.coaching.rules.tailoring import Made
from evenhand.domains.llm.rules import located
from evenhand.engines.tailoring import Source, refused_words

MOST_STATEMENTS = 16
MOST_CHARS = 600


class Reworded(BaseModel):
    """One statement said differently, with words of it quoted letter for letter."""

    number: int
    quote: str = Field(max_length=MOST_CHARS)
    text: str = Field(max_length=MOST_CHARS)
    sentence: str = Field(default="", max_length=MOST_CHARS)


class Rewordings(BaseModel):
    """What a language model is asked to fill in."""

    statements: list[Reworded] = Field(max_length=3 * MOST_STATEMENTS)


@dataclass(frozen=True)
class Statement:
    """A statement and the field it stands in. Names in `keeps` have to stay as they are; with `own_voice` it may be
    said as "I" and "my", as statements of one's own resume may."""

    pointer: str
    text: str
    keeps: tuple[str, ...] = ()
    own_voice: bool = True


@dataclass(frozen=True)
class Worded:
    """A wording that passed. `sentence` is for a letter, empty where none passed."""

    pointer: str
    before: str
    after: str
    sentence: str = ""


@dataclass(frozen=True)
class Refined:
    """What came of asking: the wordings that passed, how many did not, who wrote them; or why nobody was asked, or
    answered, in `why` (a code of llm.Why)."""

    wordings: tuple[Worded, ...] = ()
    refused: int = 0
    why: str = ""
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, to be sealed."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Refined":
        """As it was kept; empty before anybody was asked."""
        return cls(
            tuple(Worded(**one) for one in kept.get("wordings", ())),
            kept.get("refused", 0),
            kept.get("why", ""),
            kept.get("provenance", {}),
        )


def model_of(by: Refined) -> str:
    """The name of the model where there are wordings of it; local servers name the path of a file."""
    said = by.provenance
    return (said.get("model", "").rpartition("/")[2] or said.get("endpoint", "")) if by.wordings else ""


def numbered(statements: Sequence[Statement]) -> str:
    """The statements as they are sent."""
    return "\n".join(f"{number}. {' '.join(one.text.split())}" for number, one in enumerate(statements, 1))


def accepted(
    said: Rewordings, statements: Sequence[Statement], sources: Sequence[Source], *, language: str
) -> tuple[tuple[Worded, ...], int]:
    """The wordings that may stand, one a statement, and how many may not: they quote what is not there, add something,
    or lose a hedge."""
    kept, refused = dict[int, Worded](), 0
    for one in said.statements:
        statement = statements[one.number - 1] if 0 < one.number <= len(statements) else None
        if statement is None or one.number in kept or located(one.quote, statement.text) is None:
            refused += 1
            continue
        text, sentence = one.text.strip(), one.sentence.strip()
        if text == statement.text:
            continue
        if _refused(statement, text, sources, language):
            refused += 1
            continue
        if sentence and _refused(statement, sentence, sources, language):
            refused, sentence = refused + 1, ""
        kept[one.number] = Worded(statement.pointer, statement.text, text, sentence)
    return tuple(kept[number] for number in sorted(kept)), refused


def _refused(statement: Statement, text: str, sources: Sequence[Source], language: str) -> bool:
    if any(name not in text for name in statement.keeps):
        return True
    return bool(
        refused_words(
            statement.text,
            text,
            pointer=statement.pointer,
            sources=sources,
            language=language,
            own_voice=statement.own_voice,
        )
    )


def statements_of(made: Made) -> list[Statement]:
    """What a tailored version says of each role, as the resume says it: what may be said differently."""
    known = {source.pointer: source.text for source in made.sources()}
    found = [
        Statement(origin, known[origin])
        for pointer, origin in made.origins.items()
        if pointer.startswith("/work/") and "/highlights/" in pointer and origin in known
    ]
    return found[:MOST_STATEMENTS]


def refined(made: Made, by: Refined) -> Made:
    """The tailored version with the wordings that passed, in the resume and in the letter."""
    worded = {one.pointer: one for one in by.wordings}
    pointers = [pointer for pointer, origin in made.origins.items() if origin in worded]
    resume: dict[str, Any] = {**made.resume, "work": [dict(one) for one in made.resume.get("work") or []]}
    for pointer in list(pointers):
        _, section, entry, field_, number = (*pointer.split("/"), "", "")[:5]
        if (section, field_) != ("work", "highlights"):
            pointers.remove(pointer)
            continue
        role = resume["work"][int(entry)]
        listed = list(role["highlights"])
        listed[int(number)] = worded[made.origins[pointer]].after
        role["highlights"] = listed
    letter = [[_said(one, worded) for one in part] for part in made.letter]
    return replace(made, resume=resume, letter=letter, model={**by.to_json(), "pointers": pointers})


def _said(one: Mapping[str, Any], worded: Mapping[str, Worded]) -> Mapping[str, Any]:
    found = worded.get(one["sources"][0]) if one["kind"] == "quote" and len(one["sources"]) == 1 else None
    return {**one, "text": found.sentence, "kind": "reworded"} if found and found.sentence else one
