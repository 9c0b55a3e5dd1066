"""The demo's content: complete, consistent with itself, and the same for the same first day."""

import re
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from evenhand.demo import Application, DemoContent, Opening, Salary, load
from evenhand.engines.skills import find_skills, taxonomy

FIRST_DAY = date(2026, 11, 21)
MAIN_OPENING = "backend-engineer-berth-planning"
WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
ADVERT_WORDS = range(120, 221)
ANSWER_WORDS = range(20, 111)
ADVERT_HEADINGS = {
    "en": ["What you would do", "What we look for", "What does not matter"],
    "ru": ["Чем предстоит заниматься", "Что для нас важно", "Что не важно"],
}


@pytest.fixture(scope="module")
def demo() -> DemoContent:
    return load(FIRST_DAY)


def moments(application: Application) -> list[datetime]:
    return [application.when, *(move.when for move in application.moves)]


class TestLoad:
    def test_gives_the_same_demo_for_the_same_first_day(self, demo: DemoContent) -> None:
        assert load(FIRST_DAY) == demo

    def test_moves_every_date_with_the_first_day(self, demo: DemoContent) -> None:
        later = load(FIRST_DAY + timedelta(days=40))
        assert [o.deadline - timedelta(days=40) for o in later.openings] == [o.deadline for o in demo.openings]
        assert later.interview.started - timedelta(days=40) == demo.interview.started
        assert [[when - timedelta(days=40) for when in moments(a)] for a in later.applications] == [
            moments(a) for a in demo.applications
        ]

    def test_gives_every_thing_a_slug_of_its_own(self, demo: DemoContent) -> None:
        members = [member.slug for organisation in demo.organisations for member in organisation.members]
        for slugs in (
            [organisation.slug for organisation in demo.organisations],
            members + [candidate.slug for candidate in demo.candidates] + ["candidate"],
            [opening.slug for opening in demo.openings],
            [turn.id for turn in demo.interview.turns],
            [(application.candidate, application.opening) for application in demo.applications],
        ):
            assert len(slugs) > 1
            assert [slug for slug, times in Counter(slugs).items() if times > 1] == []

    def test_gives_every_account_a_reserved_address_of_its_own(self, demo: DemoContent) -> None:
        people = [m for organisation in demo.organisations for m in organisation.members] + list(demo.candidates)
        addresses = [person.email for person in people]
        assert len(set(addresses)) == len(addresses) == 20
        assert [address for address in addresses if not re.fullmatch(r"[a-z.]+@[a-z]+\.example", address)] == []

    def test_staffs_both_organisations(self, demo: DemoContent) -> None:
        assert len({organisation.country for organisation in demo.organisations}) == 2
        for organisation in demo.organisations:
            roles = Counter(member.role for member in organisation.members)
            assert roles["admin"] == 1
            assert roles["recruiter"] in (1, 2)
            assert roles["expert"] == 1


class TestOpening:
    def test_refuses_a_key_it_does_not_know(self) -> None:
        with pytest.raises(ValidationError, match="bonus"):
            TypeAdapter(Salary).validate_python(
                {"min": 1, "max": 2, "currency": "EUR", "period": "year", "bonus": 3}, context={"first_day": FIRST_DAY}
            )

    def test_covers_the_trades_the_demo_promises(self, demo: DemoContent) -> None:
        assert Counter(opening.organisation for opening in demo.openings) == {"harbourline": 11, "sinikalda": 9}
        assert Counter(opening.language for opening in demo.openings) == {"en": 18, "ru": 2}
        assert {opening.employment_type for opening in demo.openings} == {
            "FULL_TIME",
            "PART_TIME",
            "CONTRACTOR",
            "TEMPORARY",
            "INTERN",
        }
        assert {opening.work_mode for opening in demo.openings} == {"on_site", "hybrid", "remote"}
        assert {opening.level for opening in demo.openings} == {"junior", "middle", "senior", "lead"}
        assert {opening.salary.period for opening in demo.openings} == {"year", "month", "hour"}

    def test_is_open_on_the_first_day_except_for_one(self, demo: DemoContent) -> None:
        closed = [opening for opening in demo.openings if opening.closed]
        assert [opening.slug for opening in closed] == ["financial-controller"]
        for opening in demo.openings:
            assert opening.published < opening.deadline
            assert opening.published < FIRST_DAY
            assert (opening.deadline < FIRST_DAY) == (opening in closed)
        assert closed[0].closed
        assert closed[0].published < closed[0].closed < FIRST_DAY

    def test_says_what_it_pays_and_asks_for(self, demo: DemoContent) -> None:
        for opening in demo.openings:
            assert 0 < opening.salary.min < opening.salary.max < 2 * opening.salary.min, opening.slug
            assert 0 <= opening.experience_years.min < opening.experience_years.max, opening.slug
            assert opening.openings >= 1
            assert re.fullmatch(r"[A-Z]{2}", opening.country)

    def test_is_an_advert_of_readable_length_under_the_same_headings(self, demo: DemoContent) -> None:
        for opening in demo.openings:
            assert len(WORD.findall(opening.description)) in ADVERT_WORDS, opening.slug
            headings = re.findall(r"^## (.+)$", opening.description, re.MULTILINE)
            assert headings == ADVERT_HEADINGS[opening.language], opening.slug

    def test_lists_skills_of_the_taxonomy_once(self, demo: DemoContent) -> None:
        for opening in demo.openings:
            listed = opening.required_skills + opening.optional_skills
            assert len(opening.required_skills) >= 2, opening.slug
            assert len(set(listed)) == len(listed), opening.slug
            assert [skill for skill in listed if taxonomy().get(skill) is None] == [], opening.slug

    def test_names_in_its_own_words_every_skill_it_requires(self, demo: DemoContent) -> None:
        for opening in demo.openings:
            named = {mention.skill_id for mention in find_skills(f"{opening.title}\n\n{opening.description}")}
            assert set(opening.required_skills) <= named, opening.slug


