"""Facts about career reports."""

from uuid import UUID

from evenhand.kit.background import Fact


class ReportWanted(Fact):
    """Somebody asked what their resume could lead to, or a job that their report may rest on has changed."""

    resume_id: UUID
    person_id: UUID


class WordingWanted(Fact):
    """Somebody asked a language model to word the sentences of their report."""

    resume_id: UUID
    person_id: UUID
