"""The taxonomy over the API: offer skills while someone types, look names up."""

from typing import Annotated

from fastapi import Query

from evenhand.domains.skills import rules
from evenhand.domains.skills.schemas import Names, ResolvedList, ResolvedOut, SkillList, SkillOut
from evenhand.engines.skills import taxonomy
from evenhand.kit.errors import NotFound
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import Rate
from evenhand.kit.routes import Routes
from evenhand.kit.words import say

routes = Routes(kind="api", prefix="/skills", tag="skills")

RESOLVE_RATE = Rate("resolve-skills", times=120, seconds=60)
MOST_SUGGESTIONS = 50


class SkillNotFound(NotFound):
    """No skill of the taxonomy has this id."""

    code, message = "skill_not_found", say("There is no skill with this id in the taxonomy.")


@routes.get("", permission=Permission.ANYONE, response_model=SkillList)
async def suggest(
    q: Annotated[str, Query(max_length=rules.NAME_CHARS, description="The beginning of a name or alias.")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_SUGGESTIONS)] = 8,
) -> SkillList:
    """Skills whose name or alias begins like this, the likeliest first."""
    found = taxonomy().suggest(q, limit)
    return SkillList(items=[SkillOut.of(skill) for skill in found], taxonomy=taxonomy().version)


@routes.get("/{skill_id}", permission=Permission.ANYONE, response_model=SkillOut)
async def one(skill_id: str) -> SkillOut:
    """One skill by its id."""
    skill = taxonomy().get(skill_id)
    if skill is None:
        raise SkillNotFound
    return SkillOut.of(skill)


@routes.post("/resolve", permission=Permission.ANYONE, rate=RESOLVE_RATE, response_model=ResolvedList)
async def resolve(body: Names) -> ResolvedList:
    """The skill each name or alias means, or the nearest ones."""
    found = rules.resolve(body.names)
    return ResolvedList(items=[ResolvedOut.of(one) for one in found], taxonomy=taxonomy().version)
