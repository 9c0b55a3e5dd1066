"""A review and how far it is."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from evenhand.domains.coaching.rules.refining import Refined
from evenhand.engines.reviewing import Facts, Review


@dataclass(frozen=True)
class ShownReview:
    """A review as its owner sees it. `state` is none, generating, ready or failed; `review` the newest there is.

    `outdated` says that the resume, or the rules, have changed since.
    """

    resume_id: UUID
    resume_name: str
    state: str
    review: Review | None
    made_at: datetime | None
    outdated: bool
    facts: Facts
    refined: Refined = field(default_factory=Refined)
