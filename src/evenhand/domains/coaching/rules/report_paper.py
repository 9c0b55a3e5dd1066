"""A career report as a paper to take away, in the reader's language."""

from collections.abc import Sequence
from datetime import datetime

from evenhand.domains.coaching.rules import report_words as words
from evenhand.domains.coaching.rules.reports import JobNamed, ShownReport
from evenhand.engines.career import Outlook, Role, Wanted
from evenhand.engines.typesetting import Block, Bullets, Facts, Meter, Paper, Paragraph, Section, Table
from evenhand.kit.words import reader, say, tell


def report_paper(outlook: Outlook, shown: ShownReport) -> Paper:
    """The whole report: roles, skills with what they rest on, the market, months, and the jobs behind the figures."""
    sections = [Section(tell(say("In short")), [Paragraph(tell(words.narrative(outlook))), _muted(words.NEAR)])]
    if outlook.roles:
        sections.append(
            Section(tell(say("Roles that are near")), [block for one in outlook.roles for block in _role(one)])
        )
    sections += _skills(say("Skills to build on"), outlook.double_down)
    sections += _skills(say("Skills to learn"), outlook.learn)
    if outlook.certificates:
        rows = [
            [one.name, tell(words.certificate(one)), tell(say("in your resume") if one.held else say("not found"))]
            for one in outlook.certificates
        ]
        head = [tell(say("Certificate")), tell(say("Asked for")), tell(say("Your resume"))]
        sections.append(Section(tell(say("Certificates")), [Table(head, rows, (4, 5, 3))]))
    sections.append(_market(outlook))
    months = [
        Section(
            tell(say("Month %(number)s: %(focus)s", number=one.month, focus=words.focus(one))),
            [Bullets([tell(step) for step in words.steps(one)])],
            level=2,
        )
        for one in outlook.plan
    ]
    sections += [Section(tell(say("Month by month")), []), *months]
    if tips := words.tips(outlook):
        sections.append(Section(tell(say("For interviews")), [Bullets([tell(one) for one in tips])]))
    if counted := _jobs(outlook, shown):
        sections.append(counted)
    sections.append(_rests(outlook, shown.resume_name, shown.made_at))
    return Paper(
        title=tell(say("Career report")),
        lead=tell(words.LEAD),
        sections=sections,
        note=f"Evenhand · {outlook.seal[:16]}",
        language=reader().tag,
    )


def _muted(text: str) -> Paragraph:
    return Paragraph(tell(text), "muted")


def _role(one: Role) -> list[Block]:
    return [Meter(one.title, one.fit / 100, f"{one.fit} %"), _muted(words.why(one))]


def _skills(title: str, skills: Sequence[Wanted]) -> list[Section]:
    if not skills:
        return []
    blocks: list[Block] = []
    for one in skills:
        share = one.count / one.of
        blocks.append(Meter(tell(words.name_of(one.skill)), share, tell(words.share(one))))
        blocks += [Paragraph(place.text, "quote") for place in one.words[:1]]
        if beside := words.beside(one):
            blocks.append(_muted(beside))
    return [Section(tell(title), blocks)]


def _market(outlook: Outlook) -> Section:
    market = outlook.market
    blocks: list[Block] = [Paragraph(tell(words.summary(outlook)))]
    if market.hot:
        rows = [[tell(words.name_of(one.skill)), tell(words.asked(one))] for one in market.hot]
        blocks.append(Table([tell(say("Skill")), tell(say("Asked for"))], rows, (4, 8)))
    if notes := words.market_notes(market):
        blocks.append(Bullets([tell(one) for one in notes]))
    return Section(tell(say("What the jobs ask for")), blocks)


def _jobs(outlook: Outlook, shown: ShownReport) -> Section | None:
    """The jobs that figures name, each once."""
    ids = dict.fromkeys(one for role in outlook.roles for one in role.ids)
    ids |= dict.fromkeys(one for skill in (*outlook.double_down, *outlook.learn) for one in skill.ids)
    found: list[JobNamed] = [shown.jobs[one] for one in ids if one in shown.jobs]
    if not found:
        return None
    listed = [tell(say("%(job)s, %(company)s", job=one.title, company=one.company)) for one in found]
    return Section(tell(say("Some of the jobs that were counted")), [Bullets(listed)])


def _rests(outlook: Outlook, name: str, made_at: datetime | None) -> Section:
    manifest = outlook.manifest
    pairs = [
        (tell(say("Resume")), name),
        (tell(say("Rules")), f"{manifest['engine']} {manifest['version']}"),
        (tell(say("Made on")), f"{made_at:%Y-%m-%d}" if made_at else ""),
        (tell(say("Seal")), outlook.seal),
    ]
    return Section(tell(say("What this rests on")), [Facts(pairs), _muted(words.NO_MODEL)])
