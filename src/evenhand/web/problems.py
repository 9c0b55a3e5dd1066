"""The one place that turns refusals and failures into answers: RFC 9457 problem JSON, a page, or a piece of one."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from evenhand.kit.errors import AppError, Invalid, NotFound, NotSignedIn, SetUpFirst, TooLarge
from evenhand.kit.words import say, tell
from evenhand.web.forms import sentence
from evenhand.web.middleware import BodyTooLarge
from evenhand.web.pages import go_to, is_fragment, page

log = structlog.get_logger(__name__)

API_PREFIX = "/api/"
PROBLEM_JSON = "application/problem+json"
TITLES = {
    403: say("This is not open to you"),
    404: say("There is no page here"),
    405: say("This address works differently"),
    409: say("Something changed in between"),
    413: say("That is too large"),
    429: say("A short break"),
    500: say("Something broke"),
    503: say("Back in a moment"),
    507: say("No room left"),
}
TROUBLE = say("Something broke on our side. What was saved is safe. Try again in a moment.")
NOT_READ = say("What was sent could not be read. Load the page again and repeat.")
WRONG_METHOD = say("This address does not take that method.")


def install(app: FastAPI) -> None:
    """Give the application its error handlers."""
    app.add_exception_handler(AppError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(BodyTooLarge, _too_large)
    app.add_exception_handler(Exception, _broken)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)  # noqa: S101 - registered for this type only
    if isinstance(error, NotSignedIn) and not _wants_json(request):
        back = request.url.path if request.method == "GET" else "/"
        return go_to(request, f"/sign-in?next={quote(back)}")
    if isinstance(error, SetUpFirst) and not _wants_json(request):
        return go_to(request, "/account/second-step")
    return _answer(request, error.status, error.code, error.text, error.details, error.headers)


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type only
    if any(item["loc"][:1] == ("path",) for item in error.errors()):
        return _answer(request, 404, NotFound.code, NotFound.message, {}, {})
    fields = [
        {"field": ".".join(str(part) for part in item["loc"][1:]), "message": sentence(item)} for item in error.errors()
    ]
    return _answer(request, Invalid.status, Invalid.code, Invalid.message, {"errors": fields}, {})


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type only
    known = {
        400: NOT_READ,
        404: NotFound.message,
        405: WRONG_METHOD,
    }
    message = known.get(error.status_code) or HTTPStatus(error.status_code).description or str(error.detail)
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    return _answer(request, error.status_code, code, message, {}, dict(error.headers or {}))


async def _too_large(request: Request, _error: Exception) -> Response:
    return _answer(request, TooLarge.status, TooLarge.code, TooLarge.message, {}, {"Connection": "close"})


async def _broken(request: Request, error: Exception) -> Response:
    log.error("request_failed", method=request.method, path=request.url.path, exc_info=error)
    return _answer(request, 500, "server_trouble", TROUBLE, {}, {})


def _wants_json(request: Request) -> bool:
    return request.url.path.startswith(API_PREFIX)


def _told(value: Any) -> Any:
    """Details with their sentences in the caller's language."""
    match value:
        case str():
            return tell(value)
        case list() | tuple():
            return [_told(item) for item in value]
        case dict():
            return {name: _told(item) for name, item in value.items()}
    return value


def _answer(
    request: Request, status: int, code: str, message: str, details: dict[str, Any], headers: dict[str, str]
) -> Response:
    request_id = getattr(request.state, "request_id", "")
    if _wants_json(request):
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": tell(message),
            "instance": request.url.path,
            "code": code,
            "request_id": request_id,
            **{name: _told(value) for name, value in details.items() if name not in {"href", "label"}},
        }
        return JSONResponse(problem, status_code=status, headers=headers, media_type=PROBLEM_JSON)
    context = {
        "status": status,
        "title": TITLES.get(status, say("This did not work")),
        "sentence": message,
        "link": {"href": details.get("href", "/"), "label": details.get("label", say("To the start page"))},
    }
    template = "components/problem.html" if is_fragment(request) else "pages/error.html"
    response = page(request, template, context, status=status)
    response.headers.update(headers)
    if is_fragment(request):
        response.headers["HX-Reselect"] = ".notice"  # whatever piece of the page was asked for
        if request.method != "GET":
            response.headers["HX-Reswap"] = "afterbegin"  # above what was typed, which stays
    return response
