"""Pages for signing in and for one's own account."""

from evenhand.domains.identity.pages import account, email, platform, recovery, signing

__all__ = ["account", "email", "platform", "recovery", "signing"]
