"""Keys for programs: no more than their maker may do, for no longer than they belong, told apart in the log."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from scripts.docs import walk
from sqlalchemy import text
from tests.architecture.test_permissions import fill
from tests.client import Client
from tests.interviewing import GOOD, make_interview, take
from tests.openings import job_fields
from tests.people import NOW, Cast, Member

from evenhand.domains.identity import service
from evenhand.domains.identity.pages.api_keys import MEANING
from evenhand.domains.identity.queries import keys
from evenhand.domains.identity.schemas import ApiKeyIn
from evenhand.domains.identity.service import api_keys
from evenhand.kit.clock import utc_now
from evenhand.kit.db import Session
from evenhand.kit.permissions import GRANTABLE, Permission, Role
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
READ, WRITE = Permission.JOBS_READ, Permission.JOBS_WRITE


async def key_of(house: House, who: Member, *scopes: Permission, days: int = 90) -> str:
    """A key of somebody's, as a program would keep it."""
    async with house.database.transaction() as session:
        new = ApiKeyIn(name="Export to payroll", scopes=list(scopes), days=days)
        _, token = await api_keys.make_key(session, new, actor=who.actor, now=utc_now())
    return token


async def program(client_of: ClientOf, token: str) -> Client:
    client = await client_of()
    client.bearer = token
    return client


