"""Facts about resumes that others may react to."""

from uuid import UUID

from evenhand.kit.background import Fact


class ResumeUploaded(Fact):
    """A file was stored and waits to be read."""

    resume_id: UUID
    person_id: UUID


class ReadAgainAsked(Fact):
    """A resume that was read before is to be read by the present reader."""

    resume_id: UUID
    person_id: UUID


class ResumeRead(Fact):
    """A resume was read; its profile can be compared with jobs."""

    resume_id: UUID
    person_id: UUID


class ResumeCorrected(Fact):
    """The person changed what was read from a resume; whatever was made of the profile is made anew."""

    resume_id: UUID
    person_id: UUID


class DefaultChosen(Fact):
    """Another resume than before is the one that matching and applying begin with."""

    resume_id: UUID
    person_id: UUID


class ResumeLetGo(Fact):
    """A resume was refused or deleted; its file has to go."""

    resume_id: UUID
    person_id: UUID
