"""Rendering a page: the template's own context and what every layout expects."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment

from evenhand.kit import csrf
from evenhand.kit.languages import Languages
from evenhand.kit.permissions import NOBODY
from evenhand.kit.settings import Settings
from evenhand.kit.words import reader
from evenhand.web.navigation import navigation


def page(
    request: Request,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    form: bool = False,
) -> HTMLResponse:
    """An HTML answer. Templates get plain values (schemas, strings), never live rows.

    `form` says that the page holds a form which someone who has not signed in may send.
    """
    settings: Settings = request.app.state.settings
    environments: Mapping[str, Environment] = request.app.state.templates
    actor = getattr(request.state, "actor", NOBODY)
    token, visitor = csrf.token_for(request, form=form)
    html = (
        environments[reader().tag]
        .get_template(template)
        .render(
            {
                "me": getattr(request.state, "me", None),
                "actor": actor,
                "nav": navigation(actor, request.url.path),
                "csrf_token": token,
                "request_id": getattr(request.state, "request_id", ""),
                "development": settings.development,
                "path": request.url.path,
                "other_languages": _other_languages(request),
                **(context or {}),
            }
        )
    )
    response = HTMLResponse(html, status_code=status, headers={"Cache-Control": "private, no-store", "Vary": "Cookie"})
    if visitor:
        csrf.set_cookie(response, csrf.visitor_cookie(settings), visitor, settings=settings, days=csrf.VISITOR_DAYS)
    return response


def _other_languages(request: Request) -> list[dict[str, str]]:
    """The languages this page could be read in instead, and where a visitor changes to them."""
    languages: Languages = request.app.state.languages
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return [
        {
            "code": tongue.tag,
            "label": tongue.name,
            "next": here,
            "href": f"/language/{tongue.tag}?{urlencode({'next': here})}",
        }
        for tongue in languages
        if tongue.tag != reader().tag
    ]


def go_to(request: Request, path: str) -> RedirectResponse:
    """After a form was taken: show the next page with GET, so that reloading repeats nothing."""
    fragment = is_fragment(request)
    response = RedirectResponse(path, status_code=200 if fragment else 303)
    if fragment:
        response.headers["HX-Redirect"] = response.headers["location"]  # quoted, as a header has to be
    return response


def is_fragment(request: Request) -> bool:
    """Whether htmx asks for a piece of a page."""
    return request.headers.get("hx-request") == "true"
