"""Facts about jobs that others may react to."""

from uuid import UUID

from evenhand.kit.background import Fact


class JobPublished(Fact):
    """A job takes applications, for the first time or again."""

    job_id: UUID
    org_id: UUID


class JobEdited(Fact):
    """A job that is or was open says something else now."""

    job_id: UUID
    org_id: UUID


class JobClosed(Fact):
    """A job takes no more applications because someone closed it."""

    job_id: UUID
    org_id: UUID
