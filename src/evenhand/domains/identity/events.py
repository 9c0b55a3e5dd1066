"""Facts about accounts."""

from datetime import datetime
from uuid import UUID

from evenhand.kit.background import Fact


class PasswordChanged(Fact):
    """Someone has a new password, and was signed out elsewhere. `by_link` says that they came by a link in a mail."""

    change_id: UUID
    person_id: UUID
    changed_at: datetime
    by_link: bool = False


class SecondStepReset(Fact):
    """The operator took away the second step of somebody who had lost it."""

    reset_id: UUID
    person_id: UUID


class InvitationAsked(Fact):
    """An address was invited, or is to get its invitation again."""

    invitation_id: UUID
    org_id: UUID
    ask_id: UUID


class InvitationOver(Fact):
    """An invitation was accepted or withdrawn: its row is gone, and its address is to be unreadable."""

    invitation_id: UUID


class ResetAsked(Fact):
    """Someone asked for a new password for the address behind this index, which may be nobody's."""

    ask_id: UUID
    email_index: str


class EmailLinkAsked(Fact):
    """A link is to go to the address that a person's row of this asking names."""

    ask_id: UUID
    person_id: UUID
