"""Pages for signing in and for one's own account."""

from evenhand.domains.identity.pages import (
    account,
    api_keys,
    email,
    external,
    founding,
    invitations,
    people,
    platform,
    recovery,
    rules,
    second_step,
    signing,
)

__all__ = [
    "account",
    "api_keys",
    "email",
    "external",
    "founding",
    "invitations",
    "people",
    "platform",
    "recovery",
    "rules",
    "second_step",
    "signing",
]
