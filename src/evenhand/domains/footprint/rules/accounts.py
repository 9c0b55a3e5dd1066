"""Accounts as people type them: a name, a number or an address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from evenhand.kit.words import Sentence, say

Source = Literal["github", "stackexchange"]
SOURCES: tuple[Source, ...] = ("github", "stackexchange")
LABELS: Mapping[Source, str] = {"github": "GitHub", "stackexchange": "Stack Exchange"}
WRONG: Mapping[Source, Sentence] = {
    "github": say("Write your name at GitHub, or its address, such as https://github.com/octocat."),
    "stackexchange": say(
        "Write the address of your profile, such as https://stackoverflow.com/users/12345, or your number there. "
        "Names are not unique at Stack Exchange."
    ),
}
_NAME = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_PAGE = re.compile(r"/users/([1-9][0-9]{0,9})(?:/.*)?")
_OWN_NAMES = {
    "stackoverflow.com": "stackoverflow",
    "serverfault.com": "serverfault",
    "superuser.com": "superuser",
    "askubuntu.com": "askubuntu",
    "mathoverflow.net": "mathoverflow.net",
    "stackapps.com": "stackapps",
    "ru.stackoverflow.com": "ru.stackoverflow",
    "es.stackoverflow.com": "es.stackoverflow",
    "pt.stackoverflow.com": "pt.stackoverflow",
    "ja.stackoverflow.com": "ja.stackoverflow",
}
"""Sites of Stack Exchange under a name of their own, and what the API calls them; the others are under its domain."""
_HOSTS = {name: host for host, name in _OWN_NAMES.items()}
_UNDER = re.compile(r"((?:[a-z]{2}\.)?[a-z0-9]{2,30}(?:\.meta)?)\.stackexchange\.com")


@dataclass(frozen=True)
class Named:
    """An account: at GitHub its name, at Stack Exchange the number of the user and the site's name in the API."""

    source: Source
    name: str
    site: str = ""

    @property
    def url(self) -> str:
        """Its public page."""
        if self.source == "github":
            return f"https://github.com/{quote(self.name, safe='')}"
        return f"https://{host_of(self.site)}/users/{self.name}"

    @property
    def label(self) -> str:
        """How a page names it before anything was found."""
        return self.name if self.source == "github" else f"{host_of(self.site)}/users/{self.name}"

    def is_same(self, other: "Named") -> bool:
        """Whether both name one account. Case means nothing in a name at GitHub."""
        return (self.source, self.name.casefold(), self.site) == (other.source, other.name.casefold(), other.site)


def host_of(site: str) -> str:
    """Where a site of Stack Exchange is read."""
    return _HOSTS.get(site) or f"{site}.stackexchange.com"


def read(source: Source, typed: str) -> Named | None:
    """The account that was typed; None where it names none."""
    text = typed.strip()
    return _github(text) if source == "github" else _stack_exchange(text)


def _github(text: str) -> Named | None:
    host, path = _address(text)
    if host:
        text = path.strip("/").partition("/")[0] if host in {"github.com", "www.github.com"} else ""
    name = text.removeprefix("@")
    return Named("github", name) if _NAME.fullmatch(name) else None


def _stack_exchange(text: str) -> Named | None:
    if _NUMBER.fullmatch(text):
        return Named("stackexchange", text, "stackoverflow")
    host, path = _address(text)
    page = _PAGE.fullmatch(path)
    host = host.removeprefix("www.")
    under = _UNDER.fullmatch(host)
    site = _OWN_NAMES.get(host) or (under.group(1) if under else "")
    return Named("stackexchange", page.group(1), site) if page and site else None


def _address(text: str) -> tuple[str, str]:
    """Host and path of an address, also of one without https://; empty for what is none."""
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        return "", ""
    if parts.scheme not in {"http", "https"} or "." not in parts.netloc or "@" in parts.netloc or port:
        return "", ""
    return (parts.hostname or "").lower(), parts.path
