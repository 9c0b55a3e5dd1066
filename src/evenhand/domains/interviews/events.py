"""Facts about interviews."""

from uuid import UUID

from evenhand.kit.background import Fact


class AboutInterview(Fact):
    """Which interview a fact is about, whose it is and which organisation holds it."""

    interview_id: UUID
    org_id: UUID
    person_id: UUID


class InterviewInvited(AboutInterview):
    """Someone was invited to an interview."""


class InterviewCompleted(AboutInterview):
    """Every question is answered or declined; the answers can be graded."""


class InterviewScored(AboutInterview):
    """Every answer is graded, and the engine has made its proposal."""


class InterviewReleased(AboutInterview):
    """The organisation shows the candidate the scorecard."""
