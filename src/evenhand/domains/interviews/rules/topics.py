"""What a question is about, in a word or two."""

from evenhand.domains.interviews.rules.questions import KIND_WORDS
from evenhand.domains.skills import rules as skills


def skill_name(skill_id: str) -> str:
    """A skill as the taxonomy calls it; empty for none, and for one that has left."""
    return next((skills.skill_name(skill) for skill in skills.named([skill_id])), "") if skill_id else ""


def topic(kind: str, skill_id: str) -> str:
    """The skill a question is about, or its kind where it is about none."""
    return skill_name(skill_id) or KIND_WORDS.get(kind, "")
