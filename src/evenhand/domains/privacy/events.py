"""Facts about exports."""

from uuid import UUID

from evenhand.kit.background import Fact


class ExportAsked(Fact):
    """Somebody wants to take everything away that is held about them."""

    export_id: UUID
    person_id: UUID


class ExportRanOut(Fact):
    """The time in which an export could be downloaded is over."""

    export_id: UUID
    person_id: UUID
