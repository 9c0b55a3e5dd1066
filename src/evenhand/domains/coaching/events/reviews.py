"""Facts about reviews."""

from uuid import UUID

from evenhand.kit.background import Fact


class ReviewAsked(Fact):
    """Somebody wants their resume reviewed."""

    resume_id: UUID
    person_id: UUID
