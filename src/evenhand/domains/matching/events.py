"""Facts about kept jobs that others may react to."""

from uuid import UUID

from evenhand.kit.background import Fact


class GapWanted(Fact):
    """A gap report is to be made, or made again."""

    report_id: UUID
    person_id: UUID
