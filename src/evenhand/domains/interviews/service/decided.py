"""Whose figures stand: the engine's, or those of the person who answered a contest with their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from evenhand.domains.interviews.queries import contests as contest_queries
from evenhand.domains.interviews.queries import ratings as rating_queries
from evenhand.domains.interviews.schemas.scorecard import DimensionOut
from evenhand.domains.interviews.service.grades import decided_dimensions, stored_dimensions
from evenhand.engines.grading import DIMENSIONS
from evenhand.kit.db import Session


@dataclass(frozen=True)
class Decided:
    """A person's figures that stand instead of the engine's. Both are empty once that person was erased."""

    by: UUID | None
    figures: Mapping[str, Decimal | None]

    def dimensions(self, engine: list[DimensionOut]) -> list[DimensionOut]:
        """The four to show; the engine's where nobody knows the person's any more."""
        return decided_dimensions(self.figures) if self.figures else engine


def standing_dimensions(
    figures: Mapping[str, tuple[Decimal | None, int, int]] | None, own: Decided | None
) -> list[DimensionOut]:
    """The four that stand, for lists: from the engine's stored figures, or a person's own."""
    engine = stored_dimensions(figures)
    return own.dimensions(engine) if own else engine


async def decided(session: Session, *, org_id: UUID, interview_ids: Sequence[UUID]) -> dict[UUID, Decided]:
    """Those of the interviews whose contest was answered with a person's own figures, and not graded again since."""
    settled = await contest_queries.settled(session, org_id=org_id, interview_ids=interview_ids)
    last = {one.interview_id: one for one in settled}
    own = {interview_id: one for interview_id, one in last.items() if one.outcome == "rated"}
    ratings = await rating_queries.ratings(session, org_id=org_id, interview_ids=list(own)) if own else {}
    found = {}
    for interview_id, answer in own.items():
        until = answer.answered_at
        theirs = [
            row
            for row in ratings.get(interview_id, [])
            if row.rater_id and row.rater_id == answer.answered_by and until and row.at <= until
        ]
        figures = {name: getattr(theirs[-1], name) for name in DIMENSIONS} if theirs else {}
        found[interview_id] = Decided(answer.answered_by, figures)
    return found
