"""A cover letter of 250 to 350 words, put together from what the resume says and what the advert asks for.

Its sentences are of two kinds. Those of ours say why the letter is written and what follows; they claim nothing of the
person. The others are the person's own statements, word for word, with the place each stands in. What the advert asks
for and the resume does not name is said so. A resume that holds too little gives a shorter letter: nothing is invented
to fill it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from evenhand.engines.resume_parser import months_of_experience
from evenhand.engines.skills import find_skills, taxonomy

from .advert import Advert
from .sources import sources_of
from .wording import phrases

FEWEST_WORDS, MOST_WORDS = 250, 350
MOST_SKILLS, MOST_MISSING = 6, 3
_YEAR = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the letter. "frame" is ours and claims nothing; "fact" is put together from fields of the resume,
    "quote" is one of them word for word; "ask" repeats what the advert says; `sources` are JSON Pointers."""

    text: str
    kind: Literal["frame", "fact", "quote", "ask"]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Paragraphs of sentences. `short` where the resume did not hold enough for the usual length."""

    paragraphs: tuple[tuple[Said, ...], ...]
    language: str

    @property
    def text(self) -> str:
        """The letter as it is sent."""
        return "\n\n".join(paragraph((one.text, one.sources) for one in part) for part in self.paragraphs)

    @property
    def words(self) -> int:
        """How long it is."""
        return len(self.text.split())

    @property
    def short(self) -> bool:
        """Whether it stayed below what is usual."""
        return self.words < FEWEST_WORDS


def paragraph(said: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Sentences (text, sources) as one paragraph; the name beneath a letter stands on its own line."""
    text = ""
    for one, sources in said:
        text += ("\n" if list(sources) == ["/basics/name"] else " ") + one
    return text.strip()


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    pointer: str
    entry: int
    worth: int


def write_letter(resume: Mapping[str, Any], advert: Advert, *, language: str, today: date) -> Letter:
    """Write it. The same resume, advert and day give the same letter. Raises nothing."""
    said = phrases(language)
    work = [one for one in resume.get("work") or [] if isinstance(one, Mapping)]
    opening = [Said(said["greeting"], "frame")]
    about = [
        Said(said["about"].format(title=advert.title, company=advert.company), "ask"),
        Said(said["honest"], "frame"),
    ]
    present = list(_present(resume, work, advert, said, today))
    asked = list(_asked(resume, advert, said, language))
    closing = list(_closing(resume, advert, said, language))
    paragraphs = [opening, about, present, asked]
    spent = sum(len(one.text.split()) for part in (*paragraphs, closing) for one in part)
    roles = [_role(number, role, said) for number, role in enumerate(work)]
    paragraphs += _told(roles, said, _chosen(_statements(resume, advert), roles, spent))
    paragraphs.append(closing)
    name = str((resume.get("basics") or {}).get("name") or "").strip()
    if name:
        paragraphs.append([Said(said["regards"], "frame"), Said(name, "fact", ("/basics/name",))])
    return Letter(tuple(tuple(one) for one in paragraphs if one), language)


def _present(
    resume: Mapping[str, Any], work: Sequence[Mapping[str, Any]], advert: Advert, said: Mapping[str, str], today: date
) -> Iterator[Said]:
    for number, role in enumerate(work[:1]):
        title, employer, start = (str(role.get(key) or "").strip() for key in ("position", "name", "startDate"))
        at = f"/work/{number}"
        if title and employer:
            template = "present_since" if start and not role.get("endDate") else "latest"
            text = said[template].format(title=title, employer=employer, year=start[:_YEAR])
            fields = ("position", "name", "startDate") if template == "present_since" else ("position", "name")
            yield Said(text, "fact", tuple(f"{at}/{key}" for key in fields))
    years = months_of_experience(work, today=today) // 12
    if years:
        ends = ("startDate", "endDate")
        dates = tuple(f"/work/{number}/{key}" for number, one in enumerate(work) for key in ends if one.get(key))
        yield Said(_counted(said, "years", years), "fact", dates)
    summary = str((resume.get("basics") or {}).get("summary") or "").strip()
    if summary and advert.worth(summary) and len(summary.split()) <= 60:
        yield Said(said["summary"], "frame")
        yield Said(_quoted(summary, said), "quote", ("/basics/summary",))


