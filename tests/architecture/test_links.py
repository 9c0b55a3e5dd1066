"""Every address that a template or a layout leads to is one that the product serves."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from scripts.docs import walk

import evenhand
from evenhand.kit.permissions import NOBODY, ORGANISATION_ROLES, Actor, Role
from evenhand.web.navigation import navigation
from evenhand.web.render import LINKS

SOURCES = Path(evenhand.__file__).parent
FEWEST_LINKS = 60  # a search that finds nothing would pass; the templates hold many more

_JOINED = re.compile(r"""["'] ?~ ?[\w.]+(?:\[[^]]*\])? ?~ ?["']""")  # "/jobs/" ~ job.id ~ "/apply"
_JOINED_LAST = re.compile(r"""["'] ?~ ?[\w.]+""")
_PRINTED = re.compile(r"\{\{.*?\}\}")
_ADDRESS = re.compile(r"""(?<!~ )["'](/[a-z][^"'?#\s]*)""")  # not what is joined to a variable's address
ANY = "0"
_ID = UUID(int=0)


def links(text: str) -> Iterator[str]:
    """The addresses within our own site that a template names, with `ANY` in place of what is filled in."""
    plain = _PRINTED.sub(lambda found: ANY if '"/' not in found[0] else found[0], text)
    plain = _JOINED_LAST.sub(f'{ANY}"', _JOINED.sub(ANY, plain))
    for line in plain.splitlines():
        if not line.lstrip().startswith(("{#", "{% extends", "{% from", "{% include")):
            yield from _ADDRESS.findall(line)


def templates() -> list[Path]:
    return sorted(path for path in SOURCES.rglob("*.html") if "demo" not in path.parts)


def served(api: FastAPI, address: str) -> bool:
    """Whether any route takes it, whatever the method."""
    wanted = address.split("/")
    return any(
        len(given) == len(wanted)
        and all(part == ANY or one == part or one.startswith("{") for one, part in zip(given, wanted, strict=True))
        for given in (one.path.split("/") for one in walk(api))
    )


class TestEveryLink:
    @pytest.mark.parametrize("template", templates(), ids=lambda path: str(path.relative_to(SOURCES)))
    def test_of_a_template_leads_somewhere(self, api: FastAPI, template: Path) -> None:
        dead = [address for address in links(template.read_text(encoding="utf-8")) if not served(api, address)]
        assert dead == []

    def test_of_the_templates_is_looked_at(self) -> None:
        assert sum(len(list(links(path.read_text(encoding="utf-8")))) for path in templates()) >= FEWEST_LINKS

    def test_of_the_layouts_leads_somewhere(self, api: FastAPI) -> None:
        assert [href for href in LINKS.values() if not served(api, href.partition("#")[0])] == []

    @pytest.mark.parametrize("role", [None, *Role])
    def test_of_the_navigation_leads_somewhere(self, api: FastAPI, role: Role | None) -> None:
        somebody, company = (
            (NOBODY.person_id, None) if role is None else (_ID, _ID if role in ORGANISATION_ROLES else None)
        )
        actor = Actor(somebody, company, role)
        addresses = [item.href for item in navigation(actor, "/")]
        assert [href for href in addresses if not served(api, href)] == []
