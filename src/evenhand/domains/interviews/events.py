"""Facts about interviews and practice."""

from uuid import UUID

from evenhand.kit.background import Fact


class AboutInterview(Fact):
    """Which interview a fact is about, whose it is and which organisation holds it."""

    interview_id: UUID
    org_id: UUID
    person_id: UUID


class InterviewInvited(AboutInterview):
    """Someone was invited to an interview."""


class InterviewEndsSoon(AboutInterview):
    """So many hours are left to take an interview, if its end was not moved since."""

    hours: int


class AllAnswered(AboutInterview):
    """Every question is answered, and the candidate may look through the answers before finishing."""


class InterviewCompleted(AboutInterview):
    """Every question is answered or declined; the answers can be graded."""


class GradingAsked(AboutInterview):
    """Someone asks for the grading that was given up to be tried again."""


class InterviewScored(AboutInterview):
    """Every answer is graded, and the engine has made its proposal."""


class InterviewReleased(AboutInterview):
    """The organisation shows the candidate the scorecard."""


class ScorecardAsked(AboutInterview):
    """The candidate asks to be shown the scorecard."""


class ScoreContested(AboutInterview):
    """The candidate says that a score is wrong; somebody has to answer."""

    contest_id: UUID


class ContestAnswered(AboutInterview):
    """Somebody answered."""

    contest_id: UUID


class PracticeCompleted(Fact):
    """A practice is to be graded, for its person alone."""

    practice_id: UUID
    person_id: UUID
