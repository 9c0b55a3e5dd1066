import pytest
from tests.engines.documents.drawing import BOLD, CYRILLIC, REGULAR, Page, lines_of, width

LEFT = [
    "Built a payments platform that",
    "serves nine countries, and led",
    "the four engineers who keep it",
    "running through nights and the",
    "holidays of all those places.",
    "Wrote its tests and runbooks.",
]
RIGHT = [
    "Moved a shop with ten thousand",
    "orders a day from one machine",
    "to a cluster without an hour of",
    "closed doors, and taught others",
    "how to do the same elsewhere.",
    "Later sold that as a service.",
]
MAIN = [
    "EXPERIENCE",
    "Staff Engineer, Northwind",
    "Led a platform team over three regions and two time zones.",
    "Cut checkout latency from 940 to 210 ms by caching.",
    "Senior Engineer, Brightwave",
    "Built a pipeline for 90 million events a day.",
    "Moved three core services to a new engine.",
]
SIDE = ["CONTACT", "alice@example.com", "+44 20 7946 0000", "SKILLS", "Python", "Go", "PostgreSQL"]
ROWS = [
    ("Engineer, Acme", "2019 - 2021"),
    ("Developer, Globex", "Mar 2016 - Dec 2018"),
    ("Trainee, Initech", "2015"),
    ("Intern, Umbrella", "Summer 2014"),
]


def _side_by_side(page: Page, left: list[str], right: list[str], *, at: float, shift: float = 0.0) -> None:
    """Two columns drawn one after the other, the right one `shift` points lower."""
    page.lines(50, 150, *left)
    page.lines(at, 150 + shift, *right)


class TestReadingOrder:
    @pytest.mark.parametrize("shift", [0.0, 5.0])
    def test_reads_two_columns_one_after_the_other(self, shift: float) -> None:
        page = Page()
        _side_by_side(page, LEFT, RIGHT, at=320, shift=shift)
        assert lines_of(page) == [*LEFT, *RIGHT]

    def test_reads_columns_that_are_drawn_row_by_row(self) -> None:
        page = Page()
        for index, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            page.text(50, 100 + 14 * index, left)
            page.text(320, 100 + 14 * index, right)
        assert lines_of(page) == [*LEFT, *RIGHT]

    def test_reads_a_sidebar_drawn_row_by_row(self) -> None:
        page = Page()
        for index, (side, main) in enumerate(zip(SIDE, MAIN, strict=True)):
            heading = {"EXPERIENCE", "CONTACT", "SKILLS", "Staff Engineer, Northwind", "Senior Engineer, Brightwave"}
            page.text(50, 100 + 14 * index, side, font=BOLD if side in heading else REGULAR)
            page.text(220, 100 + 14 * index, main, font=BOLD if main in heading else REGULAR)
        assert lines_of(page) == [*SIDE, *MAIN]

    @pytest.mark.parametrize("side_at_left", [True, False])
    def test_reads_a_sidebar_and_its_main_column(self, *, side_at_left: bool) -> None:
        page = Page()
        page.lines(50 if side_at_left else 420, 104, *SIDE, leading=16)
        page.lines(200 if side_at_left else 50, 100, *MAIN)
        assert lines_of(page) == ([*SIDE, *MAIN] if side_at_left else [*MAIN, *SIDE])

    def test_reads_three_columns(self) -> None:
        page = Page()
        third = ["Chess", "Running", "Books", "Music"]
        for at, column in ((50, LEFT[:4]), (260, SIDE[:4]), (450, third)):
            page.lines(at, 100, *column)
        assert lines_of(page) == [*LEFT[:4], *SIDE[:4], *third]

    def test_reads_full_width_text_above_and_below_columns_where_it_stands(self) -> None:
        page = Page()
        page.text(50, 60, "Alice Example", size=24)
        page.text(50, 80, "An engineer who writes one long line about herself that runs over both of the columns below")
        _side_by_side(page, LEFT, RIGHT, at=320)
        page.text(50, 320, "References are given whenever somebody asks for them, in either of the two languages")
        lines = lines_of(page)
        assert lines[0] == "Alice Example"
        assert lines[2:-1] == [*LEFT, *RIGHT]
        assert lines[-1].startswith("References")

    def test_leaves_the_heading_of_full_width_text_with_it(self) -> None:
        page = Page()
        page.text(
            50, 120, "One line that runs over the whole of the width so that columns can only start below it, yes"
        )
        _side_by_side(page, LEFT, RIGHT, at=320)
        page.text(50, 270, "Experience", font=BOLD)
        page.text(50, 284, "Engineer at Acme, where a long line of text again runs over the whole width of the page")
        assert lines_of(page)[-2:] == ["Experience", lines_of(page)[-1]]

    def test_ends_columns_where_rows_of_title_and_date_begin(self) -> None:
        page = Page()
        page.lines(50, 100, "Skills", "Python", "Go")
        page.lines(320, 100, "Languages", "English", "German")
        page.text(50, 160, "Experience", font=BOLD)
        for index, (title, when) in enumerate(ROWS):
            page.text(50, 176 + 14 * index, title)
            page.right(560, 176 + 14 * index, when)
        lines = lines_of(page)
        assert lines[:6] == ["Skills", "Python", "Go", "Languages", "English", "German"]
        assert lines[7:] == [f"{title}\t{when}" for title, when in ROWS]

    def test_reads_a_page_of_one_text(self) -> None:
        page = Page()
        page.text(50, 100, "Alone")
        assert lines_of(page) == ["Alone"]