class TestMakeKey:
    async def test_tells_the_key_once_and_keeps_its_hash(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        bob = await client_of(cast.bob)
        made = (await bob.post("/api/v1/api-keys", json={"name": "Export", "scopes": ["jobs:read"]})).json()
        assert made["key"].startswith(made["prefix"] + "_")
        assert made["prefix"].startswith("evh_")
        listed = (await bob.get("/api/v1/api-keys")).text
        assert made["prefix"] in listed
        assert made["key"] not in listed
        async with house.database.transaction() as session:
            row = str((await session.execute(text("SELECT * FROM api_key"))).mappings().one())
            about = await session.scalar(text("SELECT object_id FROM audit_entry WHERE act = 'key.made'"))
        assert made["key"] not in row
        assert str(about) == made["id"]
        assert (await (await program(client_of, made["key"])).get("/api/v1/jobs?mine=true")).status_code == 200

    async def test_on_the_pages_shows_it_once(self, client_of: ClientOf, cast: Cast) -> None:
        bob = await client_of(cast.bob)
        assert "Write, publish and close jobs" in (await bob.get("/staff/keys")).text
        nothing = await bob.submit("/staff/keys", {"name": "Export", "days": "30"})
        assert (nothing.status_code, "Choose what the key may do." in nothing.text) == (422, True)
        answer = await bob.submit("/staff/keys", {"name": "Export", "scopes": ["jobs:read"], "days": "30"})
        token = answer.text.partition("<code>evh_")[2].partition("</code>")[0]
        assert len(token) > 40
        after = (await bob.get("/staff/keys")).text
        assert token not in after
        assert f"evh_{token[:8]}…" in after
        assert "Never used." in after

    @pytest.mark.parametrize("scope", ["members:manage", "account:use", "keys:manage", "questions:review", "anyone"])
    async def test_gives_no_more_than_its_maker_may_let_go(self, client_of: ClientOf, cast: Cast, scope: str) -> None:
        bob = await client_of(cast.bob)
        answer = await bob.post("/api/v1/api-keys", json={"name": "Export", "scopes": ["jobs:read", scope]})
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_not_held")
        page = await bob.submit("/staff/keys", {"name": "Export", "scopes": ["jobs:read", scope], "days": "30"})
        assert page.status_code == 422

    def test_has_words_for_everything_it_may_give(self) -> None:
        assert set(MEANING) == GRANTABLE

    async def test_is_for_members_only(self, client_of: ClientOf, cast: Cast) -> None:
        mira = await client_of(cast.mira)
        body = {"name": "Export", "scopes": ["jobs:read"]}
        assert (await mira.post("/api/v1/api-keys", json=body)).status_code == 403

    async def test_stops_at_what_anybody_can_keep_an_eye_on(self, session: Session, cast: Cast) -> None:
        new = ApiKeyIn(name="Export", scopes=[READ])
        for _ in range(api_keys.MOST):
            await api_keys.make_key(session, new, actor=cast.bob.actor, now=NOW)
        with pytest.raises(api_keys.TooManyKeys):
            await api_keys.make_key(session, new, actor=cast.bob.actor, now=NOW)


class TestProgram:
    async def test_does_what_its_key_covers_and_the_log_says_by_which(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        writing = await program(client_of, await key_of(house, cast.bob, READ, WRITE))
        made = await writing.post("/api/v1/jobs", json=job_fields())
        assert made.status_code == 201
        assert (await writing.post(f"/api/v1/jobs/{made.json()['id']}/publish")).status_code == 200
        async with house.database.transaction() as session:
            (key,) = await keys.of_person(session, person_id=cast.bob.id)
            entry = (
                (await session.execute(text("SELECT * FROM audit_entry WHERE act = 'job.published'"))).mappings().one()
            )
        assert (entry["person_id"], entry["after"]["key"]) == (cast.bob.id, str(key.id))
        reading = await program(client_of, await key_of(house, cast.bob, READ))
        refused = await reading.post("/api/v1/jobs", json=job_fields())
        assert (refused.status_code, "does not go so far" in refused.text) == (403, True)

    async def test_reaches_no_account_no_person_and_no_key(
        self, api: FastAPI, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        """With everything that an administrator can let a key do."""
        every = [one for one in GRANTABLE if cast.alice.actor.may(one)]
        client = await program(client_of, await key_of(house, cast.alice, *every))
        closed = [
            one
            for one in walk(api)
            if one.rule
            and one.rule.kind == "api"
            and one.rule.permission not in GRANTABLE
            and one.rule.permission is not Permission.ANYONE
        ]
        assert len(closed) > 20
        for one in closed:
            answer = await client.request(one.method, fill(one.path))
            assert answer.status_code == 403, (one, answer.status_code)

    async def test_reads_one_application_its_interview_and_scorecard_and_no_more(
        self, client_of: ClientOf, cast: Cast, house: House, run_background: Callable[[], Awaitable[int]]
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD, None, GOOD])
        await run_background()
        application = f"/api/v1/applications/{interview.application_id}"
        held = f"/api/v1/interviews/{interview.id}"
        reads = Permission.APPLICATIONS_READ, Permission.INTERVIEWS_READ
        using = await program(client_of, await key_of(house, cast.bob, *reads))
        received = await using.get(application)
        assert (received.status_code, received.json()["side"]) == (200, "organisation")
        assert [one["id"] for one in (await using.get("/api/v1/interviews")).json()["items"]] == [str(interview.id)]
        assert (await using.get(held)).json()["scorecard"]["answers"][0]["answer"] == GOOD
        assert (await using.get(f"{held}/scorecard")).status_code == 200
        assert (await using.post(f"{application}/notes", json={"text": "Calm."})).status_code == 403
        assert (await using.post(f"{held}/ratings", json={"relevance": 5})).status_code == 403
        foreign = await program(client_of, await key_of(house, cast.charlie, *reads))
        for address in (application, held, f"{held}/scorecard"):
            assert (await foreign.get(address)).status_code == 404
        less = await program(client_of, await key_of(house, cast.bob, READ))
        for address in (application, held, f"{held}/scorecard"):
            assert (await less.get(address)).status_code == 403

    async def test_reads_nothing_that_its_maker_has_as_a_candidate(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        interview = await make_interview(house, cast)
        async with house.database.transaction() as session:
            await service.join_organisation(
                session, person_id=cast.mira.id, org_id=cast.charlie.org_id, role=Role.RECRUITER, now=NOW
            )
        mira = replace(cast.mira, actor=replace(cast.mira.actor, org_id=cast.charlie.org_id, role=Role.RECRUITER))
        reads = Permission.APPLICATIONS_READ, Permission.INTERVIEWS_READ
        using = await program(client_of, await key_of(house, mira, *reads))
        assert (await using.get(f"/api/v1/applications/{interview.application_id}")).status_code == 404
        assert (await using.get(f"/api/v1/interviews/{interview.id}")).status_code == 404
        assert (await using.get("/api/v1/interviews")).json()["items"] == []

    async def test_is_no_sign_in_on_the_pages(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        token = await key_of(house, cast.bob, READ)
        client = await client_of()
        answer = await client.get("/staff/jobs", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 303
        client.cookies.set("evenhand", token)
        assert (await client.get("/staff/jobs")).status_code == 303

    @pytest.mark.parametrize("wrong", ["evh_", "evh_0000", "evh_12345678_" + "A" * 43, "evh_\u00e9"])
    async def test_with_a_key_that_is_none_is_told_so(self, client_of: ClientOf, wrong: str) -> None:
        client = await client_of()
        answer = await client.get("/api/v1/jobs", headers={b"authorization": f"Bearer {wrong}".encode()})
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")

    async def test_is_out_once_its_key_ran_out(self, session: Session, cast: Cast) -> None:
        new = ApiKeyIn(name="Export", scopes=[READ], days=1)
        _, token = await api_keys.make_key(session, new, actor=cast.bob.actor, now=NOW)
        assert await api_keys.recognised(session, token=token, now=NOW + timedelta(hours=23))
        assert await api_keys.recognised(session, token=token, now=NOW + timedelta(days=1)) is None

    async def test_is_known_to_be_used_to_the_hour(self, session: Session, cast: Cast) -> None:
        row, token = await api_keys.make_key(
            session, ApiKeyIn(name="Export", scopes=[READ]), actor=cast.bob.actor, now=NOW
        )
        for minutes, noted in ((0, 0), (59, 0), (60, 60)):
            await api_keys.recognised(session, token=token, now=NOW + timedelta(minutes=minutes))
            await session.refresh(row)
            assert row.last_used_at == NOW + timedelta(minutes=noted)


class TestRevoke:
    async def test_ends_it_at_the_next_request(self, client_of: ClientOf, cast: Cast, house: House) -> None:
        using = await program(client_of, await key_of(house, cast.bob, READ))
        bob, erin, alice = await client_of(cast.bob), await client_of(cast.erin), await client_of(cast.alice)
        (listed,) = (await bob.get("/api/v1/api-keys")).json()
        assert (await erin.get("/api/v1/api-keys")).json() == []
        assert [one["made_by"] for one in (await alice.get("/api/v1/api-keys")).json()] == [cast.bob.name]
        assert (await erin.delete(f"/api/v1/api-keys/{listed['id']}")).status_code == 404
        assert (await using.get("/api/v1/question-sets")).status_code == 403
        assert (await using.get("/api/v1/jobs")).status_code == 200
        assert (await bob.submit(f"/staff/keys/{listed['id']}/revoke")).status_code == 303
        assert (await using.get("/api/v1/jobs")).status_code == 401
        assert (await alice.delete(f"/api/v1/api-keys/{listed['id']}")).status_code == 404

    async def test_comes_with_the_end_of_the_membership_for_good(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        using = await program(client_of, await key_of(house, cast.bob, READ))
        assert (await using.get("/api/v1/jobs")).status_code == 200
        async with house.database.transaction() as session:
            await service.remove_member(session, actor=cast.alice.actor, member_id=cast.bob.id, now=NOW)
        assert (await using.get("/api/v1/jobs")).status_code == 401
        async with house.database.transaction() as session:
            await service.join_organisation(
                session, person_id=cast.bob.id, org_id=cast.alice.org_id, role=Role.RECRUITER, now=NOW
            )
        assert (await using.get("/api/v1/jobs")).status_code == 401

    async def test_of_what_a_role_held_comes_with_the_new_role(
        self, client_of: ClientOf, cast: Cast, house: House
    ) -> None:
        using = await program(client_of, await key_of(house, cast.bob, READ, WRITE))
        assert (await using.post("/api/v1/jobs", json=job_fields())).status_code == 201
        async with house.database.transaction() as session:
            await service.change_role(session, actor=cast.alice.actor, member_id=cast.bob.id, role=Role.EXPERT, now=NOW)
        assert (await using.post("/api/v1/jobs", json=job_fields())).status_code == 403
        assert (await using.get("/api/v1/jobs")).status_code == 200
