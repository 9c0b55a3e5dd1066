"""A career report as a paper to take away, in the reader's language."""

from collections.abc import Sequence

from evenhand.domains.coaching.rules import report_words as words
from evenhand.domains.coaching.rules.refining import model_of
from evenhand.domains.coaching.rules.report_telling import NARRATIVE, SUMMARY, Told, telling, tip_of, why_of
from evenhand.domains.coaching.rules.reports import JobNamed, ShownReport
from evenhand.engines.career import Outlook, Role, Wanted
from evenhand.engines.typesetting import Block, Bullets, Facts, Meter, Paper, Paragraph, Section, Table, Tone
from evenhand.kit.words import reader, say, tell


def report_paper(outlook: Outlook, shown: ShownReport) -> Paper:
    """The whole report: roles, skills with what they rest on, the market, months, and the jobs behind the figures."""
    told = telling(outlook, shown.wording.by)
    sections = [Section(tell(say("In short")), [*_said(told[NARRATIVE]), _muted(words.NEAR)])]
    if outlook.roles:
        roles = [block for number, one in enumerate(outlook.roles) for block in _role(one, told[why_of(number)])]
        sections.append(Section(tell(say("Roles that are near")), roles))
    sections += _skills(say("Skills to build on"), outlook.double_down)
    sections += _skills(say("Skills to learn"), outlook.learn)
    if outlook.certificates:
        rows = [
            [one.name, tell(words.certificate(one)), tell(say("in your resume") if one.held else say("not found"))]
            for one in outlook.certificates
        ]
        head = [tell(say("Certificate")), tell(say("Asked for")), tell(say("Your resume"))]
        sections.append(Section(tell(say("Certificates")), [Table(head, rows, (4, 5, 3))]))
    sections.append(_market(outlook, told[SUMMARY]))
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
        said = [told[tip_of(number)] for number, _ in enumerate(tips)]
        blocks: list[Block] = [
            Bullets([tell(one.text) for one in said]),
            *(note for one in said for note in _note(one)),
        ]
        sections.append(Section(tell(say("For interviews")), blocks))
    if counted := _jobs(outlook, shown):
        sections.append(counted)
    sections.append(_rests(outlook, shown))
    return Paper(
        title=tell(say("Career report")),
        lead=tell(words.LEAD),
        sections=sections,
        note=f"Evenhand · {outlook.seal[:16]}",
        language=reader().tag,
    )


def _muted(text: str) -> Paragraph:
    return Paragraph(tell(text), "muted")


def _said(told: Told, tone: Tone = "plain") -> list[Block]:
    return [Paragraph(tell(told.text), tone), *_note(told)]


def _note(told: Told) -> list[Block]:
    """Under a sentence by a language model: who said it, and what was counted."""
    if told.counted is None:
        return []
    return [_muted(say("Worded by a language model. Counted: %(sentence)s", sentence=told.counted))]


def _role(one: Role, why: Told) -> list[Block]:
    return [Meter(one.title, one.fit / 100, f"{one.fit} %"), *_said(why, "muted" if why.counted is None else "plain")]


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


def _market(outlook: Outlook, summary: Told) -> Section:
    market = outlook.market
    blocks: list[Block] = _said(summary)
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


def _rests(outlook: Outlook, shown: ShownReport) -> Section:
    manifest, made_at = outlook.manifest, shown.made_at
    pairs = [
        (tell(say("Resume")), shown.resume_name),
        (tell(say("Rules")), f"{manifest['engine']} {manifest['version']}"),
        (tell(say("Made on")), f"{made_at:%Y-%m-%d}" if made_at else ""),
        (tell(say("Seal")), outlook.seal),
    ]
    if model := model_of(shown.wording.by):
        pairs.append((tell(say("Language model")), model))
    return Section(tell(say("What this rests on")), [Facts(pairs), _muted(words.NO_MODEL)])
