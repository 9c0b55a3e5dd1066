"""What was asked of language models, call by call: what it took, and sealed what was sent and said."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped

from evenhand.kit.db import Base, Id, personal


class LlmCall(Base):
    """One question. It is written before it is asked, with what it may take at most, and counts so until it is over.

    `outside` says that it may have left the operator's machines. The text is under the key of whose it is: the
    person's own, or with `org_id` the copy of theirs that the organisation has.
    """

    __tablename__ = "llm_call"

    id: Mapped[Id]
    person_id: Mapped[UUID] = personal("identifier", ForeignKey("person.id", ondelete="CASCADE"))
    org_id: Mapped[UUID | None] = personal("activity", ForeignKey("organisation.id", ondelete="CASCADE"))
    feature: Mapped[str] = personal("activity", String(40))
    prompt: Mapped[str] = personal("activity", String(60))  # its file, such as review.v1
    prompt_digest: Mapped[str] = personal("activity", String(64))
    state: Mapped[str] = personal("activity", String(10))  # asked, answered, cut, away, unusable, lost
    trouble: Mapped[str] = personal("activity", String(300), server_default="")
    outside: Mapped[bool] = personal("activity")
    endpoint: Mapped[str] = personal("activity", String(30), server_default="")
    model: Mapped[str] = personal("activity", String(120), server_default="")
    tokens_in: Mapped[int] = personal("activity")
    tokens_out: Mapped[int] = personal("activity")
    cost: Mapped[Decimal] = personal("activity", Numeric(14, 6))
    estimated: Mapped[bool] = personal("activity", server_default="false")
    repaired: Mapped[bool] = personal("activity", server_default="false")
    sent_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    said_sealed: Mapped[bytes | None] = personal("content", erase="destroy_key")
    asked_at: Mapped[datetime] = personal("activity")
    ended_at: Mapped[datetime | None] = personal("activity")

    __table_args__ = (
        Index("ix_llm_call_person", "person_id", "asked_at"),
        Index("ix_llm_call_org", "org_id", "asked_at"),
        Index("ix_llm_call_asked_at", "asked_at"),
    )
