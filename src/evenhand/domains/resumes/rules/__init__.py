"""What can be decided about a resume without asking anyone."""

from evenhand.domains.resumes.rules.acts import (
    MOST_CORRECTIONS,
    MOST_ENTRIES,
    SKILLS,
    Corrected,
    Correction,
    Lost,
    Own,
    OwnSkill,
    Reading,
    Removed,
)
from evenhand.domains.resumes.rules.corrections import carried_over, correct
from evenhand.domains.resumes.rules.experience import Experience, experience, years_and_months
from evenhand.domains.resumes.rules.files import FILE_NAME_CHARS, STEP_WORDS, STEPS, clean_file_name, megabytes
from evenhand.domains.resumes.rules.finding import MOST_QUERY_CHARS, Excerpt, find, passages, query_words
from evenhand.domains.resumes.rules.levels import LEVEL_NAMES, Known, known_skills, skill_levels
from evenhand.domains.resumes.rules.not_read import NotRead, not_read
from evenhand.domains.resumes.rules.periods import MONTHS, in_words, time_span
from evenhand.domains.resumes.rules.sections import SECTIONS, FieldSpec, SectionSpec, country_code
from evenhand.domains.resumes.rules.showing import Entry, Field, Section, first_mentions, marks, sections, unsure_fields
from evenhand.domains.resumes.rules.standing import Between, Concluded, Standing, standing

__all__ = [
    "FILE_NAME_CHARS",
    "LEVEL_NAMES",
    "MONTHS",
    "MOST_CORRECTIONS",
    "MOST_ENTRIES",
    "MOST_QUERY_CHARS",
    "SECTIONS",
    "SKILLS",
    "STEPS",
    "STEP_WORDS",
    "Between",
    "Concluded",
    "Corrected",
    "Correction",
    "Entry",
    "Excerpt",
    "Experience",
    "Field",
    "FieldSpec",
    "Known",
    "Lost",
    "NotRead",
    "Own",
    "OwnSkill",
    "Reading",
    "Removed",
    "Section",
    "SectionSpec",
    "Standing",
    "carried_over",
    "clean_file_name",
    "correct",
    "country_code",
    "experience",
    "find",
    "first_mentions",
    "in_words",
    "known_skills",
    "marks",
    "megabytes",
    "not_read",
    "passages",
    "query_words",
    "sections",
    "skill_levels",
    "standing",
    "time_span",
    "unsure_fields",
    "years_and_months",
]
