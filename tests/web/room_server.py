"""An interview in memory that speaks the room's protocol: a test can lose its connection at the worst moment."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import socketio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from evenhand.web.middleware import Surroundings
from evenhand.web.render import WEB, templates

NAMESPACE = "/interview"
QUESTIONS = ("What does an index cost?", "How do you decide what to test?", "Tell us about a colleague you helped.")
SAVED_AT = datetime(2020, 11, 19, 14, 32, 7, tzinfo=UTC)
CLOSED = {"ok": False, "code": "closed", "message": "This interview closed on 12 December."}
LATER = datetime(2999, 1, 1, tzinfo=UTC)
HINT = "Begin with one real occasion."
PAGE = """{% extends "layouts/room.html" %}{% from "components/room.html" import room %}
{% block main %}{{ room(state, "/answers", "proof", "/done") }}{% endblock %}"""


@dataclass
class Interview:
    """What the server knows, and what it was sent, in order."""

    answers: list[str] = field(default_factory=list)
    draft: str = ""
    saves: int = 0
    taken: dict[str, str] = field(default_factory=dict)
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    lose_next_answer: bool = False
    refuse: bool = False
    held_by: str = ""
    later: bool = False
    other: dict[str, str] | None = None
    trouble: int = 0  # how many times coming in fails

    def state(self) -> dict[str, Any]:
        """The room's state, as the protocol has it."""
        at = len(self.answers)
        asked = at < len(QUESTIONS)
        question = (
            {"id": f"q{at}", "number": at + 1, "text": QUESTIONS[at], "kind": "open", "topic": "SQL", "hint": HINT}
            if asked
            else None
        )
        return {
            "interview_id": "i1",
            "status": "in_progress" if asked else "completed",
            "waiting": "",
            "total": len(QUESTIONS),
            "answered": at,
            "question": question,
            "draft": self.draft,
            "saved_at": self.saved_at(),
            "other": self.other,
            "earlier": [
                {
                    "question_id": f"q{place}",
                    "number": place + 1,
                    "text": QUESTIONS[place],
                    "answer": answer,
                    "declined": answer == "declined",
                }
                for place, answer in enumerate(self.answers)
            ],
            "minutes_each": None,
            "extra": 0,
            "clock": None,
            "held_by": self.held_by,
        }

    def saved_at(self) -> str | None:
        """A new moment for each save; long ago, or later than anything that was typed."""
        moment = LATER if self.later else SAVED_AT
        return moment.replace(microsecond=self.saves).isoformat() if self.saves else None

    def take(self, key: str, text: str) -> None:
        """Take an answer, but the one with this key only once."""
        if key not in self.taken:
            self.taken[key] = text
            self.answers.append(text)
            self.draft, self.saves, self.other = "", 0, None

    def is_in_trouble(self) -> bool:
        """Whether this attempt to come in fails."""
        self.trouble -= 1
        return self.trouble >= 0

    def keep(self, about: dict[str, Any]) -> None:
        """Keep a draft; one that did not begin from the draft that is here puts that beside it, as the product does."""
        if about["aside"]:
            self.other = {"text": about["text"], "saved_at": SAVED_AT.isoformat()}
            return
        if self.draft and about["saved_at"] != self.saved_at() and self.draft not in about["text"]:
            self.other = {"text": self.draft, "saved_at": self.saved_at() or ""}
        self.draft, self.saves = about["text"], self.saves + 1


def room_app(interview: Interview) -> socketio.ASGIApp:
    """The pages and the live connection of one interview, inside the product's own security headers."""
    sockets = socketio.AsyncServer(async_mode="asgi")
    _listen(sockets, interview)
    pages = templates(folders=[], static_prefix="/static")

    async def show(_: Request) -> Response:
        context: dict[str, Any] = {
            "me": None,
            "csrf_token": "proof",
            "nav": [],
            "request_id": "r",
            "room_title": "Room",
        }
        return HTMLResponse(pages.from_string(PAGE).render({**context, "state": interview.state()}))

    async def post(request: Request) -> Response:
        form = dict(await request.form())
        interview.posts.append(form)
        interview.take(f"post {len(interview.posts)}", "declined" if form.get("decline") else str(form["text"]))
        return RedirectResponse("/room" if len(interview.answers) < len(QUESTIONS) else "/done", 303)

    async def done(_: Request) -> Response:
        return PlainTextResponse("done")

    routes = [Route("/room", show), Route("/answers", post, methods=["POST"]), Route("/done", done)]
    app = Starlette(routes=[*routes, Mount("/static", StaticFiles(directory=WEB / "static"))])
    return socketio.ASGIApp(sockets, other_asgi_app=Surroundings(app, secure=False))


def _listen(sockets: socketio.AsyncServer, interview: Interview) -> None:
    async def connect(_sid: str, _environ: object, _auth: object = None) -> bool:
        if interview.refuse:
            raise socketio.exceptions.ConnectionRefusedError("Sign in to go on.")
        return True

    async def join(sid: str, about: dict[str, Any]) -> dict[str, Any]:
        if interview.is_in_trouble():
            return {"ok": False, "code": "server_trouble", "message": "Something broke on our side."}
        await sockets.enter_room(sid, "person", namespace=NAMESPACE)
        if about["take"]:
            interview.held_by = about["tab"]
            await sockets.emit("state", interview.state(), to="person", skip_sid=sid, namespace=NAMESPACE)
        return {"ok": True, "state": interview.state(), "now": datetime.now(UTC).isoformat()}

    async def draft(_: str, about: dict[str, Any]) -> dict[str, Any]:
        interview.sent.append(("draft", about))
        interview.keep(about)
        return {"ok": True, "saved_at": interview.saved_at(), "other": interview.other}

    for handler in (connect, join, draft):
        sockets.on(handler.__name__, handler, namespace=NAMESPACE)
    _take_answers(sockets, interview)


def _take_answers(sockets: socketio.AsyncServer, interview: Interview) -> None:
    async def answer(sid: str, about: dict[str, Any]) -> dict[str, Any] | None:
        interview.sent.append(("answer", about))
        if about["text"] == "closed":
            return dict(CLOSED)
        if interview.lose_next_answer:
            interview.lose_next_answer = False
            await sockets.disconnect(sid, namespace=NAMESPACE)
            await asyncio.sleep(3600)
        return await _taken(sid, about["client_id"], about["text"])

    async def decline(sid: str, about: dict[str, Any]) -> dict[str, Any]:
        interview.sent.append(("decline", about))
        return await _taken(sid, about["question_id"], "declined")

    async def _taken(sid: str, key: str, text: str) -> dict[str, Any]:
        interview.take(key, text)
        await sockets.emit("state", interview.state(), to="person", skip_sid=sid, namespace=NAMESPACE)
        return {"ok": True, "state": interview.state()}

    for handler in (answer, decline):
        sockets.on(handler.__name__, handler, namespace=NAMESPACE)
