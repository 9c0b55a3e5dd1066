"""The demo's content: complete, consistent with itself, and the same for the same first day."""

import re
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from evenhand.demo import Application, DemoContent, Interview, Opening, Salary, load
from evenhand.engines.skills import find_skills, taxonomy

FIRST_DAY = date(2026, 11, 21)
MAIN_OPENING = "backend-engineer-berth-planning"
WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
ADVERT_WORDS = range(40, 221)
ANSWER_WORDS = range(14, 121)
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
        assert [held.started - timedelta(days=40) for held in interviews(later)] == [
            held.started for held in interviews(demo)
        ]
        assert [[when - timedelta(days=40) for when in moments(a)] for a in later.applications] == [
            moments(a) for a in demo.applications
        ]

    def test_gives_every_thing_a_slug_of_its_own(self, demo: DemoContent) -> None:
        members = [member.slug for organisation in demo.organisations for member in organisation.members]
        for slugs in (
            [organisation.slug for organisation in demo.organisations],
            members + [candidate.slug for candidate in demo.candidates] + ["candidate"],
            [opening.slug for opening in demo.openings],
            [(one.opening, asked.id) for one in demo.question_sets for asked in one.questions],
            [(application.candidate, application.opening) for application in demo.applications],
        ):
            assert len(slugs) > 1
            assert [slug for slug, times in Counter(slugs).items() if times > 1] == []

    def test_gives_every_account_a_reserved_address_of_its_own(self, demo: DemoContent) -> None:
        people = [m for organisation in demo.organisations for m in organisation.members] + list(demo.candidates)
        addresses = [person.email for person in people]
        assert len(set(addresses)) == len(addresses) == 50
        assert [address for address in addresses if not re.fullmatch(r"[a-z.]+@[a-z]+\.example", address)] == []

    def test_staffs_every_organisation(self, demo: DemoContent) -> None:
        assert len(demo.organisations) == 8
        assert len({organisation.country for organisation in demo.organisations}) == 8
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
        assert len(demo.openings) == 100
        assert min(Counter(opening.organisation for opening in demo.openings).values()) >= 9
        assert Counter(opening.language for opening in demo.openings) == {"en": 70, "ru": 30}
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

    def test_is_open_on_the_first_day_except_for_a_few(self, demo: DemoContent) -> None:
        closed = [opening for opening in demo.openings if opening.closed]
        assert len(closed) == 5
        for opening in demo.openings:
            assert opening.published < opening.deadline
            assert opening.published < FIRST_DAY
            assert (opening.deadline < FIRST_DAY) == (opening in closed)
        for opening in closed:
            assert opening.closed
            assert opening.published < opening.closed < FIRST_DAY

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
        assert len(stopped) == 2
        for move in stopped:
            assert move.reason is not None
            assert len(WORD.findall(move.words)) > 40
        others = [move for a in demo.applications for move in a.moves if move.stage != "rejected"]
        assert all(move.reason is None for move in others)

    def test_carries_a_letter_in_the_persons_own_words(self, demo: DemoContent) -> None:
        for application in demo.applications:
            assert len(WORD.findall(application.letter)) in range(25, 110), application


def interviews(demo: DemoContent) -> list[Interview]:
    return [held for one in demo.question_sets for held in one.interviews]


class TestQuestionSet:
    def test_belongs_to_an_application_that_came_that_far(self, demo: DemoContent) -> None:
        applied = {(a.candidate, a.opening): a for a in demo.applications}
        for one in demo.question_sets:
            for held in one.interviews:
                invited = [
                    move.when for move in applied[held.candidate, one.opening].moves if move.stage == "interview"
                ]
                assert invited, held.candidate
                assert invited[0] < held.started < datetime.combine(FIRST_DAY, time(), held.started.tzinfo)

    def test_asks_enough_questions_about_known_skills(self, demo: DemoContent) -> None:
        for one in demo.question_sets:
            assert len(one.questions) >= 3
            for asked in one.questions:
                assert taxonomy().get(asked.skill_id), asked.id
                assert len(asked.key_points) in range(3, 6), asked.id
                assert len(set(asked.key_points)) == len(asked.key_points)
                assert asked.red_flags

    def test_answers_its_own_questions_with_all_degrees_of_quality(self, demo: DemoContent) -> None:
        qualities: Counter[str] = Counter()
        for one in demo.question_sets:
            known = {asked.id: asked for asked in one.questions}
            for held in one.interviews:
                assert len({answer.question for answer in held.answers}) == len(held.answers)
                for answer in held.answers:
                    assert answer.text != known[answer.question].gold
                    qualities[answer.quality] += 1
                    if answer.quality != "declined":
                        assert len(WORD.findall(answer.text)) in ANSWER_WORDS, (held.candidate, answer.question)
        assert set(qualities) == {"excellent", "good", "partial", "mistake", "short", "declined"}

    def test_is_finished_ten_times_in_both_languages(self, demo: DemoContent) -> None:
        language = {opening.slug: opening.language for opening in demo.openings}
        whole = [
            language[one.opening]
            for one in demo.question_sets
            for held in one.interviews
            if len(held.answers) == len(one.questions)
        ]
        assert Counter(whole) == {"en": 8, "ru": 3}
        states = {
            min(len(held.answers), 1) + (len(held.answers) == len(one.questions))
            for one in demo.question_sets
            for held in one.interviews
        }
        assert states == {0, 1, 2}  # waiting, begun, finished