class TestRows:
    @pytest.mark.parametrize("one_after_the_other", [True, False])
    def test_keeps_a_title_and_its_flush_right_date_on_one_line(self, *, one_after_the_other: bool) -> None:
        page = Page()
        if one_after_the_other:
            for index, (title, _) in enumerate(ROWS):
                page.text(50, 100 + 14 * index, title)
        for index, (title, when) in enumerate(ROWS):
            if not one_after_the_other:
                page.text(50, 100 + 14 * index, title)
            page.right(560, 100 + 14 * index, when)
        assert lines_of(page) == [f"{title}\t{when}" for title, when in ROWS]

    def test_keeps_a_date_on_the_left_with_its_title(self) -> None:
        page = Page()
        for index, (title, when) in enumerate(ROWS):
            page.text(50, 100 + 40 * index, when)
            page.text(180, 100 + 40 * index, title, font=BOLD)
            page.text(180, 114 + 40 * index, "Wrote and ran the things that the title says")
        assert lines_of(page)[::2] == [f"{when}\t{title}" for title, when in ROWS]

    def test_keeps_a_label_with_its_value(self) -> None:
        page = Page()
        rows = [("Languages", "Python, Go"), ("Databases", "PostgreSQL, Redis"), ("Cloud", "AWS"), ("Spoken", "Irish")]
        for index, (label, value) in enumerate(rows):
            page.text(50, 100 + 14 * index, label, font=BOLD)
            page.text(180, 100 + 14 * index, value)
        assert lines_of(page) == [f"{label}\t{value}" for label, value in rows]

    def test_reads_rows_of_tall_cells_one_after_another(self) -> None:
        page = Page()
        for index in range(3):
            top = 100 + 60 * index
            page.lines(50, top, f"Company {index}", "Berlin")
            page.lines(180, top, f"Engineer {index}", "Ran the shop", "Fixed the roof")
        expected = [
            line
            for index in range(3)
            for line in (f"Company {index}", "Berlin", f"Engineer {index}", "Ran the shop", "Fixed the roof")
        ]
        assert lines_of(page) == expected

    def test_reads_headings_on_the_left_apart_from_what_they_head(self) -> None:
        page = Page()
        parts = [("EXPERIENCE", MAIN[1:]), ("EDUCATION", ["MSc Computing", "TU Berlin"]), ("SKILLS", ["Python, Go"])]
        top = 100.0
        for heading, lines in parts:
            page.text(50, top, heading, font=BOLD)
            top = page.lines(180, top, *lines) + 10
        assert lines_of(page) == [line for heading, lines in parts for line in (heading, *lines)]

    def test_reads_tall_dates_before_what_they_date(self) -> None:
        page = Page()
        jobs = [["ООО «Ромашка»", "Москва", "Ведущий разработчик"], ["ООО «Заря»", "Казань", "Инженер"]]
        for index, job in enumerate(jobs):
            page.lines(50, 100 + 60 * index, "Январь 2010 —", "март 2012", "2 года 2 месяца", font=CYRILLIC)
            page.lines(200, 100 + 60 * index, *job, font=CYRILLIC)
        when = ["Январь 2010 —", "март 2012", "2 года 2 месяца"]
        assert lines_of(page) == [*when, *jobs[0], *when, *jobs[1]]

    def test_keeps_russian_dates_in_their_rows(self) -> None:
        page = Page()
        rows = [("Разработчик, Ромашка", "март 2019 — настоящее время"), ("Инженер, Заря", "2015 – 2019 гг.")]
        rows += [("Стажёр, Луч", "июль 2014 — май 2015")]
        for index, (title, when) in enumerate(rows):
            page.text(50, 100 + 14 * index, title, font=CYRILLIC)
            page.text(540 - width(when, font=CYRILLIC), 100 + 14 * index, when, font=CYRILLIC)
        assert lines_of(page) == [f"{title}\t{when}" for title, when in rows]

    def test_keeps_a_line_of_contacts_whole_over_rows_with_dates(self) -> None:
        page = Page()
        for x, text in ((50, "hello@example.com"), (180, "312-555-0190"), (320, "New York, NY")):
            page.text(x, 80, text)
        page.right(560, 80, "linkedin.com/in/doe")
        page.lines(50, 110, "WORK EXPERIENCE", "ABC Company", "Software Engineer")
        page.right(560, 138, "May 2023 - Present")
        lines = lines_of(page)
        assert lines[0] == "hello@example.com\t312-555-0190\tNew York, NY\tlinkedin.com/in/doe"
        assert lines[-1] == "Software Engineer\tMay 2023 - Present"
