"""Every macro and layout renders, escapes what it is given, and holds nothing the content policy would refuse."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import Environment, UndefinedError

from evenhand.kit.languages import Tongue
from evenhand.web.reference import groups
from evenhand.web.render import WEB_TEMPLATES, templates

HOSTILE = "</p><script>alert('1')</script>\" onclick=\"x() {{ 7*7 }} Ёж"

SAMPLES: dict[str, dict[str, str]] = {
    "components/actions.html": {
        "csrf_input": "{{ csrf_input('token') }}",
        "button": "{{ button(hostile, kind='primary', icon_name='check', attrs={'hx-post': '/x?a=1&b=2'}) }}",
        "link_button": "{{ link_button(hostile, '/x', kind='quiet', icon_name='file', small=true) }}",
        "icon_button": "{{ icon_button('x', hostile) }}",
        "post_button": "{{ post_button(hostile, '/x', 'token', fields={'stage': hostile}) }}",
        "dialog_button": "{{ dialog_button(hostile, 'd', href='/x') }}{{ dialog_button(hostile, 'd') }}",
        "dialog": "{% call dialog('d', hostile, note=hostile) %}<p>words</p>{% endcall %}",
        "dialog_actions": "{{ dialog_actions('d', hostile) }}",
    },
    "components/forms.html": {
        "field": "{{ field('name', hostile, value=hostile, hint=hostile, error=hostile, autocomplete='name') }}",
        "field_error": "{{ field_error(hostile, 'f-name') }}",
        "textarea": "{{ textarea('letter', hostile, value='\\n first line kept', optional=true, maxlength=20) }}",
        "select": "{{ select('s', hostile, [(1, hostile), ('2', 'two')], value='1', empty='None') }}",
        "errors": "{{ errors([{'id': 'f-name', 'message': hostile}, {'id': none, 'message': 'x'}], note=hostile) }}",
        "check": "{{ check('c', hostile, checked=true, hint=hostile) }}",
        "choice": "{{ choice('c', hostile, 'a', checked=true, hint=hostile) }}",
        "choices": "{{ choices('d', hostile, [{'value': 'a', 'label': hostile}], error=hostile) }}",
        "seg": "{{ seg('how', hostile, [{'value': 'write', 'label': hostile, 'icon': 'keyboard'}], 'write') }}",
        "seg_links": "{{ seg_links(hostile, [{'label': hostile, 'href': '/x', 'current': true}]) }}",
        "search": "{{ search('q', hostile, value=hostile, placeholder=hostile) }}",
        "file_drop": "{{ file_drop('f', hostile, '.pdf,.docx', 10, hint=hostile, error=hostile) }}",
    },
    "components/surfaces.html": {
        "page_head": "{% call page_head(hostile, hostile, crumb_items) %}<a href='/'>x</a>{% endcall %}",
        "crumbs": "{{ crumbs(crumb_items) }}",
        "card": "{% call card(hostile, id='c', aside=hostile, note=hostile) %}<p>x</p>{% endcall %}",
        "facts": "{{ facts([(hostile, hostile)]) }}",
        "empty": "{{ empty(hostile, href='/x', label=hostile, icon_name='mail', title=hostile) }}",
        "more": "{% call more(hostile) %}<p>x</p>{% endcall %}",
        "avatar": "{{ avatar('NA') }}{{ avatar('NA', href='/me', label=hostile) }}",
    },
    "components/status.html": {
        "notice": "{% for kind in ['', 'warn', 'bad', 'good'] %}{% call notice(kind) %}x{% endcall %}{% endfor %}",
        "toast": "{{ toast(hostile, undo={'action': '/x', 'fields': {'act': hostile}}, token='t') }}"
        "{{ toast('x', kind='bad') }}",
        "badge": "{{ badge(hostile, 'open') }}",
        "tag": "{{ tag(hostile, href='#s') }}{{ tag(hostile, missing=true, note=hostile) }}",
        "filter_tag": "{{ filter_tag(hostile, '/x?a=1&b=2') }}",
        "stage": "{{ stage('review', hostile) }}",
        "rail": "{{ rail(7, 2) }}",
        "timeline": "{{ timeline([{'title': hostile, 'note': hostile, 'when': hostile, 'next': true}]) }}",
        "progress": "{{ progress(2, 6, hostile) }}",
        "task_progress": "{{ task_progress('/x', hostile, value=1, max=3) }}"
        "{{ task_progress('/x', 'Done', done=true) }}",
    },
    "components/moving.html": {
        "tabs": "{{ tabs([{'label': hostile, 'href': '/x', 'current': true, 'count': 2}], hostile) }}",
        "show_more": "{{ show_more('/x?cursor=abc&a=1', 'rows') }}",
    },
    "components/time.html": {
        "moment": "{{ moment(now) }}{{ moment(now, year=true) }}",
        "hour": "{{ hour(now) }}",
        "on_day": "{{ on_day(now.date(), year=true) }}",
        "ago": "{{ ago(now) }}",
    },
    "components/scores.html": {
        "score_row": "{{ score_row(hostile, 8.2, note='30 %', low=7.9, high=8.4) }}{{ score_row(hostile, none) }}",
        "scores": "{{ scores(dimensions) }}",
        "figure": "{{ figure(7.3) }}{{ figure(none) }}",
        "meter_scale": "{{ meter_scale(7.3, [5.0, 7.5], hostile) }}",
        "glyph": "{{ glyph(dimensions) }}",
    },
    "components/not_read.html": {
        "not_read": "{{ not_read([{'kind': 'hidden', 'text': hostile, 'why': hostile, 'page': 1}], hostile, 'ru') }}",
    },
    "components/evidence.html": {
        "quote": "{{ quote(hostile, evidence=true, lang='ru') }}",
        "points": "{{ points(point_items) }}",
        "evidence": "{% call evidence('e1', hostile, hostile, hostile) %}<a href='/x'>x</a>{% endcall %}",
        "evidence_link": "{{ evidence_link('s-name', 'p. 1', hostile) }}",
        "proposal": "{% call proposal(hostile, hostile) %}<p>x</p>{% endcall %}",
        "decision": "{% call decision('/x') %}<p>x</p>{% endcall %}",
        "decision_made": "{{ decision_made(hostile, 'NA', 'x', '19 November', 'task', hostile, hostile, 'x') }}",
    },
    "components/table.html": {
        "table": "{% call table(hostile, columns) %}<tr><th scope='row'>x</th></tr>{% endcall %}",
    },
    "components/board.html": {
        "board": "{% call board(hostile) %}x{% endcall %}",
        "column": "{% call column('review', hostile, 2) %}<li>x</li>{% endcall %}"
        "{% call column('hired', hostile, 0, nothing=hostile) %}{% endcall %}",
        "tile": "{{ tile(hostile, '/x', hostile, age='2 d', moves_href='/y', choose='z', "
        "failed={'why': hostile, 'href': '/x', 'label': hostile}) }}{{ tile('x', '/x', 'y') }}",
        "menu": "{% call menu('m', hostile) %}x{% endcall %}",
    },
    "components/room.html": {
        "adjustments": "{% call adjustments(room_state) %}<p>x</p>{% endcall %}",
        "bar": "{{ bar(room_state) }}",
        "room": "{{ room(room_state, '/interviews/1/answers', 'token', '/interviews/1/done') }}"
        "{{ room(room_finished, '/interviews/1/answers', 'token', '/interviews/1/done') }}",
        "asking": "{{ asking(room_state, room_state.question, hostile) }}",
        "earlier": "{{ earlier(room_state) }}",
        "transcript": "{{ transcript(room_state.earlier, change=true) }}",
    },
}

DIMENSIONS = [
    {"label": "Relevance", "value": 8.2, "note": "30 %"},
    {"label": "Completeness", "value": 6.1},
    {"label": "Accuracy", "value": 11},
    {"label": "Clarity", "value": None, "why": HOSTILE},
]
QUESTION = {"id": "q1", "number": 3, "text": HOSTILE, "kind": "technical", "topic": HOSTILE, "hint": HOSTILE}
ROOM: dict[str, Any] = {
    "interview_id": "i1",
    "status": "in_progress",
    "waiting": "",
    "total": 6,
    "answered": 2,
    "question": QUESTION,
    "draft": HOSTILE,
    "saved_at": "2026-11-19T14:32:07+00:00",
    "other": {"text": HOSTILE, "saved_at": "2026-11-19T14:32:07+00:00"},
    "earlier": [{"question_id": HOSTILE, "number": 1, "text": HOSTILE, "answer": HOSTILE, "declined": False}],
    "minutes_each": 6,
    "extra": 50,
    "clock": {"limit_seconds": 540, "spent_seconds": 12.5, "counted_at": None, "rest_until": None},
    "held_by": HOSTILE,
    "expires_at": None,
}
CONTEXT: dict[str, Any] = {
    "hostile": HOSTILE,
    "now": datetime(2026, 11, 19, 14, 32, tzinfo=UTC),
    "crumb_items": [{"label": HOSTILE, "href": "/x"}, {"label": HOSTILE, "lang": "ru"}],
    "dimensions": DIMENSIONS,
    "point_items": [
        {"kind": "found", "number": 1, "text": HOSTILE},
        {"kind": "missing", "number": None, "text": HOSTILE},
        {"kind": "against", "text": HOSTILE},
    ],
    "columns": [
        {"label": HOSTILE, "num": True, "sort": "ascending", "href": "/x?sort=a"},
        {"label": "x", "hidden": True},
    ],
    "room_state": ROOM,
    "room_finished": {
        **ROOM,
        "question": None,
        "draft": "",
        "saved_at": None,
        "other": None,
        "earlier": [],
        "clock": None,
        "status": "completed",
    },
}
FRAGMENTS = {"problem.html"}  # rendered by themselves, for htmx
PAGE: dict[str, Any] = {
    "me": {"name": HOSTILE, "role": HOSTILE, "organisation": HOSTILE, "initials": "NA"},
    "csrf_token": HOSTILE,
    "nav": [{"label": HOSTILE, "href": "/x?a=1&b=2", "icon": "case", "current": True, "count": 3}],
    "request_id": HOSTILE,
}
API: dict[str, Any] = {
    "components": {"schemas": {"Skill": {"properties": {HOSTILE: {"type": "string", "description": HOSTILE}}}}},
    "paths": {
        HOSTILE: {
            "get": {
                "operationId": "list",
                "summary": HOSTILE,
                "parameters": [{"name": HOSTILE, "in": "query", "schema": {"enum": [HOSTILE]}}],
                "responses": {"200": {"content": {"json": {"schema": {"$ref": "#/components/schemas/Skill"}}}}},
            }
        }
    },
}
EXTRA: dict[str, dict[str, Any]] = {
    "layouts/room.html": {"room_title": HOSTILE},
    "pages/error.html": {
        "status": 404,
        "title": HOSTILE,
        "sentence": HOSTILE,
        "link": {"href": "/", "label": HOSTILE},
    },
    "pages/docs.html": {"openapi_url": "/openapi.json", "groups": groups(API)},
}
PAGES = sorted(
    f"{path.parent.name}/{path.name}"
    for path in WEB_TEMPLATES.glob("*s/[a-z]*.html")
    if path.parent.name != "components"
)
VOID = {"input", "br", "hr", "meta", "link", "img"}


class Markup(HTMLParser):
    """Reads a page as a browser would and writes down what the policy or the reader would trip over."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag} {name}>" for name in names if name.startswith("on") or name in {"style", "hx-on"}]
        self.faults += [f"<{tag}> repeats {name}" for name in set(names) if names.count(name) > 1]
        if tag == "style" or (tag == "script" and not dict(attrs).get("src")):
            self.faults.append(f"inline <{tag}>")
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module", params=["en", "ru"])
def environment(request: pytest.FixtureRequest) -> Environment:
    return templates(folders=[], static_prefix="/static", tongue=Tongue(request.param))


