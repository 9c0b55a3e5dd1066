"""Blind review as a rule: no staff page and no answer of the API gives a planted applicant away before the decision."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from scripts.docs import Walked, walk
from tests.applicants import RESUME, make_application
from tests.client import Client
from tests.interviewing import GOOD, make_interview, take
from tests.openings import make_job
from tests.people import NOW, Cast, Member, make_member

from evenhand.domains.applications import service as applications
from evenhand.domains.interviews.models import Interview
from evenhand.domains.interviews.service import inviting
from evenhand.kit.clock import utc_now
from evenhand.kit.permissions import Role
from evenhand.wiring import House

ClientOf = Callable[..., Awaitable[Client]]
NAME, SCHOOL = "Zephyrina Quillfeather", "Umbergate University"
GIVES_AWAY = ("zephyrina", "quillfeather", "umbergate")
FEWEST_ROUTES = 40
NOT_STAFFS = ("/dev/", "/api/v1/my-", "/account", "/platform", "/static")


@pytest.fixture
async def planted(house: House, cast: Cast, run_background: Callable[[], Awaitable[int]]) -> tuple[Member, Interview]:
    """An applicant whose name and school stand in resume, letter, answers and notes."""
    member = await make_member(house, NAME, None, Role.CANDIDATE)
    job = await make_job(house, cast.bob)
    resume = RESUME.replace("Utrecht University", SCHOOL)
    letter = f"I am {NAME}, {member.email}, of {SCHOOL}."
    application = await make_application(house, member, job, text=resume, letter=letter)
    interview = await make_interview(house, cast, application=application)
    await take(house, member, interview, [f"{GOOD} So says {NAME} of {SCHOOL}.", None, GOOD])
    await run_background()
    async with house.database.transaction() as session:
        await inviting.release(session, actor=cast.bob.actor, interview_id=interview.id, now=NOW)
        await applications.add_note(
            session,
            actor=cast.alice.actor,
            application_id=application.id,
            text=f"{NAME} of {SCHOOL} writes well, @Bob Recruiter.",
            vault=house.vault,
            now=utc_now(),
        )
    return member, interview


def paths(api: FastAPI, interview: Interview) -> list[str]:
    """Every address that can be looked at with what there is."""
    ids: dict[str, UUID] = {
        "application_id": interview.application_id,
        "interview_id": interview.id,
        "job_id": interview.job_id,
    }
    found = []
    routes: list[Walked] = [one for one in walk(api) if one.method == "GET" and not one.path.startswith(NOT_STAFFS)]
    for one in routes:
        path = one.path
        for name, value in ids.items():
            path = path.replace(f"{{{name}}}", str(value))
        if "{" not in path:
            found.append(path)
    job = interview.job_id
    both = f"/staff/jobs/{job}/compare?ids={interview.application_id}"
    return [*found, both, f"/staff/jobs/{job}/pipeline?q=zephyrina", f"/staff/jobs/{job}/applicants?q=quillfeather"]


async def rule(client_of: ClientOf, cast: Cast, **rules: Any) -> None:
    assert (await (await client_of(cast.alice)).put("/api/v1/organisation/rules", json=rules)).status_code == 200


class TestBlindReview:
    @pytest.mark.parametrize("rate_first", [False, True])
    async def test_gives_nobody_away_on_any_page_before_the_decision(
        self,
        house: House,
        cast: Cast,
        api: FastAPI,
        client_of: ClientOf,
        planted: tuple[Member, Interview],
        rate_first: bool,
    ) -> None:
        _, interview = planted
        await rule(client_of, cast, blind=True, rate_first=rate_first)
        addresses = paths(api, interview)
        assert len(addresses) >= FEWEST_ROUTES
        for reader in (cast.bob, cast.alice, cast.erin):
            client = await client_of(reader)
            for path in addresses:
                answer = await client.get(path)
                said = (answer.text + str(answer.headers)).casefold()
                if "?q=" in path:
                    said = said.replace(path.partition("?q=")[2], "")  # what the reader typed
                assert not [word for word in GIVES_AWAY if word in said], (reader.name, path)

    async def test_is_what_keeps_it_back(
        self, cast: Cast, api: FastAPI, client_of: ClientOf, planted: tuple[Member, Interview]
    ) -> None:
        """Without the rule the same walk finds the applicant on many pages: it would notice."""
        client = await client_of(cast.bob)
        found = [path for path in paths(api, planted[1]) if "quillfeather" in (await client.get(path)).text.casefold()]
        assert len(found) > 10, found

    async def test_keeps_the_file_back_until_the_decision_and_then_shows_everything(
        self, house: House, cast: Cast, client_of: ClientOf, planted: tuple[Member, Interview]
    ) -> None:
        member, interview = planted
        await rule(client_of, cast, blind=True)
        bob = await client_of(cast.bob)
        page = f"/staff/applications/{interview.application_id}"
        refused = await bob.get(f"{page}/file")
        assert refused.status_code == 409
        async with house.database.transaction() as session:
            row = await applications.received_application(
                session, org_id=interview.org_id, application_id=interview.application_id
            )
            await applications.move(
                session,
                actor=cast.bob.actor,
                application_id=row.id,
                to="rejected",
                version=row.version,
                reason="Another applicant knows the tides better.",
                vault=house.vault,
                now=NOW,
            )
        shown = (await bob.get(page)).text
        assert NAME in shown
        assert member.email in shown
        assert SCHOOL in shown
        assert (await bob.get(f"{page}/file")).status_code == 200

    async def test_is_not_lifted_by_ones_own_choice(
        self, cast: Cast, client_of: ClientOf, planted: tuple[Member, Interview]
    ) -> None:
        _, interview = planted
        await rule(client_of, cast, blind=True)
        bob = await client_of(cast.bob)
        assert (await bob.put("/api/v1/names", json={"hide_names": False})).status_code == 200
        shown = (await bob.get(f"/api/v1/applications/{interview.application_id}")).json()
        assert shown["name"] == "Applicant 1"
        assert "education" not in shown["resume"]
