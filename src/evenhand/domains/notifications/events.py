"""Facts about mails."""

from uuid import UUID

from evenhand.kit.background import Fact


class MailQueued(Fact):
    """A mail waits to be sent."""

    mail_id: UUID
    person_id: UUID
