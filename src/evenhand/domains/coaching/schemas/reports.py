"""Career reports as the API shows them, with the counts, jobs and words behind each sentence."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from evenhand.domains.coaching.rules import report_words as words
from evenhand.domains.coaching.rules.refining import Refined
from evenhand.domains.coaching.rules.report_telling import HEADLINE, NARRATIVE, SUMMARY, telling, tip_of, why_of
from evenhand.domains.coaching.rules.reports import ShownReport, region_of
from evenhand.domains.coaching.schemas.refining import RefinedOut
from evenhand.domains.coaching.schemas.reviews import MadeReview
from evenhand.domains.coaching.schemas.states import waited
from evenhand.domains.skills.rules import category_of
from evenhand.engines.career import Outlook, Wanted
from evenhand.kit.words import Sentence


class Structured(BaseModel):
    """What is known of the person, from their own resume."""

    candidate: dict[str, str]
    skills_hard: list[Sentence]
    skills_soft: list[Sentence]
    education: list[dict[str, Any]]
    experience: list[dict[str, Any]]
    roles: list[str]
    location: str
    region: str

    @classmethod
    def of(cls, shown: ShownReport) -> "Structured":
        """From the profile as it stands."""
        basics = shown.resume.get("basics") or {}
        place = basics.get("location") or {}
        return cls(
            candidate={key: str(basics.get(key) or "") for key in ("name", "email", "phone")},
            skills_hard=[words.name_of(one) for one in shown.skills if category_of(one) != "soft"],
            skills_soft=[words.name_of(one) for one in shown.skills if category_of(one) == "soft"],
            education=list(shown.resume.get("education") or ()),
            experience=list(shown.resume.get("work") or ()),
            roles=list(
                dict.fromkeys(str(one["position"]) for one in shown.resume.get("work") or () if one.get("position"))
            ),
            location=", ".join(str(place[key]) for key in ("city", "countryCode") if place.get(key)),
            region=region_of(shown.country),
        )


class ReviewPart(BaseModel):
    """The review in short."""

    ats_score: int | None
    summary: Sentence
    strengths: list[Sentence]
    weaknesses: list[Sentence]
    gaps: list[Sentence]
    suggestions: list[Sentence]

    @classmethod
    def of(cls, shown: ShownReport, outlook: Outlook) -> "ReviewPart | None":
        """From the review of the same resume; none where there is none yet."""
        if shown.review.review is None:
            return None
        made = MadeReview.of(shown.review.review)
        return cls(
            ats_score=made.overall.score,
            summary=made.overall.label,
            strengths=[one.sentence for one in made.strengths],
            weaknesses=[one.sentence for one in made.areas_for_improvement],
            gaps=[words.name_of(one.skill) for one in outlook.learn],
            suggestions=[one.advice for one in made.areas_for_improvement if one.advice],
        )


class TargetRole(BaseModel):
    """A role: how far the resume answers what its open jobs ask for (0 to 100), why, and the first of those jobs."""

    role: str
    fit_score: int
    why: Sentence
    openings: int
    job_ids: list[UUID]


class WordsOut(BaseModel):
    """Words of the resume: offsets in code points, the end exclusive; `text` is the line around them."""

    start: int
    end: int
    text: str


class SkillCount(BaseModel):
    """A skill, how many of how many near jobs ask for it, the first of these, and the resume's words that name it."""

    skill_id: str
    name: Sentence
    count: int
    of: int
    required: int
    why: Sentence
    job_ids: list[UUID]
    spans: list[WordsOut]

    @classmethod
    def found(cls, one: Wanted) -> "SkillCount":
        """From what was counted."""
        return cls(
            skill_id=one.skill,
            name=words.name_of(one.skill),
            count=one.count,
            of=one.of,
            required=one.required,
            why=words.learning(one),
            job_ids=[UUID(job_id) for job_id in one.ids],
            spans=[WordsOut(start=span.start, end=span.end, text=span.text) for span in one.words],
        )


class Certification(BaseModel):
    """A certificate that near jobs name, and whether the resume lists it."""

    name: str
    count: int
    held: bool
    job_ids: list[UUID]


class PlanMonth(BaseModel):
    """One month of the plan, counted from 1."""

    month: int
    focus: Sentence
    actions: list[Sentence]


class PayOut(BaseModel):
    """What near jobs state in one currency and period."""

    currency: str
    period: str
    count: int
    lowest: float
    middle: float
    highest: float


