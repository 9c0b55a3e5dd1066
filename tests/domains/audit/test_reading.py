"""The log as administrators read it, on the page, over the API, and as files that can be checked."""

import csv
import io
import json
from collections.abc import Awaitable, Callable

import pytest
from tests.applicants import make_application
from tests.client import Client
from tests.domains.identity.test_platform import promoted
from tests.openings import make_job
from tests.people import NOW, Cast

from evenhand.domains.audit import service
from evenhand.domains.audit.rules import INSTALLATION
from evenhand.domains.audit.service import Act, Object
from evenhand.engines.auditing import check, read_head, read_line
from evenhand.kit.ids import new_id
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
API = "/api/v1/audit"


@pytest.fixture
async def alice(house: House, cast: Cast, client_of: ClientOf) -> Client:
    """Who may read the log, after Bob has read an application, and everything is sealed."""
    application = await make_application(house, cast.mira, await make_job(house, cast.bob))
    assert (await (await client_of(cast.bob)).get(f"/staff/applications/{application.id}")).status_code == 200
    async with house.database.transaction() as session:
        await service.seal(session)
    return await client_of(cast.alice)


class TestThePage:
    async def test_shows_who_did_what_to_what(self, alice: Client) -> None:
        shown = (await alice.get("/staff/audit")).text
        assert "Read an application" in shown
        assert "Bob Recruiter" in shown
        assert "127.0.0.0/24" in shown

    @pytest.mark.parametrize(
        ("query", "fits"),
        [
            ("act=application.read", True),
            ("act=job.closed", False),
            ("since=2000-01-01&until=9999-12-31", True),
            ("until=2000-01-01", False),
            ("network=127.0.0.77", True),
            ("network=127.0.0.0/24", True),
            ("network=198.51.100.4", False),
            ("network=10.0.0.0/8", True),  # wider than what is kept: not understood
            ("object=00000000-0000-0000-0000-000000000001", False),
            ("person=00000000-0000-0000-0000-000000000001", False),
            ("act=nonsense&person=x&since=never&network=%00&object=%FF", True),
        ],
    )
    async def test_finds_by_act_person_and_days(self, alice: Client, query: str, fits: bool) -> None:
        answer = await alice.get(f"/staff/audit?{query}")
        assert answer.status_code == 200
        assert ('<th scope="row">Read an application' in answer.text) is fits

    async def test_is_for_administrators_only(self, client_of: ClientOf, cast: Cast) -> None:
        for member in (cast.bob, cast.erin, cast.mira):
            client = await client_of(member)
            for path in ("/staff/audit", "/staff/audit/export.jsonl", "/staff/audit/export.csv", API):
                assert (await client.get(path)).status_code == 403

    async def test_holds_nothing_of_another_organisation(self, alice: Client, client_of: ClientOf, cast: Cast) -> None:
        charlie = await client_of(cast.charlie)
        for path in ("/staff/audit", "/staff/audit/export.jsonl", "/staff/audit/export.csv", API):
            answer = await charlie.get(path)
            assert answer.status_code == 200
            assert str(cast.bob.id) not in answer.text
            assert "Bob" not in answer.text
        found = (await charlie.get(API, params={"person": str(cast.bob.id)})).json()
        assert found == {"items": [], "next": None}


class TestTheApi:
    async def test_pages_without_skipping_or_repeating(self, alice: Client) -> None:
        whole = (await alice.get(f"{API}?limit=100")).json()["items"]
        assert [one["act"] for one in whole[-2:]] == ["role.given", "role.given"]
        seen, cursor = [], ""
        while True:
            part = (await alice.get(API, params={"limit": 2, "cursor": cursor})).json()
            seen += part["items"]
            if not (cursor := part["next"] or ""):
                break
        assert len(seen) >= 5
        assert [one for one in seen if one["act"] != "audit.read"] == whole

    async def test_writes_down_that_it_was_read_and_what_was_looked_for(self, alice: Client, cast: Cast) -> None:
        asked = {"person": str(cast.bob.id), "act": "application.read", "network": "127.0.0.1"}
        assert (await alice.get(API, params=asked)).status_code == 200
        newest = (await alice.get(API, params={"limit": 1})).json()["items"][0]
        assert (newest["act"], newest["person_id"]) == ("audit.read", str(cast.alice.id))
        assert newest["after"] == {"person": str(cast.bob.id), "act": "application.read", "from": "network"}

    @pytest.mark.parametrize("query", ["act=nonsense", "person=x", "since=never", "network=10.0.0.0/8", "limit=0"])
    async def test_says_what_it_does_not_understand(self, alice: Client, query: str) -> None:
        assert (await alice.get(f"{API}?{query}")).status_code == 422


