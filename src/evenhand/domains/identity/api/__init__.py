"""Signing in and one's own account over the API."""

from evenhand.domains.identity.api import account, platform, signing

__all__ = ["account", "platform", "signing"]
