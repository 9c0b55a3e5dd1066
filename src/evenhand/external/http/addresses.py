"""Which addresses may be asked: those of the public internet, and what the operator allows beside them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from evenhand.kit.addresses import Network

Address = IPv4Address | IPv6Address
LONGEST = 2000
PORTS = {"http": 80, "https": 443}
_GLOBAL_V6 = IPv6Network("2000::/3")
"""All of IPv6 that is given out. Outside are loopback, links, sites, and every form of an IPv4 address in disguise."""
_NEVER = tuple(
    ip_network(one)
    for one in (
        "168.63.129.16/32",  # a cloud's own services, at an address that looks public
        "192.0.0.0/24",  # special purposes
        "192.88.99.0/24",  # relays into IPv6
        "2001::/23",  # tunnels and other special purposes
        "2001:db8::/32",  # documentation
        "2002::/16",  # IPv4 addresses in disguise
        "3fff::/20",  # documentation
    )
)
_HOST = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
_ODD = re.compile(r"[\x00-\x20\x7f-\uffff\\]")


@dataclass(frozen=True)
class Place:
    """An address to ask, in its parts. `host` is a name, or an IP address without brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials belong to."""
        return self.scheme, self.host.lower(), self.port

    @property
    def url(self) -> str:
        """The whole address again."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"


def readable(url: str) -> Place | None:
    """The parts of an http(s) address; None where it is none, names a user, or could be read in two ways."""
    if len(url) > LONGEST or _ODD.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or "@" in parts.netloc or port == 0:
        return None
    named = parts.netloc.rpartition(":")[0] if port is not None else parts.netloc.removesuffix(":")
    if not _HOST.fullmatch(named):
        return None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, named.strip("[]"), port or PORTS[parts.scheme], target)


def open_to_us(address: str, *, allowed: Sequence[Network]) -> bool:
    """Whether this address may be connected to: it is public, or in a network that the operator allows."""
    try:
        found: Address = ip_address(address)
    except ValueError:
        return False  # with a zone, for instance, which only means something on this machine
    if isinstance(found, IPv6Address):
        if found.scope_id:
            return False
        found = found.ipv4_mapped or found
    if any(found in network for network in allowed):
        return True
    if any(found in network for network in _NEVER) or not found.is_global or found.is_multicast:
        return False
    return isinstance(found, IPv4Address) or found in _GLOBAL_V6
