"""Consents and notices as the API shows them."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

PurposeName = Literal["processing", "interview", "recording", "integrity", "talent_pool", "external_ai", "footprint"]


class NoticeOut(BaseModel):
    """What somebody is told before they decide, in the caller's language."""

    purpose: PurposeName
    version: int
    since: date
    paragraphs: list[str]


class ConsentOut(BaseModel):
    """One purpose, and how it stands for the caller."""

    purpose: PurposeName
    title: str
    what: str
    basis: Literal["consent", "contract"] = Field(
        description="`consent`: needs a yes. `contract`: is what the caller asked for; needs none and may be stopped."
    )
    used: bool = Field(description="False: nothing here does it, so it is not asked about and not allowed.")
    allowed: bool
    notice: int | None = Field(description="The version of the notice as it stands now.")
    agreed_to: int | None = Field(description="The version beside the newest act of the caller.")
    at: datetime | None = Field(description="When that act was.")


class ConsentList(BaseModel):
    """Every purpose."""

    items: list[ConsentOut]


class Agreeing(BaseModel):
    """A yes, to the notice that was read."""

    model_config = ConfigDict(extra="forbid")

    notice: int = Field(ge=1, le=1_000_000, description="Its version.")
