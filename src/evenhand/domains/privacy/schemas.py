"""Exports and the mirror as the API shows them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class ExportOut(BaseModel):
    """An export of everything held about the caller. It can be downloaded while it is `ready`."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    state: Literal["asked", "collecting", "packing", "ready", "failed", "gone"]
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None = Field(description="It is deleted then.")
    size_bytes: int
    downloads: int = Field(description="How often it was downloaded.")


class ExportList(BaseModel):
    """The caller's latest exports."""

    items: list[ExportOut]
    next: str | None = None


class HeldOut(BaseModel):
    """One thing held: what it is, where it came from, and which company holds it (empty: only the account)."""

    title: str
    note: str
    source: str
    held_by: str
    at: datetime | None
    href: str = Field(description="The page that shows it, if there is one.")


class GroupOut(BaseModel):
    """What is held for one purpose."""

    purpose: str
    title: str
    why: str
    lawful_basis: str
    kept: str
    items: list[HeldOut]


class MirrorOut(BaseModel):
    """Everything held about the caller, and how many entries each company holds."""

    groups: list[GroupOut]
    companies: dict[str, int]
