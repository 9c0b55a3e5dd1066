"""Says a statement more directly with its own words: a stronger beginning, no filler, the result first.

It adds nothing, and what cannot be shown to add nothing is not offered.
"""

import re

from .keeping import unsupported_words
from .wording import Wording, wording

_ACTION = re.compile(r"@\w+")
_RESULT = re.compile(
    r"(?P<did>\w+) (?P<what>[^,.;:]{3,90}), (?:thereby |thus |which resulted in |resulting in )?"
    r"(?P<doing>\w+ing) (?P<result>[^,.;:]*\d[^,;: ]*(?: [^,.;:]*)?\.?)"
)
_MORE_OF_THE_CASE = re.compile(r"(?:,| и)\s+\w+(?:ом|ем|ём|ой|ей|ами|ями|у|ю)(?!\w)")
_SHORTEST = 3  # words
_LONGEST_RESULT = 14  # words


def rewrite(text: str, language: str) -> tuple[str, tuple[str, ...]] | None:
    """The statement rewritten and codes of what was done, in order: "opening", "filler", "result_first".

    None where nothing of it can be said more directly, or where that could add or lose something.
    """
    known = wording(language)
    if known is None:
        return None
    said = text
    changes: list[str] = []
    for code, change in (("opening", _open), ("filler", _cut_filler), ("result_first", _result_first)):
        changed = change(said, known)
        if changed != said:
            said, changes = changed, [*changes, code]
    said = _tidy(said)
    if not changes or len(said.split()) < _SHORTEST or said == text or unsupported_words(text, said, language):
        return None
    return said, tuple(changes)


def _open(text: str, known: Wording) -> str:
    """Begin with what was done."""
    for written, shorter in known.openings:
        pattern = r"\s+".join(
            r"(?P<action>\w+)" if _ACTION.fullmatch(part) else re.escape(part) for part in written.split()
        )
        found = re.match(rf"\W*{pattern}(?=[\s,.:;]|$)", text, re.IGNORECASE)
        if found is None:
            continue
        if shorter == "@noun" and _MORE_OF_THE_CASE.search(text[found.end() :]):
            return text  # "занимался подбором и обучением": the second noun would keep the wrong ending
        action = found.groupdict().get("action")
        begins = shorter if action is None else _said(action.casefold(), written, shorter, known)
        if begins:
            return f"{begins[0].upper()}{begins[1:]}{text[found.end() :]}"
    return text


def _said(action: str, written: str, shorter: str, known: Wording) -> str | None:
    """What stands for the action named in the opening; None where it is no action we know."""
    if shorter == "@noun":
        return next((noun for noun, forms in known.nouns.items() if action == noun or action in forms.split()), None)
    base = known.verbs.get(action)
    if base is None:
        return None
    if "@ed" in written:
        return action if action == known.past[base] else None
    return known.past[base] if action == known.gerund[base] else None


def _cut_filler(text: str, known: Wording) -> str:
    for written, shorter in known.fillers:
        before, after = (r"(?<!\w)", r"(?!\w)") if written[0].isalnum() else ("", r"(?!\w)")
        text = re.sub(f"{before}{re.escape(written)}{after}", shorter, text, flags=re.IGNORECASE)
    return text


def _result_first(text: str, known: Wording) -> str:
    """ "Redesigned the checkout, raising sales by 12%" as "Raised sales by 12% by redesigning the checkout"."""
    found = _RESULT.fullmatch(text.strip())
    if found is None:
        return text
    did, doing = known.verbs.get(found["did"].casefold()), known.verbs.get(found["doing"].casefold())
    if did is None or doing is None or found["did"].casefold() != known.past[did]:
        return text
    result = found["result"].casefold().split()
    if len(result) > _LONGEST_RESULT or any(word in known.gerund.values() for word in result):
        return text  # a second clause, which would change its place in the sentence
    end = "." if text.rstrip().endswith(".") else ""
    raised, by = known.past[doing], known.gerund[did]
    return f"{raised[0].upper()}{raised[1:]} {found['result'].rstrip(' .')} by {by} {found['what'].strip()}{end}"


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.;:])", r"\1", text)
    return f"{text[0].upper()}{text[1:]}" if text else text
