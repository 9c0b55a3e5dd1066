"""Moving along the stages and withdrawing: who may, from which version, with which reason."""

from datetime import timedelta
from typing import Any

import pytest
from tests.applicants import make_application
from tests.openings import make_job
from tests.people import NOW, Cast

from evenhand.domains.applications import queries, rules, service
from evenhand.domains.applications.models import Application
from evenhand.kit.db import Session
from evenhand.kit.ids import new_id
from evenhand.kit.permissions import NOBODY, Actor, Role
from evenhand.wiring import House

REASON = "This job needs three years of building services."


@pytest.fixture
async def application(house: House, cast: Cast) -> Application:
    return await make_application(house, cast.mira, await make_job(house, cast.bob), now=NOW - timedelta(days=3))


async def move(
    session: Session, house: House, actor: Actor, application: Application, to: Any, **changes: Any
) -> Application:
    given = {"version": application.version, "now": NOW, **changes}
    return await service.move(session, actor=actor, application_id=application.id, to=to, vault=house.vault, **given)


async def reload(session: Session, application: Application) -> Application:
    return await service.received_application(session, org_id=application.org_id, application_id=application.id)


class TestMove:
    async def test_keeps_who_when_and_from_where(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        moved = await move(session, house, cast.bob.actor, application, "interview", reason=" Good letter. ")
        assert (moved.stage, moved.version, moved.moved_at) == ("interview", 2, NOW)
        steps = await service.history(session, moved, vault=house.vault)
        assert [(step.stage, step.from_stage, step.by, step.by_candidate, step.reason, step.at) for step in steps] == [
            ("interview", "applied", "Bob Recruiter", False, "Good letter.", NOW),
            ("applied", "", "Mira Candidate", True, "", NOW - timedelta(days=3)),
        ]

    async def test_keeps_the_reason_sealed(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await move(session, house, cast.bob.actor, application, "rejected", reason=REASON)
        row = (await queries.moves(session, org_id=cast.bob.org_id, application_id=application.id))[0]
        assert row.reason_sealed
        assert REASON.encode() not in row.reason_sealed

    async def test_refuses_a_stale_version(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await move(session, house, cast.alice.actor, application, "review")
        with pytest.raises(service.StaleMove) as refusal:
            await move(session, house, cast.bob.actor, application, "interview", version=1)
        assert refusal.value.text == "Not moved: someone else moved this card a moment ago."
        assert refusal.value.details["version"] == 2
        assert (await reload(session, application)).stage == "review"

    async def test_refuses_the_same_move_by_someone_else_too(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await move(session, house, cast.alice.actor, application, "review")
        with pytest.raises(service.StaleMove):
            await move(session, house, cast.bob.actor, application, "review", version=1)

    async def test_sent_twice_by_the_same_person_happens_once(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await move(session, house, cast.bob.actor, application, "review")
        again = await move(session, house, cast.bob.actor, application, "review", version=1)
        assert again.version == 2
        assert len(await queries.moves(session, org_id=cast.bob.org_id, application_id=application.id)) == 1

    @pytest.mark.parametrize("reason", ["", "   ", "too short", "  short   "])
    async def test_refuses_to_reject_without_a_reason_in_words(
        self, session: Session, house: House, cast: Cast, application: Application, reason: str
    ) -> None:
        with pytest.raises(service.ReasonNeeded, match="Mira Candidate will be able to read it"):
            await move(session, house, cast.bob.actor, application, "rejected", reason=reason)
        assert (await reload(session, application)).stage == "applied"

    async def test_takes_a_reason_of_ten_characters(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        assert (
            await move(session, house, cast.bob.actor, application, "rejected", reason="0123456789")
        ).stage == "rejected"

    async def test_a_rejection_can_be_taken_back(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        rejected = await move(session, house, cast.bob.actor, application, "rejected", reason=REASON)
        assert (await move(session, house, cast.alice.actor, rejected, "review")).stage == "review"

    async def test_refuses_the_stage_it_is_in(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        with pytest.raises(service.MoveNotAllowed, match="is in “Applied” already"):
            await move(session, house, cast.bob.actor, application, "applied")

    async def test_leaves_withdrawing_to_the_candidate(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        with pytest.raises(service.MoveNotAllowed, match="Only the person who applied can withdraw"):
            await move(session, house, cast.bob.actor, application, "withdrawn", reason=REASON)

    async def test_does_not_bring_back_what_was_withdrawn(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        withdrawn = await service.withdraw(
            session, actor=cast.mira.actor, application_id=application.id, vault=house.vault, now=NOW
        )
        with pytest.raises(service.MoveNotAllowed, match="was withdrawn by the person who sent it"):
            await move(session, house, cast.bob.actor, withdrawn, "review")

    @pytest.mark.parametrize("to", rules.MOVABLE_TO)
    async def test_no_machine_moves_anybody(
        self, session: Session, house: House, cast: Cast, application: Application, to: str
    ) -> None:
        machine = Actor(org_id=cast.bob.org_id, role=cast.bob.actor.role)
        for actor in (NOBODY, machine):
            with pytest.raises(LookupError):
                await move(session, house, actor, application, to, reason=REASON)
        assert (await reload(session, application)).version == 1

    async def test_nobody_decides_about_themselves(self, session: Session, house: House, cast: Cast) -> None:
        """Erin applied elsewhere and works there since."""
        job = await make_job(house, cast.charlie)
        own = await make_application(house, cast.erin, job)
        joined = Actor(cast.erin.id, cast.charlie.org_id, Role.RECRUITER)
        with pytest.raises(service.MoveNotAllowed, match="your own"):
            await move(session, house, joined, own, "hired")

    async def test_another_organisation_finds_nothing(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        for application_id in (application.id, new_id()):
            with pytest.raises(service.ApplicationNotFound):
                await service.move(
                    session,
                    actor=cast.charlie.actor,
                    application_id=application_id,
                    to="review",
                    version=1,
                    vault=house.vault,
                    now=NOW,
                )

    async def test_says_so_when_the_persons_data_was_erased(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await house.vault.destroy(cast.mira.id, cast.bob.org_id)
        for reason in ("", REASON):
            with pytest.raises(service.ApplicationErased):
                await move(session, house, cast.bob.actor, application, "rejected", reason=reason)


class TestWithdraw:
    @pytest.mark.parametrize("stage", rules.PIPELINE)
    async def test_is_possible_from_every_stage_of_the_pipeline(
        self, session: Session, house: House, cast: Cast, application: Application, stage: str
    ) -> None:
        if stage != "applied":
            await move(session, house, cast.bob.actor, application, stage)
        withdrawn = await service.withdraw(
            session,
            actor=cast.mira.actor,
            application_id=application.id,
            reason="I go on with another opening.",
            vault=house.vault,
            now=NOW + timedelta(hours=1),
        )
        assert withdrawn.stage == "withdrawn"
        step = (await service.history(session, withdrawn, vault=house.vault))[0]
        assert (step.by_candidate, step.from_stage, step.reason) == (True, stage, "I go on with another opening.")

    async def test_needs_no_reason_and_happens_once(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        for _ in range(2):
            await service.withdraw(
                session, actor=cast.mira.actor, application_id=application.id, vault=house.vault, now=NOW
            )
        assert len(await queries.moves(session, org_id=cast.bob.org_id, application_id=application.id)) == 1

    async def test_comes_too_late_after_a_rejection(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await move(session, house, cast.bob.actor, application, "rejected", reason=REASON)
        with pytest.raises(service.WithdrawalTooLate):
            await service.withdraw(
                session, actor=cast.mira.actor, application_id=application.id, vault=house.vault, now=NOW
            )

    @pytest.mark.parametrize("name", ["noor", "bob", "charlie"])
    async def test_is_the_candidates_own_act(
        self, session: Session, house: House, cast: Cast, application: Application, name: str
    ) -> None:
        with pytest.raises(service.ApplicationNotFound):
            await service.withdraw(
                session,
                actor=getattr(cast, name).actor,
                application_id=application.id,
                vault=house.vault,
                now=NOW,
            )

    async def test_is_still_possible_when_the_organisations_copy_was_erased(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await house.vault.destroy(cast.mira.id, cast.bob.org_id)
        withdrawn = await service.withdraw(
            session, actor=cast.mira.actor, application_id=application.id, reason="Enough.", vault=house.vault, now=NOW
        )
        assert withdrawn.stage == "withdrawn"


class TestHistory:
    async def test_stays_readable_without_reasons_when_the_copy_was_erased(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await move(session, house, cast.bob.actor, application, "rejected", reason=REASON)
        await house.vault.destroy(cast.mira.id, cast.bob.org_id)
        steps = await service.history(session, application, vault=house.vault)
        assert [(step.label, step.by, step.reason) for step in steps] == [
            ("Rejected", "Bob Recruiter", ""),
            ("Applied", "Mira Candidate", ""),
        ]

    async def test_names_nobody_whose_account_is_gone(
        self, session: Session, house: House, cast: Cast, application: Application
    ) -> None:
        await move(session, house, cast.bob.actor, application, "review")
        await house.vault.destroy(cast.bob.id)
        steps = await service.history(session, application, vault=house.vault)
        assert steps[0].by == "Someone whose data was erased"
