"""Who is at the other end of a request: the address that rate limits count by."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
UNKNOWN = "unknown"
HOME_PREFIX = 64
"""Bits of an IPv6 address that name a home or an office; whoever has one may choose the rest anew for each request."""
NEIGHBOURHOOD = {4: 24, 6: 48}
"""Bits of an address that are kept for longer than a request: they tell an office from abroad, and no home apart."""


def caller_address(peer: str, forwarded_for: str, *, trusted: Sequence[Network]) -> str:
    """The nearest address that is not one of our proxies', in the short form that is counted by.

    `forwarded_for` is the header X-Forwarded-For: each proxy adds at its end whom it heard. It is believed only as far
    as the proxies that wrote it are trusted, since the beginning is whatever the caller made up.
    """
    found: IPv4Address | IPv6Address | None = None
    for found in _hops(peer, forwarded_for):
        if not any(found in network for network in trusted):
            break
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, HOME_PREFIX), strict=False))
    return str(found) if found else UNKNOWN


def _hops(peer: str, forwarded_for: str) -> Iterator[IPv4Address | IPv6Address]:
    """From the nearest to the farthest, as far as they can be read."""
    with suppress(ValueError):
        for text in (peer, *reversed(forwarded_for.split(","))):
            address = ip_address(text.strip())
            yield (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address


def network_of(address: str) -> str:
    """The network an address of `caller_address` is in, wide enough to name no household: /24, or /48 of IPv6."""
    try:
        place = ip_network(address, strict=False)
    except ValueError:
        return ""
    return str(place.supernet(new_prefix=NEIGHBOURHOOD[place.version]))
