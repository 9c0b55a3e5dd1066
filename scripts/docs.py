"""Writes docs/generated: permissions, settings, facts and followers, the data map. Tests compare them."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from evenhand import migrate, wiring
from evenhand.domains.privacy.rules.data_map import CATEGORIES, ERASING, PURPOSES
from evenhand.kit.permissions import ROLE_PERMISSIONS, Permission, Role
from evenhand.kit.routes import RouteRule, rule_of
from evenhand.kit.settings import Settings
from evenhand.main import create_api

GENERATED = Path(__file__).parents[1] / "docs" / "generated"
FRAMEWORK = {f"{wiring.API_PREFIX}/openapi.json"}


@dataclass(frozen=True)
class Walked:
    """One route: `rule` is None where it has no guard."""

    method: str
    path: str
    rule: RouteRule | None


def walk(api: FastAPI) -> list[Walked]:
    """Every route of the application. `app.routes` alone does not list included routers."""
    found = []
    for context in iter_route_contexts(api.routes):
        route: Any = context.route if hasattr(context, "route") else context
        if isinstance(route, APIRoute):
            path = getattr(context, "path", None) or route.path
            dependencies = [*getattr(context, "dependencies", []), *route.dependencies]
            found += [Walked(method, path, rule_of(dependencies)) for method in sorted(route.methods or ())]
    return [one for one in found if one.path not in FRAMEWORK]


def permissions(api: FastAPI) -> Iterator[str]:
    """Who may do what, a line for each route and live event."""
    roles = list(Role)
    yield "# Who may do what"
    yield ""
    yield f"| | permission | nobody | {' | '.join(roles)} |"
    yield f"|---|---|---|{'---|' * len(roles)}"
    entries = [(one.path, one.method, one.rule.permission) for one in walk(api) if one.rule]
    entries += [
        (f"{group.namespace} {event.name}", "LIVE", event.permission)
        for group in wiring.LIVE_EVENTS
        for event in group.all
    ]
    for path, method, permission in sorted(entries):
        marks = ["●" if permission is Permission.ANYONE else ""]
        marks += ["●" if permission in ROLE_PERMISSIONS[role] else "" for role in roles]
        yield f"| {method} `{path}` | `{permission}` | {' | '.join(marks)} |"


def settings(_api: FastAPI) -> Iterator[str]:
    """Every setting, its default and what it is for."""
    yield "# Settings"
    yield ""
    yield "| variable | default | what it is for |"
    yield "|---|---|---|"
    for name, field in Settings.model_fields.items():
        variable = field.validation_alias or f"EVENHAND_{name.upper()}"
        default = "" if field.default_factory or field.default in (None, "", ()) else f"`{field.default}`"
        if name == "data_dir":
            default = "the user's data folder; `/var/lib/evenhand` for root"
        yield f"| `{variable}` | {default} | {field.description} |"


def facts(_api: FastAPI) -> Iterator[str]:
    """Which facts are published and who follows them."""
    yield "# Facts and their followers"
    yield ""
    yield "| fact | follower | tries | needs |"
    yield "|---|---|---|---|"
    for group in wiring.FOLLOWERS:
        for follower in group.all:
            needs = ", ".join(follower.needs)
            yield f"| {follower.fact.__name__} | `{follower.name}` | {follower.retries + 1} | {needs} |"


def data_map(_api: FastAPI) -> Iterator[str]:
    """Every column that holds something about a person: what for, on which basis, and what erasing them does to it."""
    yield "# Data map"
    yield ""
    yield "The page `/privacy` is printed from the same source, in every language of the product."
    tables = migrate.metadata().tables
    for purpose in PURPOSES:
        yield from ("", f"## {purpose.title}", "", purpose.what, "")
        yield f"- **What for:** {purpose.why}"
        yield f"- **Lawful basis:** {purpose.lawful}"
        yield f"- **How long:** {purpose.kept}"
        yield ""
        yield "| column | class | category | erasing a person |"
        yield "|---|---|---|---|"
        for name in purpose.tables:
            for column in tables[name].columns:
                kind, erase = column.info["personal"], column.info["erase"]
                if kind != "none":
                    yield f"| `{name}.{column.name}` | {kind} | {CATEGORIES[kind]} | {ERASING[erase]} |"


PAGES: dict[str, Callable[[FastAPI], Iterator[str]]] = {
    "permissions.md": permissions,
    "settings.md": settings,
    "facts.md": facts,
    "data-map.md": data_map,
}
NOTICE = "<!-- Written by `make docs`; a test compares it with the code. -->"


def written(name: str, api: FastAPI) -> str:
    """The content of one generated page."""
    return "\n".join([NOTICE, "", *PAGES[name](api)]) + "\n"


def main() -> int:
    """Write all pages."""
    GENERATED.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        house = wiring.House.build(
            Settings(data_dir=Path(folder), environment="development"), database_url="postgresql+asyncpg://nowhere/none"
        )
        api = create_api(house)
        for name in PAGES:
            (GENERATED / name).write_text(written(name, api))
    return 0


if __name__ == "__main__":
    sys.exit(main())
