"""What a new installation begins with: its first administrator, and the demo where it is asked for."""

from collections.abc import Callable

from evenhand.domains.identity import queries, service
from evenhand.domains.identity.schemas import SignUp
from evenhand.kit.clock import utc_now
from evenhand.kit.permissions import Role
from evenhand.wiring import House

FIRST_ORGANISATION = "My organisation"


class SeedingRefused(Exception):
    """The database already holds what would be made. The text says so."""


async def prepare(house: House, *, say: Callable[[str], None]) -> None:
    """First administrator and demo, each only where it is missing."""
    settings = house.settings
    if settings.admin_email and settings.admin_password:
        await first_admin(house)
    if settings.demo:
        del say


async def first_admin(house: House) -> None:
    """Make the administrator of the settings unless the address has an account."""
    settings = house.settings
    assert settings.admin_password is not None  # noqa: S101 - prepare() has looked
    async with house.database.transaction() as session:
        index = house.signer.email_index(settings.admin_email)
        if await queries.person_by_email(session, email_index=index):
            return
        now = utc_now()
        person = await service.sign_up(
            session,
            SignUp(name="Administrator", email=settings.admin_email, password=settings.admin_password),
            vault=house.vault,
            signer=house.signer,
            passwords=house.passwords,
            now=now,
        )
        organisation = await service.found_organisation(session, name=FIRST_ORGANISATION, now=now)
        await service.join_organisation(session, person_id=person.id, org_id=organisation.id, role=Role.ADMIN, now=now)
