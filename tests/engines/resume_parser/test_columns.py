from evenhand.engines.resume_parser.columns import without_column_heads
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import sheet


def texts(markup: str) -> list[tuple[str, bool]]:
    return [(row.text, row.bullet) for row in without_column_heads(rows_of(sheet(markup)))]


class TestWithoutColumnHeads:
    def test_puts_the_duties_of_a_row_below_its_facts(self) -> None:
        table = "Period >> Position and employer >> Duties\n2016 - 2019 >> Picker >> Scanned parcels\n      Moreton Hub"

        assert texts(table) == [("2016 - 2019\tPicker", False), ("Moreton Hub", False), ("Scanned parcels", True)]

    def test_leaves_rows_that_head_no_table(self) -> None:
        rows = "Position: Picker >> Moreton Hub\n2016 - 2019 >> Brisbane"

        assert [text for text, _ in texts(rows)] == ["Position: Picker\tMoreton Hub", "2016 - 2019\tBrisbane"]
