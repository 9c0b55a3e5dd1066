"""A gap report as a paper to take away, in the reader's language."""

from collections.abc import Iterator
from datetime import datetime

from evenhand.domains.matching.rules.gap import Gap, GapSkill
from evenhand.domains.matching.rules.gap_report import PARTS, name_of, near_to, part, sum_of, told
from evenhand.engines.typesetting import Block, Bullets, Facts, Meter, Paper, Paragraph, Section
from evenhand.kit.words import Sentence, reader, say, tell

NEEDS: tuple[tuple[str, Sentence], ...] = (("required", say("Required")), ("optional", say("Nice to have")))


def gap_paper(gap: Gap, *, made_at: datetime | None) -> Paper:
    """The whole report: what was counted, each skill with the words of both sides, and what it rests on."""
    sections = [Section(tell(say("In short")), [*_meters(gap), Paragraph(tell(sum_of(gap)))])]
    for key, title, note in PARTS:
        skills = part(gap, key)
        if key == "resume_only" and skills:
            items = [f"{tell(name_of(one))}: {tell(told(one))}" for one in skills]
            sections.append(Section(tell(title), [Paragraph(tell(note), "muted"), Bullets(items)]))
        elif skills:
            sections.append(Section(tell(title), [Paragraph(tell(note), "muted")]))
            sections += [Section(tell(name_of(one)), list(_skill(one)), level=2) for one in skills]
    rests = [
        (tell(say("Job")), f"{gap.job_title}, {gap.company}"),
        (tell(say("Rules")), gap.version),
        (tell(say("Made on")), f"{made_at:%Y-%m-%d}" if made_at else ""),
        (tell(say("Made of")), gap.inputs),
    ]
    sections.append(Section(tell(say("What this rests on")), [Facts([one for one in rests if one[1]])]))
    return Paper(
        title=tell(say("What the job asks, and your resume")),
        lead=f"{gap.job_title}, {gap.company}. "
        + tell(say("It counts what is named, orders nothing and decides nothing. Only you see it.")),
        sections=sections,
        note=f"Evenhand · {gap.inputs[:16]}",
        language=reader().tag,
    )


def _meters(gap: Gap) -> Iterator[Meter]:
    for need, label in NEEDS:
        asked = [one for one in gap.asked if one.need == need]
        found = sum(one.status != "missing" for one in asked)
        if asked:
            figure = tell(say("%(found)s of %(asked)s", found=found, asked=len(asked)))
            yield Meter(tell(label), found / len(asked), figure)


def _skill(one: GapSkill) -> Iterator[Block]:
    yield Paragraph(tell(told(one)))
    if near := near_to(one):
        yield Paragraph(tell(near))
    for quote in (one.candidate.evidence if one.candidate else ())[:2]:
        yield Paragraph(tell(say("Your resume: “%(line)s”", line=" ".join(quote.line.split()))), "quote")
    for quote in (one.required.evidence if one.required else ())[:1]:
        yield Paragraph(tell(say("The advert: “%(line)s”", line=" ".join(quote.line.split()))), "quote")
