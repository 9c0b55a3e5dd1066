"""Whether what a model quotes is there: letter for letter, but for spaces, line ends, dashes and quotation marks."""

import unicodedata

FEWEST = 3
_SAME = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "‑": "-"}
)
_ENDS = " \"'.…"


def located(quote: str, text: str) -> tuple[int, int] | None:
    """Where in the text the quoted words stand, as offsets of characters; None where they do not."""
    wanted, _ = _plain(quote.strip())
    wanted = wanted.strip(_ENDS)
    if len(wanted) < FEWEST:
        return None
    plain, offsets = _plain(text)
    at = plain.find(wanted)
    if at < 0:
        return None
    return offsets[at], offsets[at + len(wanted) - 1] + 1


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with single spaces and plain marks, and where each of its characters comes from."""
    kept, offsets = list[str](), list[int]()
    for offset, character in enumerate(text):
        if character.isspace():
            if kept and kept[-1] != " ":
                kept.append(" ")
                offsets.append(offset)
        elif unicodedata.category(character) != "Cf":
            kept.append(character.translate(_SAME))
            offsets.append(offset)
    return "".join(kept), offsets