def macros(environment: Environment, name: str) -> set[str]:
    """The public macros a component file defines (not those it imports)."""
    source = (WEB_TEMPLATES / name).read_text(encoding="utf-8")
    assert environment.get_template(name)
    return {found for found in re.findall(r"{% macro (\w+)\(", source) if not found.startswith("_")}


class TestComponents:
    def test_have_a_sample_for_every_macro(self, environment: Environment) -> None:
        paths = (WEB_TEMPLATES / "components").glob("*.html")
        files = sorted(f"components/{path.name}" for path in paths if path.name not in FRAGMENTS)
        assert files == sorted(SAMPLES)
        for file in files:
            assert macros(environment, file) == set(SAMPLES[file]), file

    @pytest.mark.parametrize(("file", "macro"), [(file, macro) for file in SAMPLES for macro in SAMPLES[file]])
    def test_render_clean_and_escaped(self, environment: Environment, file: str, macro: str) -> None:
        source = f'{{% from "{file}" import {macro} %}}{SAMPLES[file][macro]}'
        html = environment.from_string(source).render(CONTEXT)
        read = Markup(html)
        assert read.faults == []
        if "hostile" in SAMPLES[file][macro] or "_items" in SAMPLES[file][macro]:
            assert "<script>" not in html
            assert "{{ 7*7 }}" in html
            assert "&lt;script&gt;" in html

    @pytest.mark.parametrize("name", sorted(FRAGMENTS))
    def test_render_clean_as_fragments(self, environment: Environment, name: str) -> None:
        html = environment.get_template(f"components/{name}").render({**PAGE, **EXTRA["pages/error.html"]})
        assert Markup(html).faults == []
        assert "<script>" not in html

    def test_refuse_an_unknown_icon(self, environment: Environment) -> None:
        source = '{% from "components/actions.html" import button %}{{ button("x", icon_name="sparkle") }}'
        with pytest.raises(LookupError, match="sparkle"):
            environment.from_string(source).render()

    def test_refuse_a_missing_name(self, environment: Environment) -> None:
        source = '{% from "components/status.html" import badge %}{{ badge(nothing) }}'
        with pytest.raises(UndefinedError):
            environment.from_string(source).render()


