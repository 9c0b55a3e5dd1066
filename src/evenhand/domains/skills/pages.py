"""Pieces of pages: names of skills offered while someone types them into a field."""

from typing import Annotated

from fastapi import Query, Request, Response

from evenhand.domains.skills import rules
from evenhand.engines.skills import taxonomy
from evenhand.kit.permissions import Permission
from evenhand.kit.routes import Routes
from evenhand.web.pages import page

routes = Routes(kind="page")

OFFERED = 6
FIELD_NAME = r"^[a-z_]{1,40}$"


@routes.get("/skills/suggest", permission=Permission.ACCOUNT_USE)
async def suggest(
    request: Request,
    field: Annotated[str, Query(pattern=FIELD_NAME)],
    add: Annotated[str, Query(max_length=rules.NAME_CHARS)] = "",
) -> Response:
    """What could be meant by the last name typed; with `add`, the field with that skill in its place."""
    before, last = rules.last_name(request.query_params.get(field, "")[: rules.TEXT_CHARS])
    skill = taxonomy().get(add)
    if skill:
        names = [*before, skill.name]
        return page(request, "skills/added.html", {"field": field, "value": ", ".join(names) + ", "})
    known = set(rules.resolved_ids(before))
    found = taxonomy().suggest(last, OFFERED) or rules.nearest(last)
    offers = [one for one in found if one.id not in known]
    unknown = [one.given for one in rules.resolve(before[-OFFERED:]) if one.skill is None]
    return page(request, "skills/suggest.html", {"field": field, "offers": offers, "unknown": unknown})
