"""Find skills in text, how well they are known or how much they are wanted, and look them up in our own taxonomy."""

from .crosswalk import classifications, esco_uri, onet_element
from .levels import Level, SkillEvidence, SkillLevel, kind_of
from .matching import SkillMention, find_skills
from .needs import Need, Words
from .posting import AskedSkill, PostingSkills, posting_skills
from .resume import ResumeSkills, resume_skills
from .russian import russian_name
from .taxonomy import CATEGORIES, AmbiguityRule, Skill, Taxonomy, TaxonomyInvalid, taxonomy

__all__ = [
    "CATEGORIES",
    "AmbiguityRule",
    "AskedSkill",
    "Level",
    "Need",
    "PostingSkills",
    "ResumeSkills",
    "Skill",
    "SkillEvidence",
    "SkillLevel",
    "SkillMention",
    "Taxonomy",
    "TaxonomyInvalid",
    "Words",
    "classifications",
    "esco_uri",
    "find_skills",
    "kind_of",
    "onet_element",
    "posting_skills",
    "resume_skills",
    "russian_name",
    "taxonomy",
]
