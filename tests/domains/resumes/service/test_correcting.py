"""Correcting a profile: what is kept, refused, taken back, and what search and others see of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from tests.applicants import RESUME, make_application, make_resume
from tests.openings import make_job
from tests.people import NOW, Cast, Member

from evenhand.domains.applications import service as applications
from evenhand.domains.matching import service as matching
from evenhand.domains.resumes import queries, service
from evenhand.domains.resumes.models import Resume
from evenhand.domains.resumes.service import skills
from evenhand.engines.documents import read_document
from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.skills import find_skills
from evenhand.kit.db import Session
from evenhand.wiring import House


class Desk:
    """A resume of Mira's, and the acts on it."""

    def __init__(self, session: Session, house: House, member: Member, resume: Resume) -> None:
        self.session, self.house, self.member, self.id = session, house, member, resume.id
        self.needs: dict[str, Any] = {
            "session": session,
            "actor": member.actor,
            "resume_id": resume.id,
            "vault": house.vault,
            "now": NOW,
        }

    async def row(self) -> Resume:
        found = await queries.resume(self.session, person_id=self.member.id, resume_id=self.id, lock=True)
        assert found
        return found

    async def opened(self) -> service.OpenResume:
        return await service.open_resume(await self.row(), vault=self.house.vault)

    async def first(self, section: str) -> service.CurrentEntry:
        opened = await self.opened()
        return service.current_entry(opened, section, opened.corrected.keys[section][0])

    async def change(self, section: str, values: Mapping[str, str], *, seen: str | None = None) -> None:
        entry = "" if section in ("basics", "about") else (await self.first(section)).key
        await service.change(**self.needs, section=section, entry=entry, values=values, seen=seen)


@pytest.fixture
async def desk(session: Session, house: House, cast: Cast) -> Desk:
    return Desk(session, house, cast.mira, await make_resume(house, cast.mira))


class TestChange:
    async def test_wins_over_what_was_read_and_counts_for_search(self, desk: Desk) -> None:
        before = (await desk.row()).experience_months
        await desk.change("work", {"startDate": "2020-01"})
        await desk.change("basics", {"location/countryCode": "LV"})
        row = await desk.row()
        assert (row.experience_months, row.country_code) == (before + 12, "LV")
        profile = await service.open_profile(row, vault=desk.house.vault)
        assert profile.resume["work"][0]["startDate"] == "2020-01"
        assert profile.own["/work/0/startDate"].read == "2021-01"

    async def test_is_not_recorded_for_what_stayed_the_same(self, desk: Desk) -> None:
        await desk.change("work", (await desk.first("work")).values)
        assert (await desk.row()).corrections_sealed is None

    async def test_written_back_to_what_was_read_is_no_correction(self, desk: Desk) -> None:
        await desk.change("work", {"name": "Elsewhere"})
        await desk.change("work", {"name": "Depotline"})
        assert (await desk.row()).corrections_sealed is None

    async def test_sent_twice_is_kept_once(self, desk: Desk) -> None:
        seen = (await desk.first("work")).seen
        for _ in range(2):
            await desk.change("work", {"name": "Elsewhere"}, seen=seen)
        assert len((await desk.opened()).corrections) == 1

    async def test_refuses_one_made_on_an_older_state_and_says_what_stands_now(self, desk: Desk) -> None:
        seen = (await desk.first("work")).seen
        await desk.change("work", {"name": "Elsewhere"}, seen=seen)
        with pytest.raises(service.EntryChanged) as refused:
            await desk.change("work", {"name": "Somewhere"}, seen=seen)
        assert refused.value.details["now"]["name"] == "Elsewhere"
        await desk.change("work", {"name": "Somewhere"}, seen=refused.value.details["seen"])
        assert (await desk.first("work")).values["name"] == "Somewhere"

    async def test_refuses_each_wrong_field_with_its_own_sentence(self, desk: Desk) -> None:
        with pytest.raises(service.EntryRefused) as refused:
            await desk.change("work", {"name": "x" * 300, "startDate": "soon", "location": "Riga"})
        assert {item["field"] for item in refused.value.details["errors"]} == {"name", "startDate"}
        assert (await desk.row()).corrections_sealed is None

    async def test_refuses_to_leave_an_entry_without_a_name(self, desk: Desk) -> None:
        with pytest.raises(service.EntryRefused):
            await desk.change("work", {"name": "", "position": ""})

    async def test_of_an_entry_that_was_added_changes_that(self, desk: Desk) -> None:
        key = await service.add(**desk.needs, section="certificates", values={"name": "CKA"})
        await service.change(**desk.needs, section="certificates", entry=key, values={"date": "2024-05"})
        opened = await desk.opened()
        assert opened.corrected.resume["certificates"] == [{"name": "CKA", "date": "2024-05"}]
        assert len(opened.corrections) == 1

    @pytest.mark.parametrize(("section", "entry"), [("salary", ""), ("work", "nothing"), ("basics", "x"), ("work", "")])
    async def test_refuses_a_place_that_is_not_there(self, desk: Desk, section: str, entry: str) -> None:
        with pytest.raises(service.EntryNotFound):
            await service.change(**desk.needs, section=section, entry=entry, values={})

    async def test_another_persons_resume_is_not_there(self, desk: Desk, cast: Cast) -> None:
        for member in (cast.noor, cast.charlie, cast.alice):
            with pytest.raises(service.ResumeNotFound):
                await service.change(
                    **{**desk.needs, "actor": member.actor}, section="basics", entry="", values={"name": "X"}
                )


