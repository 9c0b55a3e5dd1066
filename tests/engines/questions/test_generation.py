"""Which questions a job gets, in what order, and why."""

from collections import Counter
from collections.abc import Sequence

import pytest

from evenhand.engines.questions import LEVELS, MIXES, GeneratedQuestion, Level, Reason, generate, library
from evenhand.engines.skills import taxonomy

PYTHON_JOB = ["python", "sql", "docker", "rest-api"]
NURSING_JOB = ["medication-administration", "infection-control", "vital-signs"]


def kinds(questions: Sequence[GeneratedQuestion]) -> Counter[str]:
    return Counter(question.kind for question in questions)


def technical(questions: Sequence[GeneratedQuestion]) -> list[GeneratedQuestion]:
    return [question for question in questions if question.kind == "technical"]


class TestGenerate:
    @pytest.mark.parametrize(
        ("count", "mix"),
        [(10, (7, 2, 1)), (20, (14, 3, 3)), (6, (4, 1, 1)), (3, (2, 1, 0)), (1, (1, 0, 0)), (0, (0, 0, 0))],
    )
    def test_is_mostly_technical(self, count: int, mix: tuple[int, int, int]) -> None:
        questions = generate(required=PYTHON_JOB, optional=["git", "linux", "react"], level="middle", count=count)
        found = kinds(questions)
        assert (found["technical"], found["behavioural"], found["situational"]) == mix

    def test_is_the_same_for_the_same_job(self) -> None:
        def make() -> list[GeneratedQuestion]:
            return generate(required=PYTHON_JOB, optional=["git"], level="senior", count=12)

        assert make() == make()

    def test_mixes_what_fits_any_job_differently_for_another(self) -> None:
        sets = [
            generate(required=job, optional=[], level="middle", count=10)[7:] for job in (PYTHON_JOB, ["sql", "git"])
        ]
        assert [question.id for question in sets[0]] != [question.id for question in sets[1]]

    @pytest.mark.parametrize("level", LEVELS)
    @pytest.mark.parametrize("job", [PYTHON_JOB, NURSING_JOB, ["kotlin", "teamwork", "german"], []])
    def test_repeats_nothing_and_suits_the_level(self, job: list[str], level: Level) -> None:
        questions = generate(required=job, optional=["kafka", "communication"], level=level, count=20)
        assert len(questions) == 20
        assert len({question.id for question in questions}) == 20
        assert len({question.text for question in questions}) == 20
        assert {question.difficulty for question in questions} <= set(LEVELS[level])

    def test_asks_twice_about_the_required_before_the_optional(self) -> None:
        questions = technical(generate(required=["python", "sql"], optional=["git", "docker"], level="middle", count=7))
        assert [question.skill_id for question in questions] == ["python", "python", "sql", "sql", "git"]

    def test_goes_by_weight_where_places_are_few(self) -> None:
        questions = technical(generate(required=["sql", "python", "git"], optional=["linux"], level="middle", count=3))
        assert [question.skill_id for question in questions] == ["sql", "python"]

    def test_grows_harder_within_a_skill(self) -> None:
        questions = technical(generate(required=["sql"], optional=[], level="middle", count=6))
        assert [question.difficulty for question in questions if question.skill_id == "sql"] == [
            *("easy", "medium", "medium", "hard")
        ]

    def test_does_not_ask_a_senior_only_hard_questions(self) -> None:
        questions = technical(generate(required=PYTHON_JOB, optional=[], level="senior", count=6))
        assert {question.difficulty for question in questions} == {"medium", "hard"}

    def test_says_why_each_was_chosen(self) -> None:
        questions = generate(required=["python", "teamwork"], optional=["docker"], level="middle", count=4)
        why = {question.why.skill_id: question.why for question in questions if question.why.skill_id != "python"}
        assert questions[0].why == Reason("skill", "middle", "python", is_required=True, number=1, total=2)
        assert why["docker"] == Reason("skill", "middle", "docker")
        assert why["teamwork"] == Reason("account", "middle", "teamwork", is_required=True)

    def test_counts_the_questions_about_each_skill(self) -> None:
        reasons = [one.why for one in generate(required=["python", "sql"], optional=[], level="middle", count=9)]
        python = [reason for reason in reasons if reason.skill_id == "python"]
        assert [(reason.number, reason.total) for reason in python] == [(1, 3), (2, 3), (3, 3)]

    def test_asks_about_the_field_of_a_skill_without_questions(self) -> None:
        question = technical(generate(required=["kotlin"], optional=[], level="junior", count=5))[0]
        assert question.skill_id == "kotlin"
        assert "Kotlin" in question.text
        assert len(question.key_points) >= 3
        assert question.why == Reason("field", "junior", "kotlin", is_required=True)

    def test_asks_about_a_field_only_once(self) -> None:
        questions = technical(
            generate(required=["kotlin", "lua", "erlang"], optional=["perl"], level="middle", count=10)
        )
        assert [question.skill_id for question in questions] == ["kotlin"]

    def test_asks_about_what_a_skill_builds_on(self) -> None:
        questions = technical(generate(required=["fastapi"], optional=[], level="middle", count=4))
        assert {question.skill_id for question in questions} == {"fastapi", "python"}
        below = next(question for question in questions if question.skill_id == "python")
        assert (below.why.code, below.why.skill_id, below.why.basis_id) == ("basis", "fastapi", "python")

    def test_leaves_the_ground_of_a_skill_to_its_own_turn(self) -> None:
        questions = generate(required=["fastapi", "python"], optional=[], level="middle", count=8)
        assert not any(question.why.code == "basis" for question in questions)

    def test_asks_about_personal_skills_by_what_people_did(self) -> None:
        questions = generate(required=["teamwork", "english", "typing"], optional=[], level="junior", count=8)
        asked = {question.skill_id: question.kind for question in reversed(questions)}
        assert asked["teamwork"] in {"behavioural", "situational"}
        assert asked["english"] == "behavioural"
        assert asked["typing"] == "technical"

    @pytest.mark.parametrize("job", [[], ["no-such-skill"], ["communication"]])
    def test_fills_up_where_no_skill_fits(self, job: list[str]) -> None:
        questions = generate(required=job, optional=job, level="lead", count=9)
        assert kinds(questions) == {"behavioural": 5, "situational": 4}

    def test_counts_a_skill_named_twice_once_and_as_required(self) -> None:
        questions = generate(required=["python"], optional=["python"], level="middle", count=6)
        assert all(question.why.is_required for question in questions if question.why.skill_id)

    def test_ends_where_the_library_does(self) -> None:
        questions = generate(required=["git"], optional=[], level="junior", count=60)
        suited = [one for one in library().questions if one.difficulty in LEVELS["junior"]]
        expected = [one for one in suited if one.kind != "technical" or one.skill_id == "git"]
        assert len(questions) == len(expected)

    @pytest.mark.parametrize("count", [-1, 61])
    def test_refuses_a_count_out_of_range(self, count: int) -> None:
        with pytest.raises(ValueError, match="0 to 60"):
            generate(required=[], optional=[], level="junior", count=count)

    def test_refuses_a_level_it_does_not_know(self) -> None:
        with pytest.raises(ValueError, match="'chief' is not a level"):
            generate(required=[], optional=[], level="chief")  # type: ignore[arg-type]

    def test_has_a_question_for_every_skill_of_the_taxonomy(self) -> None:
        for skill in taxonomy().skills:
            questions = generate(required=[skill.id], optional=[], level="middle", count=3)
            assert any(question.why.skill_id == skill.id for question in questions), skill.id

    @pytest.mark.parametrize("name", MIXES)
    def test_asks_as_hard_as_it_is_told(self, name: str) -> None:
        mix = MIXES[name]
        questions = generate(required=PYTHON_JOB, optional=[], level="middle", count=10, mix=mix)
        sizes = Counter(question.difficulty for question in questions)
        assert set(sizes) <= set(mix)
        assert sizes[max(mix, key=lambda size: mix[size])] >= 3

    def test_refuses_a_mix_of_nothing(self) -> None:
        with pytest.raises(ValueError, match="at least one difficulty"):
            generate(required=[], optional=[], level="junior", mix={"easy": 0})

    def test_leaves_out_what_was_rejected(self) -> None:
        first = generate(required=PYTHON_JOB, optional=[], level="middle", count=10)
        again = generate(required=PYTHON_JOB, optional=[], level="middle", count=10, without={first[0].id})
        assert first[0].id not in {question.id for question in again}
        assert len(again) == 10

    def test_repeats_no_question_that_is_asked_in_nearly_the_same_words(self) -> None:
        first = generate(required=["python"], optional=[], level="middle", count=10)[0]
        asked = [first.text.replace("?", ", and why?").upper()]
        again = generate(required=["python"], optional=[], level="middle", count=10, asked=asked)
        assert first.id not in {question.id for question in again}
