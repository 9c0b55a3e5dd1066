"""Profiles on networks and the person's own site, from the text of the contact rows and from the links under it."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from evenhand.engines.documents import Document

from . import lexicon
from .contact import find_urls, with_scheme
from .draft import LIKELY, SURE, Branch, Leaf
from .lexicon import fold, spelled
from .span import Span

_HANDLE = r"@?[\w.-]{2,60}"
_SCHEME = re.compile(r"^https?://(?:www\.|m\.)?", re.IGNORECASE)
_NOT_A_HANDLE = frozenset({"in", "com", "profile", "http", "https", "www"})


@dataclass(frozen=True, slots=True)
class Network:
    """A place where people keep a profile. `page` is its address with {} for the handle, or empty."""

    name: str
    sites: tuple[str, ...]
    names: tuple[str, ...]
    page: str


@cache
def networks() -> tuple[Network, ...]:
    source = (resources.files(lexicon) / "networks.toml").read_text("utf-8")
    return tuple(
        Network(raw["name"], tuple(raw["sites"]), tuple(raw["names"]), raw["page"])
        for raw in tomllib.loads(source)["network"]
    )


@cache
def _labelled() -> re.Pattern[str]:
    """ "GitHub: @jane", "Github:// janesmith", "LinkedIn: /in/janesmith"."""
    names = spelled(name for network in networks() for name in network.names)
    return re.compile(
        rf"(?<![\w./@])(?P<network>{names})\s?(?::\s?/{{0,2}}|\s[-–—]\s|/)\s?(?:/?in/)?(?P<handle>{_HANDLE})",
        re.IGNORECASE,
    )


@cache
def _by_name() -> dict[str, Network]:
    return {fold(name): network for network in networks() for name in network.names}


def find_profiles(document: Document, spans: Sequence[Span]) -> tuple[list[Branch], Leaf | None]:
    """The profiles in the order of the page, one a network, and the person's own address on the web."""
    found: dict[str, tuple[int, Branch]] = {}
    own: Leaf | None = None
    for url in _addresses(document, spans):
        network = _network_of(url.value)
        if network is None:
            own = own or url
            continue
        handle = _handle(network, url.value)
        if handle and network.name not in found:
            found[network.name] = url.start, _branch(network, handle, url, url.value)
    for span in spans:
        for match in _labelled().finditer(span.text):
            network = _by_name()[fold(match["network"])]
            handle = match["handle"].lstrip("@").rstrip(".")
            if network.name in found or fold(handle) in _NOT_A_HANDLE or "." in handle:
                continue
            start, end = span.start + match.start(), span.start + match.end()
            leaf = Leaf(handle, start, end, LIKELY)
            found[network.name] = start, _branch(network, handle, leaf, network.page.format(handle))
    ordered = sorted(found.values(), key=lambda item: item[0])
    return [branch for _, branch in ordered], own


def _branch(network: Network, handle: str, place: Leaf, url: str) -> Branch:
    def at(value: str) -> Leaf:
        return Leaf(value, place.start, place.end, place.confidence)

    return {"network": at(network.name), "username": at(handle), "url": at(with_scheme(url)) if url else None}


def _addresses(document: Document, spans: Sequence[Span]) -> list[Leaf]:
    """Addresses written out, and those behind text, in the spans; written ones first at the same place."""
    out: list[Leaf] = []
    for span in spans:
        out.extend(Leaf(with_scheme(url.text), url.start, url.end, SURE) for url in find_urls(span))
    for link in document.links:
        inside = any(span.start <= link.start < span.end for span in spans)
        if inside and link.url.lower().startswith(("http://", "https://")) and link.end > link.start:
            out.append(Leaf(link.url, link.start, link.end, SURE))
    return sorted(out, key=lambda leaf: (leaf.start, -len(leaf.value)))


def _network_of(url: str) -> Network | None:
    rest = _SCHEME.sub("", url).casefold()
    best: tuple[int, Network] | None = None
    for network in networks():
        for site in network.sites:
            host = site.split("/", 1)[0]
            if rest == host or rest.startswith((site + "/", host + "/")) or rest.split("/", 1)[0].endswith("." + host):
                best = max(best or (0, network), (len(site), network), key=lambda item: item[0])
    return best[1] if best else None


def _handle(network: Network, url: str) -> str | None:
    """The last word of a page's address that is not part of the network's own path."""
    path = _SCHEME.sub("", url).split("?")[0].split("#")[0].strip("/").split("/")
    own = {word for site in network.sites for word in site.split("/")[1:]}
    words = [word for word in path[1:] if word.casefold() not in own and not word.isdigit()]
    return words[0].lstrip("@") if words else None
