"""The rules about the paper itself: its sections, dates, length, evenness, the health of the file, ways to reply."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

import phonenumbers

from .facts import Facts, words_of
from .result import Finding, Place, share

Judged = tuple[Fraction | None, tuple[Finding, ...]]
"""The portion of a rule's points (None without evidence), and what was found."""

MOST_PLACES = 6  # that one finding names
FEWEST_WORDS, MOST_WORDS = 200, 1100
MOST_PAGES = 3
_DAMAGED = re.compile("[\ufffd\ue000-\uf8ff]+|\\(cid:\\d+\\)")
_MARK = re.compile(r"[•◦▪▫‣●○■□–—*·➢➤►\-]")
_CODE = re.compile(r"\+\d|(?<!\d)00[1-9]")
_CODE_BEFORE = 6  # code points before a number, where its code may stand apart: "(+1) 312 555 0123"
_SECTIONS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("work", 5, ("work", "projects", "volunteer")),
    ("education", 3, ("education", "certificates")),
    ("skills", 2, ("skills",)),
    ("summary", 2, ()),
)


def structure(facts: Facts) -> Judged:
    """Whether what readers look for can be found: work, education, skills, a summary."""
    got, findings = 0, []
    for name, worth, sections in _SECTIONS:
        place = _section(facts, sections) if sections else facts.first("/basics/summary", "/basics/label")
        got += worth if place else 0
        findings.append(
            Finding(f"has_{name}", good=True, places=(place,))
            if place
            else Finding(f"no_{name}", good=False, places=(facts.top,))
        )
    return (share(got, sum(worth for _, worth, _ in _SECTIONS)) if facts.document.lines else None), tuple(findings)


def _section(facts: Facts, sections: tuple[str, ...]) -> Place | None:
    for section in sections:
        for index, _ in enumerate(facts.entries(section)):
            if place := facts.name_of(section, index):
                return place
    return None


def dates(facts: Facts) -> Judged:
    """Whether each role and each study has its time. How long, how long ago and what lies between is nobody's rule."""
    dated: list[Place] = []
    undated: list[Place] = []
    turned: list[Place] = []
    for section in ("work", "education"):
        for index, entry in enumerate(facts.entries(section)):
            when = facts.first(f"/{section}/{index}/startDate", f"/{section}/{index}/endDate")
            name = facts.name_of(section, index)
            start, end = str(entry.get("startDate") or ""), str(entry.get("endDate") or "")
            if when and start and end and end[: len(start)] < start[: len(end)]:
                turned.append(when)
            elif when:
                dated.append(when)
            elif name:
                undated.append(name)
    findings = _some(
        ("dated", True, dated), ("undated", False, undated), ("dates_turned", False, turned), of=[*dated, *undated]
    )
    return _portion(len(dated), len(dated) + len(undated) + len(turned)), findings


def length(facts: Facts) -> Judged:
    """Whether it is long enough to say something and short enough to be read."""
    words = len(words_of(facts.document.text))
    if not words:
        return None, ()
    pages = facts.document.page_count
    about = {"words": words, "pages": pages, "fewest": FEWEST_WORDS, "most": MOST_WORDS}
    if words < FEWEST_WORDS:
        return share(words, FEWEST_WORDS), (Finding("too_short", False, (facts.whole,), about),)
    if words > MOST_WORDS:
        return Fraction(MOST_WORDS, words), (Finding("too_long", False, (facts.whole,), about),)
    return Fraction(1), (Finding("good_length", True, (facts.whole,), about),)


def consistency(facts: Facts) -> Judged:
    """Whether dates are written one way, bullets have one mark, and the latest role comes first."""
    checks = [one for one in (_date_forms(facts), _bullets(facts), _newest_first(facts)) if one]
    return _portion(sum(one.good for one in checks), len(checks)), tuple(checks)


def _date_forms(facts: Facts) -> Finding | None:
    forms: dict[str, Place] = {}
    for pointer in facts.evidence:
        if pointer.startswith(("/work/", "/education/")) and pointer.endswith(("startDate", "endDate")):
            place = facts.place(pointer)
            form = _form(place.text) if place else ""
            if place and form:
                forms.setdefault(form, place)
    if not forms:
        return None
    code = "one_date_form" if len(forms) == 1 else "date_forms"
    return Finding(code, len(forms) == 1, tuple(forms.values())[:MOST_PLACES])


def _form(date: str) -> str:
    """How a date is written; a bare year goes with every way, and "present" is none."""
    shape = re.sub(r"[^\W\d_]+\.?", "a", re.sub(r"\d", "9", date.strip()))
    return "" if shape in {"9999", "a", ""} or "9999" not in shape else re.sub(r"(?<!9)99?(?!9)", "9", shape)


