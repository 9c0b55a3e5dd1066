"""A profile as pages show it."""

from tests.people import NOW

from evenhand.domains.resumes import rules
from evenhand.domains.resumes.rules import Own
from evenhand.engines.documents import read_document
from evenhand.engines.resume_parser import Evidence

TEXT = "Nadia\nBright Minds, Computer Science\n"
DOCUMENT = read_document(TEXT.encode(), filename="nadia.txt")


def school(confidence: float, settled: bool = False) -> rules.Field:
    start = DOCUMENT.text.index("Bright")
    span = Evidence(1, start, start + 12, "Bright Minds", confidence)
    pointer = "/education/0/institution"
    found = rules.sections(
        {"education": [{"institution": "Bright Minds"}]},
        {pointer: span},
        document=DOCUMENT,
        settled={pointer: Own("1", "Bright Minds", NOW)} if settled else {},
    )
    return next(one for one in found if one.id == "education").entries[0].fields[0]


class TestSections:
    def test_asks_to_look_only_at_a_guess(self) -> None:
        assert school(0.6).unsure
        assert not school(0.8).unsure
        assert school(0.8).why is None

    def test_says_why_and_in_which_line(self) -> None:
        field = school(0.6)
        assert field.why == "Please check: no word in the line says that this is a school."
        assert field.line == "Bright Minds, Computer Science"

    def test_asks_no_more_once_it_was_confirmed(self) -> None:
        assert not school(0.6, settled=True).unsure

    def test_shows_what_matters_even_where_nothing_was_found(self) -> None:
        basics = rules.sections({}, {})[0].entries[0]
        assert {field.keys[0] for field in basics.fields} >= {"name", "email", "phone"}
        assert not any(field.unsure for field in basics.fields)

    def test_calls_what_goes_on_now_and_the_rest_before(self) -> None:
        work = [{"name": "A", "startDate": "2022"}, {"name": "B", "endDate": "2021"}, {"name": "C", "endDate": "2019"}]
        found = next(one for one in rules.sections({"work": work}, {}) if one.id == "work")
        assert [entry.title for entry in found.entries] == ["Now", "Before that", "Earlier"]