def _counted(said: Mapping[str, str], key: str, count: int) -> str:
    form = "one" if count == 1 else "many"
    if f"{key}_few" in said:
        last, two = count % 10, count % 100
        form = "one" if last == 1 and two != 11 else "few" if last in {2, 3, 4} and two not in {12, 13, 14} else "many"
    return said[f"{key}_{form}"].format(count=count)


def _asked(resume: Mapping[str, Any], advert: Advert, said: Mapping[str, str], language: str) -> Iterator[Said]:
    places = _skill_places(resume)
    found = [one for one in advert.asked if one in places][:MOST_SKILLS]
    if found:
        text = said["asked"].format(skills=_listed(advert.names(found, language), said))
        yield Said(text, "fact", tuple(places[one] for one in found))


def _skill_places(resume: Mapping[str, Any]) -> dict[str, str]:
    """Where the resume first names each skill."""
    places: dict[str, str] = {}
    for source in sources_of(resume):
        for mention in find_skills(source.text):
            places.setdefault(mention.skill_id, source.pointer)
    return places


def _statements(resume: Mapping[str, Any], advert: Advert) -> list[_Statement]:
    """What was done in each role, what answers the advert best first, then the latest role first."""
    found: list[_Statement] = []
    for number, role in enumerate(one for one in resume.get("work") or [] if isinstance(one, Mapping)):
        for place, text in enumerate(role.get("highlights") or []):
            plain = " ".join(str(text).split())
            if plain:
                found.append(_Statement(plain, f"/work/{number}/highlights/{place}", number, advert.worth(plain)))
    return sorted(found, key=lambda one: (-one.worth, one.entry, one.pointer))


def _role(number: int, role: Mapping[str, Any], said: Mapping[str, str]) -> list[Said]:
    """What introduces the statements of a role, if it has both names."""
    employer, title = (str(role.get(key) or "").strip() for key in ("name", "position"))
    text = said["role"].format(employer=employer, title=title)
    return [Said(text, "fact", (f"/work/{number}/name", f"/work/{number}/position"))] if employer and title else []


def _chosen(statements: Sequence[_Statement], roles: Sequence[Sequence[Said]], spent: int) -> list[_Statement]:
    """What answers the advert as far as there is room, and of the rest what makes up the usual length.

    `spent` are the words of the letter so far; those that introduce each role are counted too.
    """
    chosen: list[_Statement] = []
    entries: set[int] = set()
    for one in statements:
        introduction = [] if one.entry in entries else roles[one.entry]
        words = spent + sum(len(text.split()) for text in (one.text, *(said.text for said in introduction)))
        if words <= MOST_WORDS and (one.worth or spent < FEWEST_WORDS):
            chosen.append(one)
            entries.add(one.entry)
            spent = words
    return chosen


def _told(
    roles: Sequence[Sequence[Said]], said: Mapping[str, str], statements: Sequence[_Statement]
) -> Iterator[list[Said]]:
    for number in sorted({one.entry for one in statements}):
        quotes = [Said(_quoted(one.text, said), "quote", (one.pointer,)) for one in statements if one.entry == number]
        yield [*roles[number], *quotes]


def _closing(resume: Mapping[str, Any], advert: Advert, said: Mapping[str, str], language: str) -> Iterator[Said]:
    places = _skill_places(resume)
    kinds = {one: taxonomy().kinds_of(one, places) for one in advert.asked if one not in places}
    for one, near in [(one, near[:MOST_SKILLS]) for one, near in kinds.items() if near][:MOST_MISSING]:
        named = _listed(advert.names(list(near), language), said)
        text = said["near"].format(skill="".join(advert.names([one], language)), kinds=named)
        yield Said(text, "fact", tuple(places[kind] for kind in near))
    missing = [one for one, near in kinds.items() if not near][:MOST_MISSING]
    if missing:
        yield Said(said["missing"].format(skills=_listed(advert.names(missing, language), said)), "ask")
    yield Said(said["closing"], "frame")


def _quoted(text: str, said: Mapping[str, str]) -> str:
    plain = text.strip().rstrip(".;")
    return said["quote"].format(text=plain)


def _listed(names: Sequence[str], said: Mapping[str, str]) -> str:
    return said["and"].join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