class TestTheExport:
    async def test_is_what_the_verifier_reads(self, alice: Client) -> None:
        for path in ("/staff/audit/export.jsonl", f"{API}/export.jsonl"):
            lines = (await alice.get(path)).content.splitlines()
            head = read_head(json.loads(lines[0]))
            report = check(head, [read_line(place, line) for place, line in enumerate(lines[1:], 1)])
            assert (report.rows, report.findings) == (head.length, [])
            assert head.length >= 5
            changed = lines[3].replace(b'"network":"', b'"network":"10.')
            found = check(
                head, [read_line(place, line) for place, line in enumerate([*lines[1:3], changed, *lines[4:]], 1)]
            )
            assert [(one.kind, one.seq) for one in found.findings] == [("edited", 3)]

    async def test_is_itself_in_the_log(self, alice: Client) -> None:
        await alice.get("/staff/audit/export.jsonl")
        assert (await alice.get(f"{API}?limit=1")).json()["items"][0]["act"] == "audit.exported"

    async def test_as_a_table_holds_what_was_searched_for(self, alice: Client, house: House, cast: Cast) -> None:
        async with house.database.transaction() as session:
            service.record(session, Act.JOB_CLOSED, actor=cast.bob.actor, about=(Object.JOB, new_id()), now=NOW)
        for path in ("/staff/audit/export.csv", f"{API}/export.csv"):
            rows = list(csv.DictReader(io.StringIO((await alice.get(f"{path}?act=job.closed")).text)))
            assert [(row["act"], row["person"]) for row in rows] == [("job.closed", str(cast.bob.id))]


class TestPlatformAdministrators:
    async def test_read_every_chain_and_no_names(
        self, alice: Client, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        petra = await client_of(await promoted(house))
        async with house.database.transaction() as session:
            await service.seal(session)
        found = (await petra.get(API, params={"limit": 100})).json()["items"]
        assert {one["org_id"] for one in found} == {str(cast.bob.org_id), str(cast.charlie.org_id), str(INSTALLATION)}
        mine = (await petra.get(API, params={"organisation": str(cast.charlie.org_id)})).json()["items"]
        assert {one["org_id"] for one in mine} == {str(cast.charlie.org_id)}
        shown = (await petra.get("/staff/audit")).text
        assert "Outside Test" in shown
        assert "Bob" not in shown
        assert "/staff/applications/" not in shown

    async def test_take_one_chain_at_a_time_and_the_installations_without_a_choice(
        self, alice: Client, client_of: ClientOf, house: House, cast: Cast
    ) -> None:
        petra = await client_of(await promoted(house))
        async with house.database.transaction() as session:
            await service.seal(session)
        for query, org_id in (("", INSTALLATION), (f"?organisation={cast.bob.org_id}", cast.bob.org_id)):
            for path in ("/staff/audit/export.jsonl", f"{API}/export.jsonl"):
                lines = (await petra.get(f"{path}{query}")).content.splitlines()
                head = read_head(json.loads(lines[0]))
                assert head.org == str(org_id)
                assert head.length > 0
                assert check(head, [read_line(at, line) for at, line in enumerate(lines[1:], 1)]).findings == []

    async def test_alone_choose_an_organisation(self, alice: Client, cast: Cast) -> None:
        """Asking for another one's chain gives an administrator their own."""
        for path in (
            API,
            f"{API}/export.jsonl",
            "/staff/audit/export.jsonl",
            "/staff/audit/export.csv",
            "/staff/audit",
        ):
            answer = await alice.get(path, params={"organisation": str(cast.charlie.org_id)})
            assert answer.status_code == 200
            assert str(cast.charlie.id) not in answer.text
            assert "Charlie" not in answer.text
