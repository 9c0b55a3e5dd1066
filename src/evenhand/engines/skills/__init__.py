"""Find skills in text and look them up: our own taxonomy, one pass over the text, exact offsets."""

from .matching import SkillMention, find_skills
from .russian import russian_name
from .taxonomy import CATEGORIES, AmbiguityRule, Skill, Taxonomy, TaxonomyInvalid, taxonomy

__all__ = [
    "CATEGORIES",
    "AmbiguityRule",
    "Skill",
    "SkillMention",
    "Taxonomy",
    "TaxonomyInvalid",
    "find_skills",
    "russian_name",
    "taxonomy",
]
