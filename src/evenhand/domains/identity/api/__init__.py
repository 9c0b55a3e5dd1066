"""Signing in and one's own account over the API."""

from evenhand.domains.identity.api import (
    account,
    api_keys,
    email,
    founding,
    people,
    platform,
    rules,
    second_step,
    signing,
)

__all__ = ["account", "api_keys", "email", "founding", "people", "platform", "rules", "second_step", "signing"]
