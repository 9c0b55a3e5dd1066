"""What a file says that was not read, told to both sides: it counts for nothing, and against nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from evenhand.engines.documents import Document, HiddenBy
from evenhand.engines.documents.instructions import is_instruction
from evenhand.kit.words import Sentence, say

WHY: Mapping[HiddenBy, Sentence] = {
    "no_contrast": say("It has the colour of what is behind it."),
    "covered": say("Something else lies over it."),
    "off_page": say("It stands beside the page."),
    "tiny": say("It is too small to be read."),
    "unpainted": say("It is drawn without any colour."),
    "marked_hidden": say("The file marks it as hidden."),
    "zero_width": say("It is spelled in characters that have no shape."),
    "split_words": say("Invisible characters split these words. They were read as they look."),
    "turned_round": say("Control characters turn these letters round on a page."),
    "stand_in": say("The file gives it to programs in the place of what it shows."),
    "comment": say("It is a comment, not part of the page."),
    "metadata": say("It is in the file’s own description, not on a page."),
    "instruction": say("It is written to a program, not to a person."),
    "layer": say("It lies unseen over a picture that says something else."),
}

Kind = Literal["hidden", "aside", "instruction"]


@dataclass(frozen=True, slots=True)
class NotRead:
    """A text of a file that is in no field, skill or score. `why` says in a sentence why not."""

    kind: Kind
    reason: HiddenBy
    page: int
    text: str
    why: Sentence


def not_read(document: Document) -> list[NotRead]:
    """Everything of the kind, in the order of the file."""
    return [
        NotRead(_kind(one.reason, one.text), one.reason, one.page, one.text, WHY[one.reason]) for one in document.hidden
    ]


def _kind(reason: HiddenBy, text: str) -> Kind:
    if reason == "instruction" or is_instruction(text):
        return "instruction"
    return "aside" if reason in ("comment", "metadata") else "hidden"
