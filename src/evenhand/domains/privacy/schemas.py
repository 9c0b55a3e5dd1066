"""Exports, erasures and the mirror as the API shows them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from evenhand.domains.privacy.rules.erasing import What


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
    act_href: str = Field(description="The page where the person can contest it or ask for it, if that can be done.")


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
    goes_on: dict[str, date] = Field(description="After which day each company keeps its copy no longer.")


class ErasureIn(BaseModel):
    """The password again, so that nobody else does it. Without one here: a sign-in of the last ten minutes."""

    password: Annotated[SecretStr, Field(max_length=200)] = SecretStr("")


class ErasureAsk(ErasureIn):
    """What is to be erased: the account, practice, resumes, or with `org_id` the copy of a company."""

    what: What = "account"
    org_id: UUID | None = None


class HoldIn(BaseModel):
    """Why an organisation has to keep its copy of somebody's data, and until which day if that is known."""

    reason: Literal["claim", "authority", "audit"]
    ends_on: date | None = None


class CopyErasureIn(BaseModel):
    """Why an organisation erases its copy of somebody's data."""

    reason: Literal["request", "mistake", "needless"]


class HoldOut(BaseModel):
    """A legal hold."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    reason: Literal["claim", "authority", "audit"]
    ends_on: date | None
    set_at: datetime


class CustodyOut(BaseModel):
    """How it stands with an organisation's copy: whether it is held, and what is to be erased of it."""

    hold: HoldOut | None
    goes_on: date | None = Field(description="The day after which it is not kept any more, by the retention policy.")
    erasures: list["ErasureOut"]


class ErasureOut(BaseModel):
    """Something of the caller's that is to be erased, or was. It can be called off while it is `asked`."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    what: What
    cause: Literal["person", "organisation", "retention"]
    state: Literal["asked", "erasing", "held", "done", "cancelled", "stopped"]
    asked_at: datetime
    due_at: datetime = Field(description="It is done after this.")
    done_at: datetime | None
    reference: str = Field(description="The number of its certificate.")


class ErasureList(BaseModel):
    """The caller's erasures, the latest first."""

    items: list[ErasureOut]
    next: str | None = None


class ErasedRows(BaseModel):
    """What was done to one table: how many rows, and SHA-256 over their ids, sorted, a line each."""

    table: str
    rows: int
    sha256: str
    column: str = Field("", description="Where rows stayed: the column from which the reference was taken.")


class ErasedCopy(BaseModel):
    """What one custodian's copy was. `org` is empty for the person's own account."""

    holder: str
    org: str
    keys: int = Field(description="Keys destroyed.")
    files: int = Field(description="Files removed.")
    done: bool
    erased: list[ErasedRows]
    unnamed: list[ErasedRows]


class CertificateOut(BaseModel):
    """What was erased, without anybody's data."""

    format: str
    reference: str
    what: What
    cause: str
    reason: str
    state: Literal["erasing", "held", "done"]
    asked_at: str
    done_at: str | None
    copies: list[ErasedCopy]
    held_back: list[dict[str, Any]]
    stays: list[str]
    sha256: str = Field(description="Of the rest as canonical JSON; its first 40 digits stand in the audit log.")


class RetentionRule(BaseModel):
    """For how long applications that ended in one way are kept, within which limits and why."""

    category: Literal["rejected", "hired", "withdrawn", "waiting"]
    months: int
    default: int
    least: int
    most: int
    why: str
    due: int = Field(description="How many people's copies the next sweep erases by it.")


class RetentionOut(BaseModel):
    """An organisation's retention policy."""

    items: list[RetentionRule]
    next: str | None = None


Months = Annotated[int, Field(ge=1, le=600)]


class RetentionIn(BaseModel):
    """Months to keep, by how an application ended. What is left out stays as it is."""

    rejected: Months | None = None
    hired: Months | None = None
    withdrawn: Months | None = None
    waiting: Months | None = None

    @property
    def chosen(self) -> dict[str, int]:
        """What was given."""
        return self.model_dump(exclude_none=True)
