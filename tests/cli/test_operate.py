"""Looking after an installation from the command line."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import bcrypt
import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr
from tests.cli.command import environment, evenhand
from tests.drift import drift
from tests.people import make_member

from evenhand import migrate, wiring
from evenhand.cli import operate
from evenhand.domains.identity import queries, service
from evenhand.domains.identity.service import second_step_setup
from evenhand.kit import logs
from evenhand.kit.clock import utc_now
from evenhand.kit.db import make_engine
from evenhand.kit.permissions import Actor, Role
from evenhand.kit.settings import Settings
from evenhand.seeding import SeedingRefused, first_admin, first_platform_admin
from evenhand.wiring import House

PASSWORD = "correct horse battery"


class TestMigrate:
    async def test_brings_an_empty_database_to_this_version_whoever_else_does(
        self, empty_database: str, tmp_path: Path
    ) -> None:
        folder = {"EVENHAND_DATA_DIR": str(tmp_path), "EVENHAND_ENVIRONMENT": "development"}
        env = environment(DATABASE_URL=empty_database, **folder)
        for done in await asyncio.gather(*(asyncio.to_thread(evenhand, "migrate", env=env) for _ in range(2))):
            assert (done.returncode, done.stderr) == (0, b"")
            assert done.stdout == b"The database is at this version.\n"
        engine = make_engine(empty_database)
        assert not await migrate.pending(engine)
        assert await drift(engine) == []
        await engine.dispose()

    async def test_says_that_the_user_may_not(self, guest_database: str, tmp_path: Path) -> None:
        folder = {"EVENHAND_DATA_DIR": str(tmp_path), "EVENHAND_ENVIRONMENT": "development"}
        env = environment(DATABASE_URL=guest_database, **folder)
        done = await asyncio.to_thread(evenhand, "migrate", env=env, from_nothing=True)
        assert done.returncode == 1
        assert done.stderr.decode() == (
            "evenhand: The database refused this: permission denied for schema public. "
            "Check that the user in DATABASE_URL owns its database.\n"
        )


class TestCreateUser:
    @pytest.fixture
    async def house(self, own_database: str, tmp_path: Path) -> AsyncIterator[House]:
        """The same installation as the command's, looked at from here."""
        house = House.build(
            Settings(data_dir=tmp_path, environment="development", _env_file=None), database_url=own_database
        )
        yield house
        await house.database.close()

    @pytest.fixture(autouse=True)
    def surroundings(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EVENHAND_DATA_DIR", str(house.settings.data_dir))
        monkeypatch.setenv("DATABASE_URL", house.database.engine.url.render_as_string(hide_password=False))
        monkeypatch.setenv("EVENHAND_ADMIN_PASSWORD", PASSWORD)
        monkeypatch.setattr(logs, "configure", lambda _: None)  # it would outlast the test

    async def create(self, name: str, role: str = "candidate", organisation: str = "") -> None:
        email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
        await asyncio.to_thread(operate.create_user, email=email, name=name, role=role, organisation=organisation)

    async def account(self, house: House, email: str, password: str) -> Actor:
        async with house.database.transaction() as session:
            person = await queries.person_by_email(session, email_index=house.signer.email_index(email))
            assert person
            assert await house.passwords.verify(person.password_hash, password)
            return await service.actor_of(session, person_id=person.id)

    async def test_makes_people_who_can_sign_in_and_their_organisation_once(
        self, house: House, capsys: pytest.CaptureFixture[str]
    ) -> None:
        await self.create("Alice Owner", "admin", "Harbour Test")
        await self.create("Bob Recruiter", "recruiter", "Harbour Test")
        await self.create("Charlie Outside", "admin", "Outside Test")
        await self.create("Mira Candidate")
        assert capsys.readouterr().out.splitlines()[0] == "alice@example.org can sign in now."
        alice, bob, charlie, mira = [
            await self.account(house, f"{name}@example.org", PASSWORD) for name in ("alice", "bob", "charlie", "mira")
        ]
        assert (alice.role, bob.role, mira.role) == (Role.ADMIN, Role.RECRUITER, Role.CANDIDATE)
        assert alice.organisation == bob.organisation != charlie.organisation
        assert mira.org_id is None

    async def test_imports_each_once_and_names_the_lines_it_cannot_take(
        self, house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        digest = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), b"qYb3jCw7", 1000).hex()
        brought = {
            "email": "olga@example.org",
            "name": "Ольга",
            "password_hash": f"pbkdf2:sha256:1000$qYb3jCw7${digest}",
        }
        with_bcrypt = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
        others = [
            {"email": "pavel@example.org", "name": "Pavel", "password_hash": with_bcrypt},
            {"email": "rita@example.org", "name": "Rita", "password_hash": PasswordHasher().hash(PASSWORD)},
        ]
        bad = {"email": "nina@example.org", "name": "Nina", "password_hash": "5f4dcc3b5aa765d61d8327deb882cf99"}
        file = tmp_path / "people.jsonl"
        file.write_text(
            "\n".join(
                [
                    json.dumps(brought),
                    "",
                    json.dumps(bad),
                    "{",
                    json.dumps({**brought, "email": "x"}),
                    *map(json.dumps, others),
                ]
            )
        )
        for counts in ("3 imported, 0 there already, 3 not taken.", "0 imported, 3 there already, 3 not taken."):
            with pytest.raises(SystemExit) as ended:
                await asyncio.to_thread(operate.import_users, file)
            said = capsys.readouterr()
            assert ended.value.code == 1
            assert said.out.splitlines()[-1] == counts
            assert [line.split(":")[0] for line in said.err.splitlines()] == ["Line 3", "Line 4", "Line 5"]
            assert "5f4dcc3b" not in said.err
        for name in ("olga", "pavel", "rita"):
            actor = await self.account(house, f"{name}@example.org", PASSWORD)
            assert actor.role is Role.CANDIDATE
            async with house.database.transaction() as session:
                person = (await queries.people(session, ids=[actor.person]))[actor.person]
            assert person.verified_at

    async def test_makes_platform_administrators_who_belong_to_nothing(
        self, house: House, capsys: pytest.CaptureFixture[str]
    ) -> None:
        await self.create("Petra Platform", "platform")
        await self.create("Mira Candidate")
        await self.create("Alice Owner", "admin", "Harbour Test")
        assert (await self.account(house, "petra@example.org", PASSWORD)).role is Role.PLATFORM
        for _ in range(2):
            await asyncio.to_thread(operate.platform_admin, "mira@example.org", remove=False)
        assert (await self.account(house, "mira@example.org", PASSWORD)).role is Role.PLATFORM
        await asyncio.to_thread(operate.platform_admin, "petra@example.org", remove=True)
        assert (await self.account(house, "petra@example.org", PASSWORD)).role is Role.CANDIDATE
        assert capsys.readouterr().out.splitlines()[3:] == [
            "mira@example.org is a platform administrator now.",
            "mira@example.org is a platform administrator now, and was so before.",
            "petra@example.org is a platform administrator no more.",
        ]
        for email, remove in (("alice@example.org", False), ("nobody@example.org", False), ("mira@example.org", True)):
            with pytest.raises(SystemExit):
                await asyncio.to_thread(operate.platform_admin, email, remove=remove)
        said = capsys.readouterr().err
        assert [words in said for words in ("belong to no organisation", "Nobody has an account", "only platform")]
        assert (await self.account(house, "alice@example.org", PASSWORD)).role is Role.ADMIN

    async def test_takes_a_lost_second_step_away(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        await self.create("Mira Candidate")
        async with house.database.transaction() as session:
            person = await queries.person_by_email(session, email_index=house.signer.email_index("mira@example.org"))
            assert person
            await second_step_setup.begin(session, actor=Actor(person_id=person.id), vault=house.vault, now=utc_now())
        await asyncio.to_thread(operate.reset_second_step, "mira@example.org")
        assert "signs in with the password alone" in capsys.readouterr().out
        with pytest.raises(SystemExit):
            await asyncio.to_thread(operate.reset_second_step, "mira@example.org")
        assert "There is no second step yet" in capsys.readouterr().err

    async def test_reads_the_password_from_standard_input(self, house: House) -> None:
        url = house.database.engine.url.render_as_string(hide_password=False)
        env = environment(DATABASE_URL=url, EVENHAND_DATA_DIR=str(house.settings.data_dir))
        options = ["--email", "mira@example.org", "--name", "Мира Сандовал"]
        done = await asyncio.to_thread(
            evenhand, "user", "create", *options, given="пароль из потока\r\nmore\n", env=env
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"mira@example.org can sign in now.\n", b"")
        await self.account(house, "mira@example.org", "пароль из потока")

    @pytest.mark.parametrize(
        ("name", "organisation", "words"),
        [
            ("Mira Again", "Harbour Test", "already"),
            ("Alice Owner", "!!!", "at least one letter or digit"),
            ("Alice Owner", "x" * 121, "at most 120 characters"),
        ],
    )
    async def test_refuses_and_makes_nothing(
        self, house: House, capsys: pytest.CaptureFixture[str], name: str, organisation: str, words: str
    ) -> None:
        await self.create("Mira Candidate")
        with pytest.raises(SystemExit) as end:
            await self.create(name, "admin", organisation)
        assert end.value.code == 1
        said = capsys.readouterr().err
        assert said.startswith("evenhand: ")
        assert words in said, said
        async with house.database.transaction() as session:
            assert (
                await queries.person_by_email(session, email_index=house.signer.email_index("alice@example.org"))
                is None
            )
            assert await queries.organisation_by_slug(session, slug=service.slug_of(organisation)) is None


class TestCreateUserRefusals:
    """Before any database is looked for."""

    @pytest.fixture(autouse=True)
    def surroundings(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
        monkeypatch.setenv("EVENHAND_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/none")
        yield
        assert list(tmp_path.iterdir()) == []

    def refused(self, capsys: pytest.CaptureFixture[str], **parts: str) -> str:
        given = {"email": "mira@example.org", "name": "Mira", "role": "candidate", "organisation": "", **parts}
        with pytest.raises(SystemExit) as end:
            operate.create_user(**given)
        assert end.value.code == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("evenhand: ")
        assert said.err.count("\n") == 1
        return said.err

    @pytest.mark.parametrize(
        ("parts", "words"),
        [
            ({"role": "king"}, "no role “king”. Choose one of: candidate, recruiter, expert, admin, platform."),
            ({"role": ""}, "no role “”"),
            ({"role": "admin"}, "The role admin is held in an organisation: add --organisation NAME."),
            ({"organisation": "Harbour"}, "leave --organisation out"),
            ({"email": "mira"}, "email: Write an e-mail address"),
            ({"name": " "}, "name: "),
        ],
    )
    def test_say_what_to_do(
        self,
        parts: dict[str, str],
        words: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("EVENHAND_ADMIN_PASSWORD", PASSWORD)
        assert words in self.refused(capsys, **parts)

    def test_ask_for_a_longer_password_and_do_not_repeat_it(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("EVENHAND_ADMIN_PASSWORD", "short42")
        said = self.refused(capsys)
        assert "password: Use at least 10 characters." in said
        assert "short42" not in said

    def test_name_each_setting_that_makes_no_sense(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("EVENHAND_PORT", "eighty")
        assert "EVENHAND_PORT cannot be used" in self.refused(capsys)


class TestFirstAdmin:
    @pytest.mark.parametrize(
        ("email", "password", "words"),
        [("alice", PASSWORD, "EVENHAND_ADMIN_EMAIL: Write"), ("alice@example.org", "short", "EVENHAND_ADMIN_PASSWORD")],
    )
    async def test_says_which_setting_makes_no_account(
        self, house: House, email: str, password: str, words: str
    ) -> None:
        settings = house.settings.model_copy(update={"admin_email": email, "admin_password": SecretStr(password)})
        object.__setattr__(house, "settings", settings)
        with pytest.raises(SeedingRefused, match=words) as refusal:
            await first_admin(house)
        assert password not in str(refusal.value) or password == PASSWORD
        object.__setattr__(house, "settings", settings.model_copy(update={"admin_email": "", "admin_password": None}))

    async def test_is_made_once(self, house: House) -> None:
        settings = house.settings.model_copy(
            update={"admin_email": "Alice@example.org", "admin_password": SecretStr(PASSWORD)}
        )
        object.__setattr__(house, "settings", settings)
        for _ in range(2):
            await first_admin(house)
        async with house.database.transaction() as session:
            index = house.signer.email_index("alice@example.org")
            person = await queries.person_by_email(session, email_index=index)
            assert person
            assert (await service.actor_of(session, person_id=person.id)).role is Role.ADMIN


class TestFirstPlatformAdmin:
    async def test_is_made_while_there_is_none_and_never_of_somebody_elses_account(self, house: House) -> None:
        def setting(email: str) -> None:
            update = {"platform_email": email, "platform_password": SecretStr(PASSWORD)}
            object.__setattr__(house, "settings", house.settings.model_copy(update=update))

        await make_member(house, "Mira Candidate", None, Role.CANDIDATE)
        setting("Mira@example.org")
        with pytest.raises(SeedingRefused, match="evenhand user admin"):
            await first_platform_admin(house)
        for email in ("petra@example.org", "petra@example.org", "another@example.org"):
            setting(email)
            await first_platform_admin(house)
        async with house.database.transaction() as session:
            (petra,) = await queries.platform_admins(session)
            assert petra.email_index == house.signer.email_index("petra@example.org")
            assert (await service.actor_of(session, person_id=petra.id)).role is Role.PLATFORM


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """Printed without a database, without a place to write and with a mail server that is nonsense."""
    env = environment(
        DATABASE_URL="postgresql://127.0.0.1:1/none",
        EVENHAND_DATA_DIR="/proc/nowhere",
        EVENHAND_SMTP_URL="nonsense",
    )
    done = evenhand("openapi", env=env, cwd=Path("/proc"))
    assert (done.returncode, done.stderr) == (0, b"")
    read: dict[str, Any] = json.loads(done.stdout)
    return read


class TestOpenapi:
    def test_is_openapi_3_1_of_this_version(self, document: dict[str, Any]) -> None:
        assert document["openapi"].startswith("3.1.")
        assert document["info"]["title"] == "Evenhand"
        assert all(path.startswith(f"{wiring.API_PREFIX}/") for path in document["paths"] if path.startswith("/api"))
        assert f"{wiring.API_PREFIX}/auth/login" in document["paths"]

    def test_declares_whatever_it_refers_to(self, document: dict[str, Any]) -> None:
        references = list(found(document, "$ref"))
        assert len(references) > 10
        for reference in references:
            target = document
            for part in reference.removeprefix("#/").split("/"):
                target = target[part]

    def test_names_every_operation_once_with_its_parameters_and_answers(self, document: dict[str, Any]) -> None:
        names = []
        for path, methods in document["paths"].items():
            for operation in methods.values():
                names.append(operation["operationId"])
                assert operation["responses"]
                inside = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
                assert inside == {part[1:-1] for part in path.split("/") if part.startswith("{")}
                assert "x-permission" in operation
        assert len(set(names)) == len(names) > 10


def found(value: Any, key: str) -> Iterator[str]:
    """Every value of a key, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key and isinstance(inner, str):
                yield inner
            yield from found(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from found(inner, key)
