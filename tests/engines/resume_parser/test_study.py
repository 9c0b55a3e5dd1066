"""One row of an education section."""

import pytest

from evenhand.engines.resume_parser.rows import rows_of
from evenhand.engines.resume_parser.study import is_department, is_institution, read_row

from .sheets import sheet


class TestReadRow:
    @pytest.mark.parametrize(
        ("row", "institution", "degree", "area"),
        [
            ("BSc Physics, University of Leeds, 2015", "University of Leeds", "BSc", "Physics"),
            ("University of Leeds — BSc Physics", "University of Leeds", "BSc", "Physics"),
            ("Магистр, НГУ, Физика, 2012 – 2014", "НГУ", "Магистр", "Физика"),
            ("КубГУ, прикладная информатика, бакалавриат", "КубГУ", "бакалавриат", "прикладная информатика"),
            ("LLB (Hons), First Class, University of Aberdeen", "University of Aberdeen", "LLB (Hons)", None),
            (
                "Associate degree, H.R. Management, Bellows College",
                "Bellows College",
                "Associate degree",
                "H.R. Management",
            ),
        ],
    )
    def test_files_what_the_row_says(self, row: str, institution: str, degree: str, area: str | None) -> None:
        facts = read_row(rows_of(sheet(row))[0])

        assert facts.institution is not None
        assert facts.degree is not None
        assert (facts.institution.text, facts.degree.span.text) == (institution, degree)
        assert (facts.area.text if facts.area else None) == area

    def test_keeps_what_it_cannot_tell_to_itself(self) -> None:
        facts = read_row(rows_of(sheet("Green Valley Boys >> Berlin, Germany"))[0])

        assert [span.text for span in facts.spare] == ["Green Valley Boys"]
        assert facts.place is not None


class TestIsInstitution:
    @pytest.mark.parametrize(
        "text", ["Lake Institute of Technology", "КубГУ", "МГТУ им. Н.Э. Баумана", "POSTECH(Pohang University)"]
    )
    def test_knows_places_of_study(self, text: str) -> None:
        assert is_institution(text)

    @pytest.mark.parametrize("text", ["Computer Science", "Прикладная математика", "Berlin"])
    def test_knows_no_others(self, text: str) -> None:
        assert not is_institution(text)


class TestIsDepartment:
    def test_knows_a_part_of_a_place_of_study(self) -> None:
        assert is_department("Факультет физики")
        assert is_department("Механический факультет")
        assert is_department("School of Law")
        assert not is_department("Lake University")
