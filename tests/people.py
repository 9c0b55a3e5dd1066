"""The cast of the tests. Alice owns an organisation, Bob recruits and Erin reviews questions in it; Charlie owns
another one and must never see anything of the first; Mira and Noor are candidates."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from evenhand.domains.consents import service as consents
from evenhand.domains.consents.rules import NOTICES
from evenhand.domains.identity import service
from evenhand.domains.identity.schemas import SignUp
from evenhand.kit.db import Session
from evenhand.kit.permissions import Actor, Role
from evenhand.wiring import House

PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Member:
    """Someone with an account, ready to act."""

    name: str
    email: str
    actor: Actor

    @property
    def id(self) -> UUID:
        return self.actor.person

    @property
    def org_id(self) -> UUID:
        return self.actor.organisation


@dataclass(frozen=True)
class Cast:
    """Everyone, by name."""

    alice: Member
    bob: Member
    erin: Member
    charlie: Member
    mira: Member
    noor: Member


async def make_cast(house: House) -> Cast:
    """Sign everyone up and found the two organisations."""
    async with house.database.transaction() as session:
        first = await service.found_organisation(session, name="Harbour Test", now=NOW)
        second = await service.found_organisation(session, name="Outside Test", now=NOW)
    return Cast(
        alice=await make_member(house, "Alice Owner", first.id, Role.ADMIN),
        bob=await make_member(house, "Bob Recruiter", first.id, Role.RECRUITER),
        erin=await make_member(house, "Erin Expert", first.id, Role.EXPERT),
        charlie=await make_member(house, "Charlie Outside", second.id, Role.ADMIN),
        mira=await make_member(house, "Mira Candidate", None, Role.CANDIDATE),
        noor=await make_member(house, "Noor Candidate", None, Role.CANDIDATE),
    )


async def make_member(house: House, name: str, org_id: UUID | None, role: Role) -> Member:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    async with house.database.transaction() as session:
        person = await service.sign_up(
            session,
            SignUp(name=name, email=email, password=PASSWORD),
            vault=house.vault,
            signer=house.signer,
            passwords=house.passwords,
            now=NOW,
            verified=True,
        )
        if org_id:
            await service.join_organisation(session, person_id=person.id, org_id=org_id, role=role, now=NOW)
        actor = await service.actor_of(session, person_id=person.id)
        if role is Role.CANDIDATE:
            await agree(session, actor)
    return Member(name, email, actor)


def refusal_of(member: Member) -> int:
    """How another candidate's things are refused: as not there, or as nothing for those who are here for a company."""
    return 404 if member.actor.role is Role.CANDIDATE else 403


async def agree(session: Session, actor: Actor, purpose: str = "interview") -> None:
    """To a purpose, under its present notice. The candidates of the cast agree to interviews."""
    await consents.give(session, actor=actor, name=purpose, version=NOTICES[purpose][-1].version, now=NOW)
