"""The form of a question: its fields as they are shown, with what was typed and the errors beside it."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request

from evenhand.domains.interviews.rules import questions as rules
from evenhand.domains.interviews.schemas.questions import QuestionForm, QuestionIn
from evenhand.kit.words import say
from evenhand.web.forms import Form, blank, read_form

EMPTY_POINTS = 3
"""Key points offered on an empty form."""

_LINES = ("red_flags", "follow_ups")  # one to a line, in a field of several lines

Errors = list[dict[str, str]]


async def sent_form(request: Request) -> tuple[Form[QuestionForm], str]:
    """The form and which of its buttons sent it."""
    form = await read_form(request, QuestionForm)
    sent = await request.form()
    form.values["key_points"] = [str(point) for point in sent.getlist("key_points")]
    form.values |= {name: str(sent.get(name, "")) for name in _LINES}
    return form, str(sent.get("act", "save"))


def empty_fields() -> dict[str, Any]:
    """The fields of a question that is not there yet."""
    shown, _ = _points([""] * EMPTY_POINTS, {})
    lines = dict.fromkeys(_LINES, "")
    return {**blank(QuestionForm).values, **lines, "version": 1, "points": shown, "errors": {}}


def stored_fields(said: QuestionIn, version: int) -> dict[str, Any]:
    """The fields as they are saved."""
    return {
        **said.model_dump(),
        **{name: "\n".join(getattr(said, name)) for name in _LINES},
        "version": version,
        "points": _points(said.key_points, {})[0],
        "errors": {},
    }


def typed_fields(form: Form[QuestionForm], act: str) -> tuple[dict[str, Any], Errors]:
    """The fields as they were typed, with their errors, and the errors for the summary. A form that is only shown anew
    by a button, with a key point more or less, has none."""
    points = [str(one) for one in form.values["key_points"]]
    is_reshaped = act == "add" or act.startswith("remove-")
    errors = {} if is_reshaped else form.errors
    if act == "add":
        points.append("")
    if act.startswith("remove-") and act.removeprefix("remove-").isdecimal():
        points = [one for place, one in enumerate(points, 1) if str(place) != act.removeprefix("remove-")]
    shown, summary = _points(points, errors)
    in_lines = {name: _of_lines(errors, name) for name in _LINES}
    rest = {name: text for name, text in errors.items() if not name.startswith(("key_points", *_LINES))}
    listed = [{"id": f"f-{name}" if name != "form" else "", "message": text} for name, text in rest.items()]
    listed += summary
    listed += [{"id": f"f-{name}", "message": text} for name, text in in_lines.items() if text]
    return {**form.values, "points": shown, "errors": {**rest, **in_lines}}, listed


def _of_lines(errors: dict[str, str], field: str) -> str | None:
    return next((text for name, text in errors.items() if name.startswith(field)), None)


def _points(points: Sequence[str], errors: dict[str, str]) -> tuple[list[dict[str, Any]], Errors]:
    """One field for each key point. Errors count only the fields that were filled in."""
    shown: list[dict[str, Any]] = []
    summary: Errors = []
    filled, share = 0, rules.share(sum(1 for point in points if point.strip()))
    for place, point in enumerate(points or [""], 1):
        error = None
        if point.strip():
            error = errors.get(f"key_points.{filled}")
            filled += 1
        if error:
            message = say("Key point %(place)s: %(error)s", place=place, error=error)
            summary.append({"id": f"f-point-{place}", "message": message})
        shown.append({"value": point, "error": error, "share": share if point.strip() else None})
    if whole := errors.get("key_points"):
        shown[0]["error"] = whole
        summary.append({"id": "f-point-1", "message": whole})
    return shown, summary
