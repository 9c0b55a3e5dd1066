"""A review as a paper to take away, in the reader's language."""

from datetime import datetime

from evenhand.domains.coaching.rules.refining import Refined, model_of
from evenhand.domains.coaching.rules.review_words import ADVICE, DIMENSIONS, LABELS, RULES, found
from evenhand.engines.reviewing import Finding, Review, Rule
from evenhand.engines.typesetting import Block, Bullets, Facts, Meter, Paper, Paragraph, Section, Table
from evenhand.kit.words import reader, say, tell

ONLY_EVIDENCE = say(
    "Points are given only for words that stand in the resume. "
    "What it does not show is left out and takes nothing away."
)
QUOTED = 3  # places of a finding that are quoted
LONGEST_QUOTE = 160


def review_paper(review: Review, *, name: str, made_at: datetime | None, by: Refined) -> Paper:
    """The whole review: score, what would change it, rewrites and wordings, each rule with its evidence, and what it
    rests on."""
    score = review.score
    overall = [
        Meter(tell(LABELS[review.label]), None if score is None else score / 100, _of_hundred(score)),
        *(
            Meter(tell(DIMENSIONS[one.name]), None if one.score is None else one.score / 100, _of_hundred(one.score))
            for one in review.dimensions
        ),
    ]
    sections = [Section(tell(say("Score")), overall)]
    if review.improvements:
        gains = [review.rule(one) for one in review.improvements]
        rows = [[tell(RULES[one.name][0]), _advice(one), f"+{one.gain}"] for one in gains]
        head = [tell(say("Rule")), tell(say("What to do")), tell(say("Points to gain"))]
        sections.append(Section(tell(say("What would change the score")), [Table(head, rows, (3, 7, 2))]))
    if said := _said(review, by):
        sections.append(Section(tell(say("The same, more directly")), said))
    sections.append(
        Section(
            tell(say("Rule by rule")),
            [
                Paragraph(
                    tell(ONLY_EVIDENCE),
                    "muted",
                )
            ],
        )
    )
    sections += [_rule(one) for one in review.rules]
    if review.notes:
        sections.append(Section(tell(say("Also noticed")), [Bullets([tell(found(one)) for one in review.notes])]))
    manifest = review.manifest
    rests = [
        (tell(say("Resume")), name),
        (tell(say("Rules")), f"{manifest['engine']} {manifest['version']}, {manifest['rubric']}"),
        (tell(say("Made on")), f"{made_at:%Y-%m-%d}" if made_at else ""),
        (tell(say("Seal")), review.seal),
    ]
    if model := model_of(by):
        rests.append((tell(say("Language model")), model))
    sections.append(Section(tell(say("What this rests on")), [Facts(rests)]))
    return Paper(
        title=tell(say("Review of your resume")),
        lead=tell(say("Made by rules on this server. It judges the paper, never the person; no company sees it.")),
        sections=sections,
        note=f"Evenhand · {review.seal[:16]}",
        language=reader().tag,
    )


def _said(review: Review, by: Refined) -> list[Block]:
    """Statements with what says the same more directly; what a language model wrote is marked."""
    said: list[Block] = []
    for one in review.rewrites:
        said += [Paragraph(one.before, "quote"), Paragraph(one.after, "strong")]
    for worded in by.wordings:
        said += [Paragraph(worded.before, "quote"), Paragraph(worded.after, "strong")]
        said.append(Paragraph(tell(say("Worded by a language model; in no score.")), "muted"))
    return said


def _of_hundred(score: int | None) -> str:
    if score is None:
        return tell(say("Not enough evidence"))
    return tell(say("%(score)s of 100", score=score))


def _advice(rule: Rule) -> str:
    return " ".join(tell(ADVICE[one.code]) for one in rule.findings if not one.good and one.code in ADVICE)


def _rule(rule: Rule) -> Section:
    title, why = RULES[rule.name]
    points = (
        tell(say("Not enough evidence"))
        if rule.points is None
        else tell(say("%(points)s of %(most)s points", points=rule.points, most=rule.most))
    )
    blocks: list[Block] = [
        Meter(points, None if rule.points is None else rule.points / rule.most, ""),
        Paragraph(tell(why), "muted"),
    ]
    for finding in rule.findings:
        blocks.append(Paragraph(tell(found(finding))))
        blocks += [Paragraph(one, "quote") for one in quotes(finding)]
    return Section(tell(title), blocks, level=2)


def quotes(finding: Finding) -> list[str]:
    """The words a finding rests on; the whole text is not quoted."""
    texts = [" ".join(one.text.split()) for one in finding.places if one.end - one.start <= 2 * LONGEST_QUOTE]
    return [text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()}…" for text in texts[:QUOTED]]
