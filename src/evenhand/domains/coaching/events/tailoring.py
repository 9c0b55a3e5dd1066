"""Facts about resumes and letters for a job."""

from uuid import UUID

from evenhand.kit.background import Fact


class TailoringWanted(Fact):
    """Somebody asked for a resume and a letter for a job."""

    tailoring_id: UUID
    person_id: UUID