class RegionCount(BaseModel):
    """A country with near jobs, the region it belongs to, and how many they are."""

    country: str
    region: str
    count: int


class MarketInsights(BaseModel):
    """What can be counted. `little` says that these are too few jobs to build on; `complete`, that the `openings` are
    all with a skill of the resume."""

    openings: int
    complete: bool
    near: int
    little: bool
    remote: int
    target_regions: list[RegionCount]
    hot_skills: list[SkillCount]
    salaries: list[PayOut]
    notes: list[Sentence]


class SixMonths(BaseModel):
    """The next six months in short."""

    headline: Sentence
    themes: list[Sentence]
    target_roles: list[str]


class Career(BaseModel):
    """The report. Everything in it is counted in jobs that were open when it was made. Sentences that a language model
    words say no more; `by_model` of the answer names them, with the counted ones."""

    summary: Sentence
    six_month_focus: SixMonths
    target_roles: list[TargetRole]
    skills_to_double_down: list[SkillCount]
    skills_to_learn: list[SkillCount]
    certifications: list[Certification]
    learning_plan: list[PlanMonth]
    market_insights: MarketInsights
    interview_tips: list[Sentence]
    narrative_summary: Sentence

    @classmethod
    def of(cls, outlook: Outlook, by: Refined) -> "Career":
        """From the engine's outlook, in words."""
        told = telling(outlook, by)
        return cls(
            summary=told[SUMMARY].text,
            six_month_focus=SixMonths(
                headline=told[HEADLINE].text,
                themes=words.names([one.skill for one in outlook.learn]),
                target_roles=[one.title for one in outlook.roles],
            ),
            target_roles=[
                TargetRole(
                    role=one.title,
                    fit_score=one.fit,
                    why=told[why_of(number)].text,
                    openings=one.openings,
                    job_ids=[UUID(job_id) for job_id in one.ids],
                )
                for number, one in enumerate(outlook.roles)
            ],
            skills_to_double_down=[SkillCount.found(one) for one in outlook.double_down],
            skills_to_learn=[SkillCount.found(one) for one in outlook.learn],
            certifications=[
                Certification(
                    name=one.name, count=one.count, held=one.held, job_ids=[UUID(job_id) for job_id in one.ids]
                )
                for one in outlook.certificates
            ],
            learning_plan=[
                PlanMonth(month=one.month, focus=words.focus(one), actions=words.steps(one)) for one in outlook.plan
            ],
            market_insights=_market(outlook),
            interview_tips=[told[tip_of(number)].text for number, _ in enumerate(words.tips(outlook))],
            narrative_summary=told[NARRATIVE].text,
        )


def _market(outlook: Outlook) -> MarketInsights:
    market = outlook.market
    return MarketInsights(
        openings=market.openings,
        complete=market.complete,
        near=market.near,
        little=market.little,
        remote=market.remote,
        target_regions=[
            RegionCount(country=code, region=region_of(code), count=count) for code, count in market.countries
        ],
        hot_skills=[SkillCount.found(one) for one in market.hot],
        salaries=[PayOut.model_validate(one, from_attributes=True) for one in market.pay],
        notes=words.market_notes(market),
    )


class ReportOut(BaseModel):
    """How far a career report is (none, waiting, ready, failed), and the newest there is.

    `outdated` names what has changed since it was made: "resume", "jobs", or "" for nothing. `wording_state` is how far
    a language model is that was asked for wordings (none, generating, ready, failed), `by_model` what came of it.
    """

    resume_id: UUID
    state: str
    outdated: str
    made_at: datetime | None
    structured: Structured | None
    review: ReviewPart | None
    career_report: Career | None
    manifest: dict[str, Any] | None
    wording_state: str
    by_model: RefinedOut
    seal: str = Field(description="SHA-256 over the report; the same resume and the same jobs give the same.")

    @classmethod
    def of(cls, shown: ShownReport) -> "ReportOut":
        """From the kept one."""
        outlook = shown.outlook
        return cls(
            resume_id=shown.resume_id,
            state=waited(shown.state),
            outdated=shown.outdated,
            made_at=shown.made_at,
            structured=Structured.of(shown) if outlook else None,
            review=ReviewPart.of(shown, outlook) if outlook else None,
            career_report=Career.of(outlook, shown.wording.by) if outlook else None,
            manifest=dict(outlook.manifest) if outlook else None,
            wording_state=shown.wording.state,
            by_model=RefinedOut.of(shown.wording.by),
            seal=outlook.seal if outlook else "",
        )
