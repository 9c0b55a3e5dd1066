"""Signing in and one's own account over the API."""

from evenhand.domains.identity.api import account, email, people, platform, rules, second_step, signing

__all__ = ["account", "email", "people", "platform", "rules", "second_step", "signing"]
