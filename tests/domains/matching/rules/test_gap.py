"""A job beside a resume, skill by skill."""

from datetime import date
from decimal import Decimal

from evenhand.domains.matching.rules.gap import Advert, Gap, Person, compare, inputs_of
from evenhand.domains.matching.rules.gap_report import from_json, markdown, to_json
from evenhand.engines.documents import read_document
from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.skills import find_skills

TODAY = date(2026, 11, 20)
TEXT = """Mira Candidate
mira@example.org

Experience
Backend developer, Parcel Depot
March 2018 - October 2026
- Built services in Python and PostgreSQL.
- Cut the monthly bill by 40 % with Python.

Skills
Python, PostgreSQL, Docker, English (fluent)
"""
ADVERT = """We need Python.

## Must have

- 7+ years of PostgreSQL
- Kafka

## Nice to have

- Docker
- Terraform"""


def person(text: str = TEXT, *, own: tuple[str, ...] = ()) -> Person:
    document = read_document(text.encode(), filename="resume.txt")
    parsed = parse_resume(document)
    return Person("r", document, parsed.resume, parsed.evidence, find_skills(document.text), own)


def advert(
    text: str = ADVERT,
    *,
    required: tuple[str, ...] = ("python", "postgresql", "kafka"),
    optional: tuple[str, ...] = ("docker", "terraform"),
) -> Advert:
    return Advert("j", "Somebody who cares", "Harbour", text, required, optional)


def made(who: Person | None = None, what: Advert | None = None) -> Gap:
    return compare(who or person(), what or advert(), today=TODAY)


class TestCompare:
    def test_shows_a_kind_of_what_is_asked_beside_it_and_counts_it_for_nothing(self) -> None:
        text = TEXT.replace("Docker, English", "GitLab CI, English")
        gap = made(person(text), advert("We need CI/CD.", required=("ci-cd", "kafka"), optional=()))
        near = {one.skill_id: one.near for one in gap.of("missing")}
        assert near == {"ci-cd": ("gitlab-ci",), "kafka": ()}
        assert gap.score == 0
        assert "Near it in your resume: GitLab CI." in markdown(gap)
        assert from_json(to_json(gap)) == gap

    def test_puts_each_skill_where_it_belongs(self) -> None:
        gap = made()
        status = {one.skill_id: (one.need, one.status) for one in gap.skills}
        assert status["python"] == ("required", "meets")
        assert status["kafka"] == ("required", "missing")
        assert status["terraform"] == ("optional", "missing")
        assert status["docker"] == ("optional", "underqualified")
        assert status["english"] == ("", "resume_only")

    def test_counts_what_is_found_out_of_ten(self) -> None:
        gap = made()
        assert (gap.score, gap.share) == (Decimal("6.0"), Decimal("0.600"))
        whole = made(what=advert(required=("python", "postgresql"), optional=()))
        assert (whole.score, whole.share) == (Decimal("10.0"), Decimal("1.000"))
        assert "10.0 of 10" in markdown(whole)
        assert "%" not in markdown(whole).partition("##")[0]

    def test_has_no_score_where_nothing_is_asked(self) -> None:
        gap = made(what=advert("Come and see.", required=(), optional=()))
        assert (gap.score, gap.asked) == (None, [])
        assert "nothing to count" in markdown(gap)

    def test_reads_the_advert_where_nobody_chose_skills(self) -> None:
        gap = made(what=advert(required=(), optional=()))
        assert {one.skill_id: one.need for one in gap.asked} == {
            "python": "required",
            "postgresql": "required",
            "kafka": "required",
            "docker": "optional",
            "terraform": "optional",
        }

    def test_rests_on_words_that_stand_on_both_sides(self) -> None:
        who, what = person(), advert()
        gap = made(who, what)
        for one in gap.skills:
            for fact, text in ((one.candidate, who.document.text), (one.required, what.text)):
                for quote in fact.evidence if fact else ():
                    assert quote.words
                    assert text[quote.at : quote.at + len(quote.words)] == quote.words
        python = next(one for one in gap.skills if one.skill_id == "python")
        assert python.candidate
        assert python.required
        assert python.candidate.evidence
        assert python.required.evidence

    def test_says_how_many_levels_are_lacking(self) -> None:
        docker = next(one for one in made().skills if one.skill_id == "docker")
        assert docker.candidate
        assert docker.required
        assert (docker.candidate.level, docker.required.level, docker.delta) == (1, 2, 1)
        assert "assumed" in docker.required.signals

    def test_asks_no_level_of_ways_of_working_unless_the_advert_does(self) -> None:
        gap = made(person(TEXT + "\nTeamwork"), advert("Work with us.", required=("teamwork", "english"), optional=()))
        assert {one.status for one in gap.asked} == {"meets"}
        assert {one.delta for one in gap.asked} == {None}

    def test_takes_the_persons_word_for_what_they_added(self) -> None:
        kafka = next(one for one in made(person(own=("kafka",))).skills if one.skill_id == "kafka")
        assert (kafka.status, kafka.delta) == ("meets", None)
        assert kafka.candidate
        assert kafka.candidate.signals == ("own",)

    def test_gives_the_same_bytes_again(self) -> None:
        first = to_json(made())
        assert all(to_json(made()) == first for _ in range(3))
        assert from_json(first) == made()


class TestInputs:
    def test_change_with_what_a_report_is_made_of(self) -> None:
        same = inputs_of(person(), advert())
        assert same == inputs_of(person(), advert())
        others = [
            inputs_of(person(TEXT + "\nRust"), advert()),
            inputs_of(person(own=("kafka",)), advert()),
            inputs_of(person(), advert(ADVERT + "\n- Rust")),
            inputs_of(person(), advert(optional=())),
        ]
        assert len({same, *others}) == 5


class TestMarkdown:
    def test_has_a_part_for_each_kind_and_the_words(self) -> None:
        text = markdown(made())
        assert "## Required, not found" in text
        assert "**Apache Kafka**" in text or "**Kafka**" in text
        assert "Your resume: “Built services in Python and PostgreSQL.”" in text
        assert "The advert: “We need Python.”" in text

    def test_leaves_peoples_words_as_they_are(self) -> None:
        text = markdown(made(what=advert("We need Python. *Really* <b>now</b> # yes")))
        assert r"\*Really\* \<b\>now\</b\> \# yes" in text
