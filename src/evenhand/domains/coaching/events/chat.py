"""Facts about the chat."""

from uuid import UUID

from evenhand.kit.background import Fact


class ChatAsked(Fact):
    """Somebody wrote to the coach; this message is to become the answer."""

    person_id: UUID
    message_id: UUID
