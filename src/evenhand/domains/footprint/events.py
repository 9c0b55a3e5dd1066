"""Facts about accounts on public sites."""

from uuid import UUID

from evenhand.kit.background import Fact


class FootprintAsked(Fact):
    """An account is to be looked at."""

    person_id: UUID
    link_id: UUID
