"""Facts about applications that others may react to."""

from uuid import UUID

from evenhand.kit.background import Fact


class ApplicationReceived(Fact):
    """Someone applied for a job."""

    application_id: UUID
    org_id: UUID


class ColleagueMentioned(Fact):
    """A note names a colleague of its author."""

    mention_id: UUID
    org_id: UUID


class ApplicationMoved(Fact):
    """An application went from one stage to another, by a person's act."""

    application_id: UUID
    org_id: UUID
    move_id: UUID
