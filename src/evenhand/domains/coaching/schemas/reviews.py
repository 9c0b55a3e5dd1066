"""Reviews as the API shows them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from evenhand.domains.coaching.rules.review_words import ADVICE, LABELS, RULES, found
from evenhand.domains.coaching.rules.reviews import ShownReview
from evenhand.domains.coaching.schemas.refining import RefinedOut
from evenhand.domains.coaching.schemas.states import waited
from evenhand.engines.reviewing import Finding, Review, Rule
from evenhand.kit.words import Sentence


class PlaceOut(BaseModel):
    """Words of the resume's text: offsets in code points, the end exclusive; long words are cut in `text`."""

    page: int
    start: int
    end: int
    text: str


class FindingOut(BaseModel):
    """What a rule found, in words, and where. `advice` says what to do about it."""

    code: str
    good: bool
    sentence: Sentence
    advice: Sentence
    spans: list[PlaceOut]

    @classmethod
    def of(cls, finding: Finding) -> "FindingOut":
        """From the engine's finding."""
        return cls(
            code=finding.code,
            good=finding.good,
            sentence=found(finding),
            advice="" if finding.good else ADVICE.get(finding.code, Sentence("")),
            spans=[PlaceOut(page=one.page, start=one.start, end=one.end, text=one.text) for one in finding.places],
        )


class RuleOut(BaseModel):
    """One rule. `points` is null without evidence; the rule is then left out. `gain` is what meeting it in full adds
    to the score."""

    name: str
    title: Sentence
    dimension: str
    outcome: str
    points: float | None
    most: int
    gain: int
    findings: list[FindingOut]

    @classmethod
    def of(cls, rule: Rule) -> "RuleOut":
        """From the engine's rule."""
        return cls(
            name=rule.name,
            title=RULES[rule.name][0],
            dimension=rule.dimension,
            outcome=rule.outcome,
            points=rule.points,
            most=rule.most,
            gain=rule.gain,
            findings=[FindingOut.of(one) for one in rule.findings],
        )


class Overall(BaseModel):
    """The score, 0 to 100; null where the text gives no evidence."""

    score: int | None
    label: Sentence
    out_of: int = 100


class Breakdown(BaseModel):
    """The four dimensions, 0 to 100 each; null where none of their rules has evidence."""

    skills_coverage: int | None
    structure_formatting: int | None
    clarity_impact: int | None
    regional_relevance: int | None


class PointOut(BaseModel):
    """A strength or an improvement: the rule it comes from, a sentence, and the words it points at."""

    rule: str
    sentence: Sentence
    advice: Sentence
    spans: list[PlaceOut]


class RewriteOut(BaseModel):
    """A statement said more directly. Every word and number of `after` is in `before` or in a closed list."""

    span: PlaceOut
    before: str
    after: str
    changes: list[str]


class MadeReview(BaseModel):
    """A whole review."""

    overall: Overall
    breakdown: Breakdown
    rules: list[RuleOut]
    strengths: list[PointOut]
    areas_for_improvement: list[PointOut]
    rewrites: list[RewriteOut]
    notes: list[FindingOut]
    language: str
    manifest: dict[str, Any]
    seal: str = Field(description="SHA-256 over the review; the same resume under the same rules has the same.")

    @classmethod
    def of(cls, review: Review) -> "MadeReview":
        """From the engine's review."""
        scores = {one.name: one.score for one in review.dimensions}
        return cls(
            overall=Overall(score=review.score, label=LABELS[review.label]),
            breakdown=Breakdown.model_validate(scores),
            rules=[RuleOut.of(one) for one in review.rules],
            strengths=_points(review, good=True),
            areas_for_improvement=_points(review, good=False),
            rewrites=[
                RewriteOut(
                    span=PlaceOut(page=one.place.page, start=one.place.start, end=one.place.end, text=one.place.text),
                    before=one.before,
                    after=one.after,
                    changes=list(one.changes),
                )
                for one in review.rewrites
            ],
            notes=[FindingOut.of(one) for one in review.notes],
            language=review.language,
            manifest=dict(review.manifest),
            seal=review.seal,
        )


def _points(review: Review, *, good: bool) -> list[PointOut]:
    names = review.strengths if good else review.improvements
    shown = [
        (rule, FindingOut.of(one)) for rule in map(review.rule, names) for one in rule.findings if one.good is good
    ]
    return [PointOut(rule=rule.name, sentence=one.sentence, advice=one.advice, spans=one.spans) for rule, one in shown]


class ReviewOut(BaseModel):
    """How far the review of a resume is (none, waiting, ready, failed), and the newest there is.

    `outdated`: the resume or the rules have changed since it was made.
    """

    resume_id: UUID
    state: str
    outdated: bool
    made_at: datetime | None
    review: MadeReview | None
    by_model: RefinedOut

    @classmethod
    def of(cls, shown: ShownReview) -> "ReviewOut":
        """From the kept one."""
        return cls(
            resume_id=shown.resume_id,
            state=waited(shown.state),
            outdated=shown.outdated,
            made_at=shown.made_at,
            review=MadeReview.of(shown.review) if shown.review else None,
            by_model=RefinedOut.of(shown.refined),
        )
