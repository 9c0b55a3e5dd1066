"""Resumes as the API shows them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from evenhand.kit.words import Sentence

MOST_CHARS = 4_000
MOST_FIELDS = 20
MOST_SKILLS = 100
"""Of a request; what a field may hold is in `rules.sections`."""


class ResumeOut(BaseModel):
    """An uploaded resume. `state` goes stored, reading (then looking, for a scan), matching, ready; or refused, with
    the reason in words."""

    id: UUID
    number: int = Field(description="Its version among the caller's resumes: each new file is the next. Never reused.")
    versions: int = Field(description="How many versions there were, those that were deleted too.")
    file_name: str
    kind: str
    size_bytes: int
    state: str
    refusal_code: str
    refusal: str
    page_count: int
    language: str
    experience_months: int
    unsure_count: int = Field(description="Guessed fields that nobody has confirmed or corrected.")
    is_default: bool = Field(description="Matching and applying begin with this one.")
    again: Literal["", "asked", "failed"] = Field(description="Whether it is being read again, or that did not work.")
    created_at: datetime
    read_at: datetime | None


class SpanOut(BaseModel):
    """Where a field was read: offsets are Unicode code points in `text`, the page counts from 1."""

    page: int
    start: int
    end: int
    text: str
    confidence: float


class SkillOut(BaseModel):
    """A skill of the taxonomy and the words it was found by."""

    skill_id: str
    name: str
    category: str
    start: int
    end: int
    text: str


class SkillEvidenceOut(BaseModel):
    """Words that speak for a level. `entry` is the JSON Pointer of the job or project they stand in; `months` are that
    job's, or those the person states; `level` is what they state."""

    kind: Literal["named", "used", "project", "years", "stated", "certificate", "result", "denied"]
    start: int
    end: int
    text: str
    months: int
    level: int | None
    entry: str


class SkillLevelOut(BaseModel):
    """How well a skill is known by the words of the resume: 0 none, 1 basic, 2 working, 3 proficient, 4 advanced."""

    id: str
    name: str
    category: str
    kind: Literal["hard", "soft"]
    level: int = Field(ge=0, le=4)
    level_word: str
    months: int
    years: float
    evidence: list[SkillEvidenceOut]


class SkillLevelsOut(BaseModel):
    """The levels, the best known first, and the versions of the rules and of the taxonomy that give them."""

    version: str
    taxonomy: str
    skills: list[SkillLevelOut]


class OwnSkillOut(BaseModel):
    """A skill the person added; `skill_id` is empty for words that are in no list of ours."""

    id: str
    name: str
    skill_id: str
    at: datetime


class OwnOut(BaseModel):
    """A field in the person's own words: the correction that set it, and what the file says there."""

    id: str
    read: str
    at: datetime


class EntryOut(BaseModel):
    """An entry that can be corrected: `key` names it in addresses ("-" for contact and summary), `seen` what it says
    now, to be sent back with a change."""

    section: str
    key: str
    seen: str
    added: bool
    pointer: str


class RemovedOut(BaseModel):
    """What the person took out of the profile; undoing `id` puts it back."""

    id: str
    section: str
    words: list[str]


class LostOut(BaseModel):
    """Corrections of an entry that the present reading does not have: keep it as the person's own, or undo `ids`."""

    ids: list[str]
    section: str
    key: str
    values: dict[str, str]


class ExperienceOut(BaseModel):
    """Months of work, those that jobs share counted once, and how that was counted."""

    months: int
    jobs: int
    overlap_months: int
    undated_jobs: int
    sentence: Sentence


class FindingOut(BaseModel):
    """What the profile adds up to in one respect, what it follows from, and JSON Pointers of the fields behind it."""

    value: str
    basis: str = Field(description="country, remote, phone, email; title, years.")
    pointers: list[str]
    confidence: float


class GapOut(BaseModel):
    """Whole months in which the resume names no job, and the JSON Pointers of the jobs around them.

    `before` is empty where it goes on until today; `meanwhile` are studies, volunteering and projects of that time.
    """

    start: str
    end: str
    months: int
    after: str
    before: str
    meanwhile: list[str]


