"""Pages for signing in and for one's own account."""

from evenhand.domains.identity.pages import account, signing

__all__ = ["account", "signing"]