class TestScoreRow:
    def test_draws_no_bar_for_the_unknown(self, environment: Environment) -> None:
        source = '{% from "components/scores.html" import score_row %}{{ score_row("Clarity", none) }}'
        html = environment.from_string(source).render()
        assert "<rect" not in html
        assert "not a zero" in html

    def test_keeps_a_bar_inside_its_track(self, environment: Environment) -> None:
        source = '{% from "components/scores.html" import score_row %}{{ score_row("x", 99) }}{{ score_row("x", -1) }}'
        html = environment.from_string(source).render()
        assert re.findall(r'class="fill" width="([^"]+)"', html) == ["100%", "0%"]


class TestLayouts:
    @pytest.mark.parametrize("name", PAGES)
    @pytest.mark.parametrize("me", [PAGE["me"], None], ids=["signed in", "nobody"])
    def test_render_clean_and_whole(self, environment: Environment, name: str, me: dict[str, str] | None) -> None:
        html = environment.get_template(name).render({**PAGE, **EXTRA.get(name, {}), "me": me})
        read = Markup(html)
        assert read.faults == []
        assert len(read.ids) == len(set(read.ids))
        assert "<script>" not in html
        assert f'<html lang="{environment.globals["language"]}"' in html
        if name != "layouts/base.html":
            assert "main" in read.ids

    @pytest.mark.parametrize("given", [{"page_errors": ["x"]}, {"form": {"error_list": [{"id": "x", "message": "y"}]}}])
    def test_say_error_first_in_the_title(self, environment: Environment, given: dict[str, Any]) -> None:
        assert "<title>Error: " in environment.get_template("layouts/read.html").render({**PAGE, **given})

    @pytest.mark.parametrize("given", [{}, {"form": {"error_list": []}}, {"errors": "an imported macro"}])
    def test_say_no_error_without_one(self, environment: Environment, given: dict[str, Any]) -> None:
        assert "Error" not in environment.get_template("layouts/read.html").render({**PAGE, **given})