class TestAdd:
    async def test_with_the_key_of_its_form_happens_once(self, desk: Desk) -> None:
        key = UUID(int=7).hex
        for _ in range(2):
            await service.add(**desk.needs, section="languages", values={"language": "Dutch"}, entry=key)
        assert len((await desk.opened()).corrected.resume["languages"]) == 1

    async def test_refuses_more_than_a_profile_is_for(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("evenhand.domains.resumes.rules.MOST_ENTRIES", 1)
        with pytest.raises(service.TooManyCorrections):
            await service.add(**desk.needs, section="work", values={"name": "One more"})


class TestRemove:
    @pytest.mark.parametrize("own", [False, True])
    async def test_can_be_taken_back(self, desk: Desk, own: bool) -> None:
        if own:
            await service.add(**desk.needs, section="work", values={"name": "My own", "startDate": "2026"})
        key = (await desk.first("work")).key
        before = (await desk.opened()).corrected.resume["work"]
        for _ in range(2):
            await service.remove(**desk.needs, section="work", entry=key)
        opened = await desk.opened()
        assert len(opened.corrected.resume.get("work", [])) == len(before) - 1
        await service.undo(**desk.needs, ids=[opened.corrected.removed[0].id])
        assert (await desk.opened()).corrected.resume["work"] == before

    async def test_takes_its_months_away(self, desk: Desk) -> None:
        await service.remove(**desk.needs, section="work", entry=(await desk.first("work")).key)
        assert (await desk.row()).experience_months == 0


class TestUndo:
    async def test_takes_one_back_and_leaves_the_others(self, desk: Desk) -> None:
        await desk.change("work", {"name": "Elsewhere", "position": "Captain"})
        opened = await desk.opened()
        name = next(one for one in opened.corrections if one.key == "name")
        for _ in range(2):
            await service.undo(**desk.needs, ids=[name.id])
        assert (await desk.opened()).corrected.resume["work"][0]["name"] == "Depotline"
        assert (await desk.opened()).corrected.resume["work"][0]["position"] == "Captain"


class TestConfirm:
    async def test_settles_a_guess_and_is_remembered(self, session: Session, house: House, cast: Cast) -> None:
        text = RESUME.replace("Utrecht University, MSc Computer Science", "Bright Minds, Computer Science")
        desk = Desk(session, house, cast.mira, await make_resume(house, cast.mira, text=text))
        assert (await desk.row()).unsure_count == 1
        school = await desk.first("education")
        await service.confirm(**desk.needs, section="education", entry=school.key, keys=["institution"])
        assert (await desk.row()).unsure_count == 0
        corrected = (await desk.opened()).corrected
        assert (list(corrected.settled), corrected.own) == (["/education/0/institution"], {})

    async def test_of_everything_settles_all_there_is(self, session: Session, house: House, cast: Cast) -> None:
        text = RESUME.replace("Utrecht University, MSc Computer Science", "Bright Minds, Computer Science")
        desk = Desk(session, house, cast.mira, await make_resume(house, cast.mira, text=text))
        await service.confirm(**desk.needs)
        assert (await desk.row()).unsure_count == 0


class TestChangeSkills:
    async def test_counts_for_matching_and_shows_what_is_ones_own(self, desk: Desk, cast: Cast) -> None:
        job = await make_job(desk.house, cast.bob, required_skills=["python", "kotlin"], optional_skills=[])
        await service.change_skills(**desk.needs, remove=["python"], add=["Kotlin, falconry"])
        found = await matching.compare(
            desk.session, actor=cast.mira.actor, job_id=job.id, resume_id=None, vault=desk.house.vault, now=NOW
        )
        assert (found.match.found_required, found.match.missing_required) == (("kotlin",), ("python",))
        assert found.match.mentions["kotlin"] == ()

    async def test_given_twice_is_there_once_and_a_removed_one_comes_back_with_its_words(self, desk: Desk) -> None:
        for _ in range(2):
            await service.change_skills(**desk.needs, add=["Kotlin", "Falconry"], remove=["python"])
        assert len((await desk.opened()).corrected.own_skills) == 2
        await service.change_skills(**desk.needs, add=["python"])
        corrected = (await desk.opened()).corrected
        assert "python" in {mention.skill_id for mention in corrected.skills}
        assert len(corrected.own_skills) == 2

    async def test_takes_an_added_one_away_again(self, desk: Desk) -> None:
        await service.change_skills(**desk.needs, add=["Falconry"])
        await service.change_skills(**desk.needs, remove=[(await desk.opened()).corrected.own_skills[0].id])
        assert (await desk.opened()).corrected.own_skills == ()

    async def test_asks_about_what_looks_mistyped_before_keeping_it(self, desk: Desk) -> None:
        with pytest.raises(service.EntryRefused) as refused:
            await service.change_skills(**desk.needs, add=["Pyhton"])
        assert "Python" in refused.value.details["errors"][0]["message"]
        await service.change_skills(**desk.needs, add=["Pyhton"], as_written=True)
        assert (await desk.opened()).corrected.own_skills[0].name == "Pyhton"

    async def test_has_a_limit(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(skills, "MOST_SKILLS", 1)
        with pytest.raises(service.EntryRefused):
            await service.change_skills(**desk.needs, add=["falconry, juggling"])


async def read_anew(desk: Desk, text: str) -> None:
    """As the worker does it, but with another text: what a better reader would make of the same file."""
    await service.read_again(desk.session, actor=desk.member.actor, resume_id=desk.id)
    document = read_document(text.encode(), filename="resume.txt")
    await service.keep_profile(
        desk.session,
        person_id=desk.member.id,
        resume_id=desk.id,
        document=document,
        parsed=parse_resume(document),
        skills=find_skills(document.text),
        vault=desk.house.vault,
        now=NOW,
    )


class TestReadAgain:
    async def test_keeps_every_correction(self, desk: Desk) -> None:
        await desk.change("work", {"name": "Elsewhere"})
        await desk.change("basics", {"name": "Mira C."})
        await service.change_skills(**desk.needs, add=["Falconry"])
        newer = "Now\n\nCaptain, Ferry Works\nJanuary 2025 - Present\n"
        await read_anew(
            desk, RESUME.format(name="Mira Candidate", first="mira").replace("Experience", "Experience" + newer[3:])
        )
        row = await desk.row()
        corrected = (await desk.opened()).corrected
        assert [one["name"] for one in corrected.resume["work"]] == ["Ferry Works", "Elsewhere"]
        assert corrected.resume["basics"]["name"] == "Mira C."
        assert (len(corrected.own_skills), row.again, row.read_with) == (1, "", service.present_reader())

    async def test_offers_to_keep_what_lost_its_place(self, desk: Desk) -> None:
        await desk.change("work", {"name": "Elsewhere"})
        await read_anew(desk, "Mira Candidate\nmira@example.org\n")
        lost = (await desk.opened()).corrected.lost
        assert [one.values["name"] for one in lost] == ["Elsewhere"]
        for _ in range(2):
            await service.keep_lost(**desk.needs, section="work", entry=lost[0].entry)
        corrected = (await desk.opened()).corrected
        assert ([one["name"] for one in corrected.resume["work"]], corrected.lost) == (["Elsewhere"], ())
        assert "/work/0/name" in corrected.own


class TestApplying:
    async def test_sends_the_corrected_copy_and_later_corrections_do_not_reach_it(
        self, session: Session, house: House, cast: Cast
    ) -> None:
        job = await make_job(house, cast.bob)
        desk = Desk(session, house, cast.mira, await make_resume(house, cast.mira))
        await desk.change("work", {"name": "Elsewhere"})
        application = await make_application(house, cast.mira, job)
        await desk.change("work", {"name": "Changed my mind"})
        received = await applications.open_received(application, vault=house.vault)
        assert received.profile.resume["work"][0]["name"] == "Elsewhere"
        assert received.profile.own["/work/0/name"].read == "Depotline"
