"""Requests to addresses that people or operators supply. They never reach this machine's own network by themselves."""

from evenhand.external.http.addresses import open_to_us, readable
from evenhand.external.http.web import Answer, NotReached, NotSafe, Web

__all__ = ["Answer", "NotReached", "NotSafe", "Web", "open_to_us", "readable"]
