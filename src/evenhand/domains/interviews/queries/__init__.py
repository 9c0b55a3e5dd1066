"""Every SELECT about question sets, interviews and answers: an organisation's own, or one person's."""

from evenhand.domains.interviews.queries.editions import editions, waiting_editions
from evenhand.domains.interviews.queries.erasing import erase
from evenhand.domains.interviews.queries.interviews import (
    OwnRow,
    ReceivedRow,
    answers,
    asked,
    completed_of,
    interview,
    interview_of_application,
    interviews,
    interviews_for,
    own_interview,
    own_interviews,
    progress,
    to_review,
)
from evenhand.domains.interviews.queries.practice import (
    begun_alike,
    own_practice,
    own_practices,
    practice_answers,
    practised,
)
from evenhand.domains.interviews.queries.questions import (
    SetRow,
    earlier,
    people_waiting,
    question,
    question_set,
    questions,
    set_of_job,
    sets,
    waiting_sets,
)
from evenhand.domains.interviews.queries.statistics import Figures, statistics

__all__ = [
    "Figures",
    "OwnRow",
    "ReceivedRow",
    "SetRow",
    "answers",
    "asked",
    "begun_alike",
    "completed_of",
    "earlier",
    "editions",
    "erase",
    "interview",
    "interview_of_application",
    "interviews",
    "interviews_for",
    "own_interview",
    "own_interviews",
    "own_practice",
    "own_practices",
    "people_waiting",
    "practice_answers",
    "practised",
    "progress",
    "question",
    "question_set",
    "questions",
    "set_of_job",
    "sets",
    "statistics",
    "to_review",
    "waiting_editions",
    "waiting_sets",
]