class TestApplication:
    def test_names_people_and_openings_that_exist(self, demo: DemoContent) -> None:
        openings: dict[str, Opening] = {opening.slug: opening for opening in demo.openings}
        staff = {o.slug: {member.slug for member in o.members} for o in demo.organisations}
        assert {a.candidate for a in demo.applications} == {candidate.slug for candidate in demo.candidates}
        for application in demo.applications:
            colleagues = staff[openings[application.opening].organisation]
            assert {note.by for note in application.notes} <= colleagues
            for move in application.moves:
                own_step = move.stage == "withdrawn"
                assert move.by in ({"candidate"} if own_step else colleagues), application

    def test_happens_while_the_opening_is_published_and_before_the_first_day(self, demo: DemoContent) -> None:
        published = {opening.slug: opening.published for opening in demo.openings}
        for application in demo.applications:
            times = moments(application)
            assert times == sorted(times), application
            assert times[0].date() > published[application.opening], application
            assert max([*times, *(note.when for note in application.notes)]).date() < FIRST_DAY, application

    def test_fills_the_pipeline_of_the_main_opening(self, demo: DemoContent) -> None:
        stages = Counter(a.stage for a in demo.applications if a.opening == MAIN_OPENING)
        assert stages == {
            "applied": 2,
            "review": 2,
            "interview": 2,
            "finalist": 1,
            "rejected": 1,
            "withdrawn": 1,
        }

    def test_gives_words_and_a_reason_to_everyone_who_is_stopped(self, demo: DemoContent) -> None:
        stopped = [move for a in demo.applications for move in a.moves if move.stage == "rejected"]
        assert len(stopped) == 1
        assert stopped[0].reason is not None
        assert len(WORD.findall(stopped[0].words)) > 40
        others = [move for a in demo.applications for move in a.moves if move.stage != "rejected"]
        assert all(move.reason is None for move in others)

    def test_carries_a_letter_in_the_persons_own_words(self, demo: DemoContent) -> None:
        for application in demo.applications:
            assert len(WORD.findall(application.letter)) in range(25, 110), application


class TestInterview:
    def test_belongs_to_an_application_at_that_stage(self, demo: DemoContent) -> None:
        interview = demo.interview
        applied = {(a.candidate, a.opening): a for a in demo.applications}
        application = applied[interview.candidate, interview.opening]
        assert application.stage == "interview"
        assert (
            application.moves[-1].when
            < interview.started
            < datetime.combine(FIRST_DAY, time(), interview.started.tzinfo)
        )

    def test_asks_eight_questions_about_known_skills(self, demo: DemoContent) -> None:
        assert len(demo.interview.turns) == 8
        assert {turn.kind for turn in demo.interview.turns} == {"technical", "behavioural", "situational"}
        for turn in demo.interview.turns:
            assert taxonomy().get(turn.skill_id), turn.id
            assert len(turn.key_points) in range(3, 6), turn.id
            assert len(set(turn.key_points)) == len(turn.key_points)
            assert turn.red_flags
            assert turn.gold != turn.answer

    def test_holds_answers_of_every_quality(self, demo: DemoContent) -> None:
        qualities = Counter(turn.quality for turn in demo.interview.turns)
        assert qualities == {"excellent": 2, "good": 2, "partial": 1, "mistake": 1, "short": 1, "declined": 1}
        for turn in demo.interview.turns:
            if turn.quality != "declined":
                assert len(WORD.findall(turn.answer)) in ANSWER_WORDS, turn.id
