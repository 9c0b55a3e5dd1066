"""What somebody wrote in an answer, sealed for its own row; interviews and practice alike."""

from datetime import datetime

from evenhand.domains.interviews.models import Answer, PracticeAnswer
from evenhand.domains.interviews.rules import taking as rules
from evenhand.kit.crypto import DataKey
from evenhand.kit.db import place


def typed(answer: Answer | PracticeAnswer, key: DataKey) -> str:
    """The words as they were typed."""
    return key.open_text(answer.text_sealed, place(type(answer).text_sealed, answer.id))


def said(answer: Answer | PracticeAnswer, key: DataKey) -> str:
    """The words as they are graded and shown: who declined said that."""
    return rules.DECLINED if answer.declined else typed(answer, key)


def typed_elsewhere(answer: Answer | PracticeAnswer, key: DataKey) -> str:
    """The draft of another device beside it; nothing where there is none."""
    kept = answer.other_sealed
    return key.open_text(kept, place(type(answer).other_sealed, answer.id)) if kept else ""


def keep(answer: Answer | PracticeAnswer, text: str, key: DataKey, *, at: datetime) -> None:
    """Seal the words into their row."""
    answer.text_sealed, answer.saved_at = key.seal_text(text, place(type(answer).text_sealed, answer.id)), at


def keep_elsewhere(answer: Answer | PracticeAnswer, text: str, key: DataKey, *, at: datetime) -> None:
    """Seal the draft of another device into the row; an empty one is not kept."""
    where = place(type(answer).other_sealed, answer.id)
    answer.other_sealed, answer.other_at = (key.seal_text(text, where), at) if text else (None, None)
