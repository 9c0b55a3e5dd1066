"""Looking after an installation: migrations, demo, accounts, the API's document."""

import asyncio
import getpass
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr, ValidationError

from evenhand import migrate as migrations
from evenhand import seeding
from evenhand.cli.acts import OPERATOR
from evenhand.cli.database import open_database, read_environment, read_settings, saying_why, stop_with
from evenhand.cli.lines import LineUnusable, opened, read_object
from evenhand.domains.audit import service as audit
from evenhand.domains.audit.rules import Act
from evenhand.domains.identity import service as identity
from evenhand.domains.identity.schemas import ImportedPerson, SignUp
from evenhand.kit import logs
from evenhand.kit.clock import utc_now
from evenhand.kit.permissions import NOBODY, ORGANISATION_ROLES, Role
from evenhand.kit.settings import Settings
from evenhand.main import create_api
from evenhand.web.forms import sentences
from evenhand.wiring import House


def migrate() -> None:
    """Bring the database to this version's schema."""

    async def nothing_more(_house: House) -> None:
        print("The database is at this version.")

    with_house(nothing_more)


def demo(*, reset: bool, yes: bool) -> None:
    """Fill an empty database with the demo; with `reset` empty it first, once someone has agreed."""
    if reset and not yes and not _agreed("Every account, application and file of this installation goes. Go on?"):
        stop_with("Nothing was changed. Add --yes where nobody can be asked.")

    async def fill(house: House) -> None:
        if reset:
            await seeding.empty_demo(house)
        await seeding.demo(house, say=print)

    with_house(fill)


def create_user(*, email: str, name: str, role: str, organisation: str) -> None:
    """Make an account, and its organisation where there is none of that name."""
    if role not in set(Role):
        stop_with(f"There is no role “{role}”. Choose one of: {', '.join(Role)}.")
    if role in ORGANISATION_ROLES and not organisation:
        stop_with(f"The role {role} is held in an organisation: add --organisation NAME.")
    if role not in ORGANISATION_ROLES and organisation:
        stop_with("Candidates and platform administrators belong to no organisation: leave --organisation out.")
    settings = read_settings()
    try:
        new = SignUp(name=name, email=email, password=_password(settings))
    except ValidationError as error:
        stop_with(" ".join(f"{field}: {text}" for field, text in sentences(error).items()))

    async def create(house: House) -> None:
        await seeding.create_user(house, new, role=Role(role), organisation=organisation)
        print(f"{new.email} can sign in now.")

    with_house(create, settings)


def platform_admin(email: str, *, remove: bool) -> None:
    """Make an account a platform administrator, or a candidate again."""

    async def change(house: House) -> None:
        turn = identity.unmake_platform_admin if remove else identity.make_platform_admin
        async with house.database.transaction() as session:
            changed = await turn(session, email_index=house.signer.email_index(email), now=utc_now())
        now_is = "is a platform administrator no more" if remove else "is a platform administrator now"
        print(f"{email} {now_is}." if changed else f"{email} {now_is}, and was so before.")

    with_house(change)


def reset_second_step(email: str) -> None:
    """Take away the second step of somebody who lost app and recovery codes."""

    async def change(house: House) -> None:
        async with house.database.transaction() as session:
            await identity.second_step_setup.reset(session, email_index=house.signer.email_index(email), now=utc_now())
        print(f"{email} signs in with the password alone, until they set up another app. A mail tells them.")

    with_house(change)


def import_users(file: Path) -> None:
    """Make the accounts that a file of JSON Lines names. What has an account already stays as it is."""
    found: list[tuple[int, ImportedPerson]] = []
    refused = 0
    with opened(file) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                found.append((number, ImportedPerson.model_validate(read_object(line))))
            except LineUnusable as trouble:
                why = str(trouble)
            except ValidationError as error:
                why = " ".join(f"{field}: {text}" for field, text in sentences(error).items())
            else:
                continue
            refused += 1
            print(f"Line {number}: {why}", file=sys.stderr)

    async def take(house: House) -> None:
        known = 0
        for number, person in found:
            if person.language not in {tongue.tag for tongue in house.languages}:
                person = person.model_copy(update={"language": house.settings.language})  # noqa: PLW2901
            try:
                async with house.database.transaction() as session:
                    await identity.import_person(session, person, vault=house.vault, signer=house.signer, now=utc_now())
            except identity.EmailTaken:
                known += 1
                print(f"Line {number}: there is an account with this address already; it stays as it is.")
        async with house.database.transaction() as session:
            about = {"made": len(found) - known, "known": known, "refused": refused}
            audit.record(session, Act.USERS_IMPORTED, actor=NOBODY, reason=OPERATOR, after=about, now=utc_now())
        print(f"{len(found) - known} imported, {known} there already, {refused} not taken.")

    with_house(take)
    if refused:
        raise SystemExit(1)


def openapi() -> None:
    """Print the API's document; needs neither server nor database."""
    settings = read_environment()
    with TemporaryDirectory() as folder:
        settings = settings.model_copy(
            update={"data_dir": Path(folder), "smtp_url": None, "environment": "development"}
        )
        house = House.build(settings, database_url="postgresql+asyncpg://nowhere/none")
        print(json.dumps(create_api(house).openapi(), indent=1))


def _agreed(question: str) -> bool:
    return sys.stdin.isatty() and input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}


def _password(settings: Settings) -> SecretStr:
    if settings.admin_password:
        return settings.admin_password
    if not sys.stdin.isatty():
        given = sys.stdin.buffer.readline()
        try:
            return SecretStr(given.decode().rstrip("\r\n"))
        except UnicodeDecodeError:
            stop_with("The password on standard input is not UTF-8.")
    first = getpass.getpass("Password (at least 10 characters): ")
    if first != getpass.getpass("The same again: "):
        stop_with("The two passwords differ.")
    return SecretStr(first)


def with_house(run: Callable[[House], Awaitable[None]], settings: Settings | None = None) -> None:
    settings = settings or read_settings()
    logs.configure(settings.log_format)

    async def within(url: str) -> None:
        house = House.build(settings, database_url=url)
        try:
            await migrations.upgrade(house.database.engine)
            await run(house)
        finally:
            await house.database.close()

    with saying_why(), open_database(settings) as database:
        asyncio.run(within(database.url))