def _bullets(facts: Facts) -> Finding | None:
    marks: dict[str, Place] = {}
    for one in facts.statements:
        before = facts.document.text[max(one.place.start - 4, 0) : one.place.start].split("\n")[-1]
        if found := _MARK.search(before):
            marks.setdefault(found[0], one.place)
    if not marks:
        return None
    even = len(marks) <= 2  # the second for points under points
    return Finding("even_bullets" if even else "bullet_marks", even, tuple(marks.values()), {"marks": sorted(marks)})


def _newest_first(facts: Facts) -> Finding | None:
    roles: list[tuple[str, str, Place]] = []
    for index, entry in enumerate(facts.entries("work")):
        place = facts.place(f"/work/{index}/startDate")
        if place:
            roles.append((str(entry.get("startDate") or ""), str(entry.get("endDate") or "9999"), place))
    roles.sort(key=lambda role: role[2].start)
    if len(roles) < 2:
        return None
    wrong = [below[2] for above, below in pairwise(roles) if below[0] > above[0] and below[1] > above[1]]
    if wrong:
        return Finding("older_first", False, tuple(wrong)[:MOST_PLACES])
    return Finding("newest_first", True, tuple(role[2] for role in roles)[:MOST_PLACES])


def file_health(facts: Facts) -> Judged:
    """Whether a program reads the letters a person sees. What only programs see is told in the notes and is no rule."""
    if not facts.document.text.strip():
        return None, ()
    broken = [facts.at(*match.span()) for match in _DAMAGED.finditer(facts.document.text)]
    if not broken:
        return Fraction(1), (Finding("readable_file", True, (facts.whole,)),)
    portion = max(Fraction(0), 1 - Fraction(len(broken) * 100, len(facts.document.text)))
    return min(portion, Fraction(9, 10)), (
        Finding("broken_letters", False, tuple(broken[:MOST_PLACES]), {"count": len(broken)}),
    )


def contact(facts: Facts) -> Judged:
    """Whether a reader can reply."""
    got, findings = 0, []
    for name, worth, pointers in (("email", 5, ("/basics/email",)), ("phone", 3, ("/basics/phone",))):
        place = facts.first(*pointers)
        got += worth if place else 0
        findings.append(Finding(f"has_{name}", True, (place,)) if place else Finding(f"no_{name}", False, (facts.top,)))
    return (share(got, 8) if facts.document.lines else None), tuple(findings)


def place(facts: Facts) -> Judged:
    """Whether the city and the country can be told: what a reader needs to know about commuting and time zones."""
    city, country = facts.place("/basics/location/city"), facts.place("/basics/location/countryCode")
    if not facts.document.lines:
        return None, ()
    findings = [
        Finding(f"has_{name}", True, (found,)) if found else Finding(f"no_{name}", False, (city or facts.top,))
        for name, found in (("city", city), ("country", country))
    ]
    return share(sum(bool(found) for found in (city, country)), 2), tuple(findings)


def phone_code(facts: Facts) -> Judged:
    """Whether the phone number works from where the resume is read. At home it does without its country code, so that
    this costs nothing where the number is of the country that the resume names; it is still told."""
    number = facts.place("/basics/phone")
    if number is None:
        return None, ()
    written = facts.document.text[max(number.start - _CODE_BEFORE, 0) : number.end]
    if _CODE.search(written):
        return Fraction(1), (Finding("phone_with_code", True, (number,)),)
    home = _at_home(facts)
    return Fraction(int(home)), (Finding("phone_at_home" if home else "phone_without_code", False, (number,)),)


def _at_home(facts: Facts) -> bool:
    basics = facts.resume.get("basics") or {}
    country = str((basics.get("location") or {}).get("countryCode") or "").upper()
    try:
        number = phonenumbers.parse(str(basics.get("phone") or ""), country or None)
    except phonenumbers.NumberParseException:
        return False
    return bool(country) and phonenumbers.is_valid_number_for_region(number, country)


def languages(facts: Facts) -> Judged:
    """Whether each language that is named says how well. One that is not named is nobody's business."""
    told: list[Place] = []
    untold: list[Place] = []
    for index, entry in enumerate(facts.entries("languages")):
        name = facts.first(f"/languages/{index}/fluency", f"/languages/{index}/language")
        if name:
            (told if entry.get("fluency") else untold).append(name)
    findings = _some(("language_levels", True, told), ("language_without_level", False, untold), of=[*told, *untold])
    return _portion(len(told), len(told) + len(untold)), findings


def _some(*kinds: tuple[str, bool, list[Place]], of: list[Place]) -> tuple[Finding, ...]:
    return tuple(
        Finding(code, good, tuple(places[:MOST_PLACES]), {"count": len(places), "of": len(of)})
        for code, good, places in kinds
        if places
    )


def _portion(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def rules() -> Iterator[tuple[str, Callable[[Facts], Judged]]]:
    """These rules by name."""
    yield from (
        ("structure", structure),
        ("dates", dates),
        ("length", length),
        ("consistency", consistency),
        ("file_health", file_health),
        ("contact", contact),
        ("place", place),
        ("phone_code", phone_code),
        ("languages", languages),
    )
