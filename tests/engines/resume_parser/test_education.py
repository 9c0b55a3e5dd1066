"""Studies: institution, degree, subject, mark, courses, dates."""

from typing import Any

from evenhand.engines.resume_parser.draft import grow
from evenhand.engines.resume_parser.education import read_education
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import sheet


def read(markup: str) -> list[dict[str, Any]]:
    document = sheet(markup)
    grown, _ = grow(document, read_education(rows_of(document)))
    return grown or []


class TestReadEducation:
    def test_begins_an_entry_with_each_row_set_like_the_first(self) -> None:
        studies = read(
            "** FOLK UNIVERSITY\nBS in Botany\nMay 2014\nCollege of Fields\nGPA: 3.8\n\n"
            "** GREEN SCHOOL FOR BOYS\nGrad. May 2010"
        )

        assert studies == [
            {
                "institution": "FOLK UNIVERSITY",
                "area": "Botany",
                "studyType": "BS",
                "endDate": "2014-05",
                "score": "3.8",
            },
            {"institution": "GREEN SCHOOL FOR BOYS", "endDate": "2010-05"},
        ]

    def test_begins_an_entry_where_something_is_said_again(self) -> None:
        studies = read("MS Data Science\nRidge University >> 2023\nBS Physics\nLake Institute >> 2015 – 2019")

        assert [(study["institution"], study["endDate"]) for study in studies] == [
            ("Ridge University", "2023"),
            ("Lake Institute", "2019"),
        ]

    def test_begins_no_entry_with_a_row_that_only_says_where(self) -> None:
        first, second = read(
            "** Northgate College >> 2015 – 2018\n** Leeds, UK\nBSc, Nursing\n** Eastgate School >> 2015\nA-levels"
        )

        assert first["studyType"] == "BSc"
        assert second["institution"] == "Eastgate School"
        assert second["studyType"] == "A-levels"

    def test_takes_a_single_date_for_the_end(self) -> None:
        [study] = read("Ridge University, BSc Physics, Expected Graduation: June 2016")

        assert "startDate" not in study
        assert study["endDate"] == "2016-06"

    def test_reads_courses_from_their_label(self) -> None:
        [study] = read("Ridge University >> 2023\n• Coursework: Logic (A+), Sets, Numbers")

        assert study["courses"] == ["Logic (A+)", "Sets", "Numbers"]

    def test_reads_courses_over_two_rows(self) -> None:
        [study] = read(
            "Ridge University >> 2023\n• Coursework: Logic (A+), Sets, Large\n         Numbers (A), Small Numbers"
        )

        assert study["courses"] == ["Logic (A+)", "Sets", "Large Numbers (A)", "Small Numbers"]

    def test_reads_a_form_with_labels(self) -> None:
        [study] = read(
            "Учебное заведение: Томский политех\nПрофиль: Мосты\nКвалификация: инженер\nГоды обучения: 2009 – 2014"
        )

        assert study == {
            "institution": "Томский политех",
            "area": "Мосты",
            "studyType": "инженер",
            "startDate": "2009",
            "endDate": "2014",
        }

    def test_keeps_the_campus_and_the_case_of_a_long_name(self) -> None:
        assert (
            read("University of California, Berkeley >> 2010")[0]["institution"] == "University of California, Berkeley"
        )
        name = "Университет экономики, статистики и информатики"
        assert read(f"{name} >> 2010")[0]["institution"] == name
