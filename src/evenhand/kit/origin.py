"""Where what is being done comes from: the request and its sender's network, for whoever writes down who did what.

The guard that every route has sets it. Below, nothing needs to carry it along; work in the background has none.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """A request: its id as the logs have it, and the network of the address it was sent from."""

    request_id: str = ""
    network: str = ""


NOWHERE = Origin()
_current: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def came_from(origin: Origin) -> None:
    """From here on this task does what that request asks for."""
    _current.set(origin)


def current_origin() -> Origin:
    """The request this is done for; NOWHERE in the background."""
    return _current.get()