class OverviewOut(BaseModel):
    """What the profile adds up to. Only the person sees it; no score reads it."""

    region: FindingOut | None = Field(description="EMEA, AMER, APAC, MENA, SSA or remote.")
    seniority: FindingOut | None = Field(description="intern, junior, middle, senior, lead or executive.")
    months: int
    gaps: list[GapOut]


class NotReadOut(BaseModel):
    """A text of the file that is in no field, skill or score: nobody sees it, it stands beside the page, or it is an
    order to a program. It counts for nothing and against nobody."""

    model_config = ConfigDict(from_attributes=True)

    kind: Literal["hidden", "aside", "instruction"]
    reason: str
    page: int
    text: str
    why: Sentence


class ProfileOut(BaseModel):
    """What was read, with the person's corrections in it: JSON Resume 1.0, and by JSON Pointer the span behind each
    field that was read (`evidence`), fields in the person's own words (`own`), and guesses they confirmed."""

    resume: dict[str, Any]
    evidence: dict[str, SpanOut]
    own: dict[str, OwnOut]
    confirmed: dict[str, OwnOut]
    unsure: list[str] = Field(description="JSON Pointers of guessed fields.")
    skills: list[SkillOut]
    skill_levels: SkillLevelsOut
    own_skills: list[OwnSkillOut]
    entries: list[EntryOut]
    removed: list[RemovedOut]
    lost: list[LostOut]
    experience: ExperienceOut
    overview: OverviewOut
    text: str
    not_read: list[NotReadOut]
    recognised: bool = Field(description="Whether words were recognised in a picture; spans say how certain they are.")
    unread_pages: list[int] = Field(description="Pages that are pictures and were not read.")
    unseen_pages: list[int] = Field(description="Pictures read by unseen text over them, not compared with it.")
    version: str


Texts = Annotated[dict[str, Annotated[str, Field(max_length=MOST_CHARS)]], Field(max_length=MOST_FIELDS)]


class ChangeIn(BaseModel):
    """Fields of an entry in the person's own words, by key, for example {"position": "Nurse", "endDate": "2021-09"}.

    An empty text takes a field away; fields left out stay.
    """

    model_config = ConfigDict(extra="forbid")

    values: Texts
    seen: str | None = Field(None, max_length=40, description="The entry's `seen`; 409 if it says something else now.")


class AddIn(BaseModel):
    """A new entry of a section. `id`, made by the caller, lets a request be repeated without adding twice."""

    model_config = ConfigDict(extra="forbid")

    section: str = Field(max_length=40)
    values: Texts
    id: UUID | None = None


class ConfirmIn(BaseModel):
    """Guesses to confirm: fields of one entry, all of its fields, or everything."""

    model_config = ConfigDict(extra="forbid")

    section: str | None = Field(None, max_length=40)
    key: str = Field("-", max_length=40)
    fields: list[Annotated[str, Field(max_length=40)]] = Field(default_factory=list, max_length=MOST_FIELDS)


class SkillsIn(BaseModel):
    """Skills to take away, by id, and to add, by name. `as_written` keeps names that look like a mistyped skill."""

    model_config = ConfigDict(extra="forbid")

    remove: list[Annotated[str, Field(max_length=80)]] = Field(default_factory=list, max_length=MOST_SKILLS)
    add: list[Annotated[str, Field(max_length=80)]] = Field(default_factory=list, max_length=MOST_SKILLS)
    as_written: bool = False


class LinkOut(BaseModel):
    """An address that gives the file without signing in, and until when."""

    url: str
    expires_at: datetime


class FoundOut(BaseModel):
    """Words of the resume around a hit. `marks` are the hits: start and end, in Unicode code points of `text`."""

    text: str
    marks: list[tuple[int, int]]


class ListedResumeOut(ResumeOut):
    """A resume in the list, and where it holds the words that were looked for: at most three places."""

    found: list[FoundOut] = []


class ResumeList(BaseModel):
    """One person's resumes; there are few, so they come in one piece."""

    items: list[ListedResumeOut]
    next: str | None = None
