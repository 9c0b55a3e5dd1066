"""What is done and read is told in the same transaction, and what was told stays as it is."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from tests.applicants import make_application
from tests.client import Client
from tests.interviewing import GOOD, make_interview, take
from tests.openings import make_job
from tests.people import NOW, Cast

from evenhand.domains.applications import service as applications
from evenhand.domains.audit import queries, service
from evenhand.domains.audit.models import Entry
from evenhand.domains.audit.rules import INSTALLATION, NotForTheLog
from evenhand.domains.audit.service import Act, Object
from evenhand.domains.interviews.service import inviting
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import NOBODY
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]


async def told(house: House, org_id: UUID) -> list[Entry]:
    """The entries of an organisation, the oldest first."""
    async with house.database.transaction() as session:
        return list(reversed(await queries.entries(session, org_id=org_id, limit=1000)))


class TestRecord:
    async def test_is_gone_with_what_it_tells_of(self, house: House, cast: Cast) -> None:
        before = len(await told(house, cast.alice.org_id))
        with suppress(LookupError):
            async with house.database.transaction() as session:
                service.record(session, Act.JOB_CLOSED, actor=cast.alice.actor, now=NOW)
                await session.flush()
                raise LookupError
        assert len(await told(house, cast.alice.org_id)) == before

    @pytest.mark.parametrize(
        "words", ["Not a fit for us.", "mira@example.org", "Mira", "two words", "", "x" * 41, "é", "a\n"]
    )
    async def test_takes_nobodys_words(self, house: House, cast: Cast, words: str) -> None:
        async with house.database.transaction() as session:
            with pytest.raises(NotForTheLog) as refused:
                service.record(session, Act.JOB_CLOSED, actor=NOBODY, now=NOW, before={"stage": words})
        assert not words or words not in str(refused.value)

    async def test_holds_where_it_came_from_but_no_address(self, client_of: ClientOf, house: House, cast: Cast) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        client = await client_of(cast.bob)
        assert (await client.get(f"/staff/applications/{application.id}")).status_code == 200
        last = (await told(house, cast.bob.org_id))[-1]
        assert (last.act, last.person_id, last.role, last.object_kind, last.object_id, last.reason) == (
            Act.APPLICATION_READ,
            cast.bob.id,
            "recruiter",
            Object.APPLICATION,
            application.id,
            "resume",
        )
        assert last.network == "127.0.0.0/24"


class TestWhatIsDone:
    async def test_to_an_application_is_told_with_its_stages(self, house: House, cast: Cast) -> None:
        application = await make_application(house, cast.mira, await make_job(house, cast.bob))
        start = len(await told(house, cast.bob.org_id))
        async with house.database.transaction() as session:
            options = {"actor": cast.bob.actor, "application_id": application.id, "vault": house.vault, "now": NOW}
            moved = await applications.move(session, to="review", version=application.version, **options)  # type: ignore[arg-type]
            step = (await queries.entries(session, org_id=cast.bob.org_id, limit=1))[0]
            assert step.after
            await applications.undo(
                session, actor=cast.bob.actor, act_id=UUID(step.after["move"]), vault=house.vault, now=NOW
            )
            await applications.move(
                session,
                to="rejected",
                version=moved.version,
                reason="Not enough years with the tools we use.",
                **options,  # type: ignore[arg-type]
            )
        found = (await told(house, cast.bob.org_id))[start:]
        assert [(one.act, (one.before or {})["stage"], (one.after or {})["stage"]) for one in found] == [
            (Act.APPLICATION_MOVED, "applied", "review"),
            (Act.APPLICATION_MOVE_UNDONE, "review", "applied"),
            (Act.APPLICATION_REJECTED, "applied", "rejected"),
        ]
        assert {one.person_id for one in found} == {cast.bob.id}

    async def test_to_an_interview_is_told(
        self, house: House, cast: Cast, client_of: ClientOf, run_background: Callable[[], Awaitable[int]]
    ) -> None:
        interview = await make_interview(house, cast)
        await take(house, cast.mira, interview, [GOOD, None, GOOD])
        await run_background()
        async with house.database.transaction() as session:
            await inviting.release(session, actor=cast.bob.actor, interview_id=interview.id, now=NOW)
        client = await client_of(cast.bob)
        rated = await client.post(f"/api/v1/interviews/{interview.id}/ratings", json={"relevance": 5})
        assert rated.status_code < 300, rated.text
        acts = [one.act for one in await told(house, cast.bob.org_id)]
        wanted = [
            Act.ROLE_GIVEN,
            Act.JOB_PUBLISHED,
            Act.QUESTION_APPROVED,
            Act.INTERVIEW_INVITED,
            Act.SCORECARD_RELEASED,
            Act.INTERVIEW_RATED,
        ]
        assert [act for act in wanted if act not in acts] == []

    async def test_at_the_door_is_told(self, house: House, cast: Cast, client_of: ClientOf) -> None:
        client = await client_of()
        right = {"email": cast.bob.email, "password": "correct horse battery"}
        wrong = {**right, "password": "not my password"}
        unknown = {"email": "nobody.here@example.org", "password": "not my password"}
        assert (await client.post("/api/v1/auth/login", json=wrong)).status_code == 401
        assert (await client.post("/api/v1/auth/login", json=unknown)).status_code == 401
        assert (await client.submit("/sign-in", wrong)).status_code == 422
        assert (await client.submit("/sign-in", right)).status_code == 303
        inside = await client_of(cast.bob)
        assert (await inside.submit("/sign-out")).status_code == 303
        found = [one for one in await told(house, cast.bob.org_id) if one.act.startswith("sign_in.")]
        assert [(one.act, one.person_id, one.object_id) for one in found] == [
            (Act.SIGN_IN_FAILED, None, cast.bob.id),
            (Act.SIGN_IN_FAILED, None, cast.bob.id),
            (Act.SIGN_IN_SUCCEEDED, cast.bob.id, None),
            (Act.SIGNED_OUT, cast.bob.id, None),
        ]
        outside = [one for one in await told(house, INSTALLATION) if one.act != Act.CONSENT_GIVEN]  # of the cast
        assert [(one.act, one.object_id) for one in outside] == [(Act.SIGN_IN_FAILED, None)]


CHANGES = {
    "told": "UPDATE audit_entry SET act = 'job.closed' WHERE id = :id",
    "sealed": "UPDATE audit_entry SET hash = NULL WHERE id = :id",
    "sealed anew": "UPDATE audit_entry SET seq = seq + 1 WHERE id = :id",
    "taken out": "DELETE FROM audit_entry WHERE id = :id",
    "emptied": "TRUNCATE audit_entry",
    "chain": "UPDATE audit_chain SET head = '\\x00'",
    "chain shortened": "UPDATE audit_chain SET length = 0",
    "chain gone": "DELETE FROM audit_chain",
}


class TestTheDatabase:
    @pytest.mark.parametrize("change", CHANGES)
    async def test_lets_nothing_be_changed(self, house: House, cast: Cast, change: str) -> None:
        async with house.database.transaction() as session:
            await service.seal(session)
            entry_id = await session.scalar(select(Entry.id).where(Entry.seq.is_not(None)).limit(1))
            values: dict[str, object] = {"id": entry_id} if ":id" in CHANGES[change] else {}
            with pytest.raises(DBAPIError, match=r"never changed|only grows"):
                await try_to(session, CHANGES[change], values)

    async def test_lets_nothing_told_be_changed_while_it_is_sealed(self, house: House, cast: Cast) -> None:
        async with house.database.transaction() as session:
            statement = "UPDATE audit_entry SET seq = 900, person_id = :id WHERE seq IS NULL"
            with pytest.raises(DBAPIError, match="never changed"):
                await try_to(session, statement, {"id": new_id()})


async def try_to(session: Session, statement: str, values: dict[str, object]) -> None:
    async with session.begin_nested():
        await session.execute(text(statement), values)
