"""Pages for signing in and for one's own account."""

from evenhand.domains.identity.pages import (
    account,
    email,
    invitations,
    people,
    platform,
    recovery,
    rules,
    second_step,
    signing,
)

__all__ = ["account", "email", "invitations", "people", "platform", "recovery", "rules", "second_step", "signing"]
