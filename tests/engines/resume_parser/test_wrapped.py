import time

from evenhand.engines.documents import Document, Line
from evenhand.engines.resume_parser.rows import Row, rows_of
from evenhand.engines.resume_parser.wrapped import rejoin_wrapped

ADVANCE = 5.0  # points a character


def column(*texts: str, bold: tuple[str, ...] = ()) -> Document:
    """Rows of a narrow column, ten points high, twelve apart."""
    lines, text = [], ""
    for number, said in enumerate(texts):
        start = len(text) + (number > 0)
        text += ("\n" if number else "") + said
        top = 12.0 * number
        box = (40.0, top, 40.0 + ADVANCE * len(said), top + 10.0)
        lines.append(Line(said, start, start + len(said), 1, *box, 10.0, said in bold))
    return Document("pdf", text, tuple(lines), (), 1)


def joined(document: Document, *, contacts: bool = False) -> list[str]:
    rows: list[Row] = rejoin_wrapped(rows_of(document), document.text, contacts=contacts)
    assert all(row.text == document.text[row.span.start : row.span.end] for row in rows)
    return [" ".join(row.text.split()) for row in rows]


class TestRejoinWrapped:
    def test_joins_a_name_that_stops_at_a_small_word(self) -> None:
        rows = column("BA Graphic Design", "Escuela de Arte y Diseño de", "Turia", "2010 — 2014")

        assert joined(rows) == ["BA Graphic Design", "Escuela de Arte y Diseño de Turia", "2010 — 2014"]

    def test_joins_a_name_that_goes_on_in_small_letters(self) -> None:
        rows = column("Ташкентский государственный", "экономический университет", "2014 – 2016")

        assert joined(rows) == ["Ташкентский государственный экономический университет", "2014 – 2016"]

    def test_joins_what_stands_in_open_quotation_marks(self) -> None:
        assert joined(column("ООО «Северный берег", "Балтики»")) == ["ООО «Северный берег Балтики»"]

    def test_joins_a_month_and_its_year_and_an_open_date_and_its_end(self) -> None:
        assert joined(column("ООО «Нева», май 2017 – июнь", "2021"))[0].endswith("июнь 2021")
        assert joined(column("Long University Name", "2012 –", "2017"))[1] == "2012 – 2017"

    def test_joins_two_bold_rows_that_head_an_entry(self) -> None:
        name = ("George Harbour Culinary", "School")

        assert joined(column(*name, "Diploma", bold=name)) == ["George Harbour Culinary School", "Diploma"]

    def test_keeps_bold_rows_apart_that_say_who_and_where(self) -> None:
        both = ("Falcon Construction Ltd", "Engineer")

        assert joined(column(*both, "2014 – 2016", bold=both)) == [*both, "2014 – 2016"]

    def test_keeps_a_row_apart_that_would_have_fitted(self) -> None:
        rows = column("Institute of", "nursing", "A row as wide as the column is and more")

        assert joined(rows)[:2] == ["Institute of", "nursing"]

    def test_keeps_rows_apart_that_are_all_in_small_letters(self) -> None:
        assert joined(column("driver and courier, volga", "deliveries")) == ["driver and courier, volga", "deliveries"]

    def test_joins_nothing_but_a_large_name_among_contacts(self) -> None:
        assert joined(column("Product Designer", "hello@mira.example"), contacts=True) == [
            "Product Designer",
            "hello@mira.example",
        ]
        name = ("Kuzmina Elena", "Borisovna")
        assert joined(column(*name, "Teacher", bold=name), contacts=True)[0] == "Kuzmina Elena Borisovna"

    def test_joins_a_bold_name_that_had_no_room_beside_its_dates(self) -> None:
        dated = "Vocational College of Energy\t2009 – 2012"
        short = "College\t2009 – 2012 and a long way to the right"

        assert joined(column(dated, "Hamburg", "Diploma", bold=(dated, "Hamburg")))[0].endswith("2012 Hamburg")
        assert joined(column(dated, "Hamburg", "Diploma"))[0] == "Vocational College of Energy 2009 – 2012"
        assert joined(column(dated, "Boston, MA", "Diploma", bold=(dated, "Boston, MA")))[1] == "Boston, MA"
        assert joined(column(dated, "Teacher", "Duties", bold=(dated, "Teacher")))[1] == "Teacher"
        assert joined(column(short, "Hamburg", "Diploma", bold=(short, "Hamburg")))[1] == "Hamburg"

    def test_takes_no_longer_for_many_rows_than_there_are(self) -> None:
        """A page of four thousand short rows, each of which might go on in the next."""
        rows = rows_of(column(*(f"Institute of row {number} of" for number in range(4000))))
        text = column(*(f"Institute of row {number} of" for number in range(4000))).text

        begun = time.process_time()
        rejoin_wrapped(rows, text)

        assert time.process_time() - begun < 5
