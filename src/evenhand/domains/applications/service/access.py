"""Finding an application within its scope, and opening what the organisation received."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from evenhand.domains.applications import queries
from evenhand.domains.applications.models import Application
from evenhand.domains.resumes.rules import Own, OwnSkill
from evenhand.domains.resumes.service import Profile
from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import Evidence
from evenhand.engines.skills import SkillMention
from evenhand.external.storage import Files
from evenhand.kit.crypto import KeyDestroyed, Vault, file_place
from evenhand.kit.crypto.vault import DataKey
from evenhand.kit.db import Session, place
from evenhand.kit.errors import AppError, NotFound
from evenhand.kit.words import say

SOMEONE = say("Someone whose data was erased")


class ApplicationNotFound(NotFound):
    """No such application, or it is neither the caller's own nor one their organisation received."""

    code, message = "application_not_found", say("This application is not here. It may have been erased.")


class ApplicationErased(AppError):
    """The key under which the organisation held this person's data was destroyed."""

    status, code = 410, "application_erased"
    message = say("What was received with this application has been erased. Only its stages are left.")


@dataclass(frozen=True)
class Summary:
    """What lists show of an applicant."""

    name: str
    email: str
    city: str


@dataclass(frozen=True)
class Received:
    """What the person sent: their letter, and the copy of the resume as it was on that day. `resume_version` is its
    number among the person's resumes, or, where it was put together for the job (`for_job`), that of the one it was
    made of; 0 where that was gone."""

    letter: str
    file_name: str
    kind: str
    profile: Profile
    resume_version: int
    for_job: bool

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON, for sealing."""
        profile = self.profile
        return {
            "letter": self.letter,
            "file_name": self.file_name,
            "kind": self.kind,
            "resume_version": self.resume_version,
            "for_job": self.for_job,
            "resume": profile.resume,
            "evidence": {pointer: asdict(span) for pointer, span in profile.evidence.items()},
            "skills": [asdict(mention) for mention in profile.skills],
            "document": profile.document.to_dict(),
            "language": profile.language,
            "version": profile.version,
            "own": {pointer: own.to_dict() for pointer, own in profile.own.items()},
            "own_skills": [one.to_dict() for one in profile.own_skills],
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> "Received":
        """As it was sealed."""
        profile = Profile(
            resume=raw["resume"],
            evidence={pointer: Evidence(**span) for pointer, span in raw["evidence"].items()},
            document=Document.from_dict(raw["document"]),
            skills=[SkillMention(**mention) for mention in raw["skills"]],
            language=raw["language"],
            version=raw["version"],
            own={pointer: Own.from_dict(own) for pointer, own in raw["own"].items()},
            own_skills=tuple(OwnSkill.from_dict(one) for one in raw["own_skills"]),
        )
        return cls(
            letter=raw["letter"],
            file_name=raw["file_name"],
            kind=raw["kind"],
            profile=profile,
            resume_version=raw["resume_version"],
            for_job=raw["for_job"],
        )


async def own_application(
    session: Session, *, person_id: UUID, application_id: UUID, lock: bool = False
) -> Application:
    """One of the person's own applications. Raises ApplicationNotFound."""
    found = await queries.own_application(session, person_id=person_id, application_id=application_id, lock=lock)
    if found is None:
        raise ApplicationNotFound
    return found


async def received_application(
    session: Session, *, org_id: UUID, application_id: UUID, lock: bool = False
) -> Application:
    """One of the applications the organisation received. Raises ApplicationNotFound."""
    found = await queries.application(session, org_id=org_id, application_id=application_id, lock=lock)
    if found is None:
        raise ApplicationNotFound
    return found


async def custody(application: Application, *, vault: Vault) -> DataKey:
    """The key under which the organisation holds this person's data. Raises ApplicationErased."""
    try:
        return await vault.key(application.person_id, application.org_id)
    except KeyDestroyed as error:
        raise ApplicationErased from error


async def open_summary(application: Application, *, vault: Vault) -> Summary:
    """What lists show of the applicant. Raises ApplicationErased."""
    key = await custody(application, vault=vault)
    return _summary(application, key)


def _summary(application: Application, key: DataKey) -> Summary:
    return Summary(**key.open_json(application.summary_sealed, place(Application.summary_sealed, application.id)))


async def open_summaries(applications: Iterable[Application], *, org_id: UUID, vault: Vault) -> dict[UUID, Summary]:
    """The same for many applications of one organisation; whoever was erased is left out."""
    rows = list(applications)
    keys = await vault.keys([row.person_id for row in rows], org_id)
    return {row.id: _summary(row, keys[row.person_id]) for row in rows if row.person_id in keys}


async def open_received(application: Application, *, vault: Vault) -> Received:
    """What the person sent. Raises ApplicationErased."""
    key = await custody(application, vault=vault)
    where = place(Application.received_sealed, application.id)
    return Received.from_dict(key.open_json(application.received_sealed, where))


async def received_file(row: Application, *, vault: Vault, files: Files) -> tuple[str, str, bytes]:
    """Name, kind and content of the file as it was received. Raises ApplicationErased."""
    received = await open_received(row, vault=vault)
    key = await custody(row, vault=vault)
    return received.file_name, received.kind, key.open(await files.get(row.object_key), file_place(row.object_key))
