"""Facts about consents."""

from uuid import UUID

from evenhand.kit.background import Fact


class ConsentGiven(Fact):
    """Somebody agreed to something: what waited for that may go on."""

    person_id: UUID
    purpose: str


class ConsentWithdrawn(Fact):
    """Somebody took something back: what is kept only because of it goes."""

    person_id: UUID
    purpose: str
