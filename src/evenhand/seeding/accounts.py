"""Accounts made by the operator rather than by signing up."""

from pydantic import SecretStr, ValidationError

from evenhand.domains.identity import queries, service
from evenhand.domains.identity.schemas import SignUp
from evenhand.kit.clock import utc_now
from evenhand.kit.permissions import ORGANISATION_ROLES, Role
from evenhand.web.forms import sentences
from evenhand.wiring import House

FIRST_ORGANISATION = "My organisation"
LONGEST_NAME = 120


class SeedingRefused(Exception):
    """What is asked for does not belong into this database. The text says why."""


async def create_user(house: House, new: SignUp, *, role: Role, organisation: str) -> None:
    """Make an account with a role, and the organisation where there is none of that name. Raises SeedingRefused."""
    if role in ORGANISATION_ROLES and not service.slug_of(organisation):
        raise SeedingRefused("An organisation's name has at least one letter or digit.")
    if len(organisation) > LONGEST_NAME:
        raise SeedingRefused(f"An organisation's name has at most {LONGEST_NAME} characters.")
    async with house.database.transaction() as session:
        now = utc_now()
        person = await service.sign_up(
            session, new, vault=house.vault, signer=house.signer, passwords=house.passwords, now=now, verified=True
        )
        if role is Role.PLATFORM:
            index = house.signer.email_index(new.email)
            await service.make_platform_admin(session, email_index=index, now=now)
        if role not in ORGANISATION_ROLES:
            return
        slug = service.slug_of(organisation)
        found = await queries.organisation_by_slug(session, slug=slug)
        found = found or await service.found_organisation(session, name=organisation, now=now)
        await service.join_organisation(session, person_id=person.id, org_id=found.id, role=role, now=now)


async def first_admin(house: House) -> None:
    """Make the administrator of the settings, unless none is named or the address has an account.

    Raises SeedingRefused when they make no account.
    """
    settings = house.settings
    if not settings.admin_email or settings.admin_password is None:
        return
    async with house.database.transaction() as session:
        known = await queries.person_by_email(session, email_index=house.signer.email_index(settings.admin_email))
    if known is None:
        new = _signing_up("ADMIN", "Administrator", settings.admin_email, settings.admin_password)
        await create_user(house, new, role=Role.ADMIN, organisation=FIRST_ORGANISATION)


async def first_platform_admin(house: House) -> None:
    """Make the platform administrator of the settings, unless none is named or there is one already.

    An account with the address that is there already is left alone, since anyone may have signed up with it.
    Raises SeedingRefused when they make no account.
    """
    settings = house.settings
    if not settings.platform_email or settings.platform_password is None:
        return
    async with house.database.transaction() as session:
        if await queries.platform_admins(session):
            return
    new = _signing_up("PLATFORM", "Platform administrator", settings.platform_email, settings.platform_password)
    try:
        await create_user(house, new, role=Role.PLATFORM, organisation="")
    except service.EmailTaken:
        raise SeedingRefused(
            "EVENHAND_PLATFORM_EMAIL has an account already. If it is yours: evenhand user admin ADDRESS"
        ) from None


def _signing_up(setting: str, name: str, email: str, password: SecretStr) -> SignUp:
    try:
        return SignUp(name=name, email=email, password=password)
    except ValidationError as error:
        wrong = " ".join(f"EVENHAND_{setting}_{field.upper()}: {text}" for field, text in sentences(error).items())
        raise SeedingRefused(f"The first administrator cannot be made. {wrong}") from None
