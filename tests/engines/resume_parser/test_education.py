"""Studies: institution, degree, subject, mark, courses, dates."""

from typing import Any

import pytest

from evenhand.engines.resume_parser.degrees import read_degree, read_score
from evenhand.engines.resume_parser.draft import grow
from evenhand.engines.resume_parser.education import read_education
from evenhand.engines.resume_parser.rows import rows_of
from evenhand.engines.resume_parser.span import Span
from evenhand.engines.resume_parser.study import is_department, is_institution

from .sheets import sheet


def read(markup: str) -> list[dict[str, Any]]:
    document = sheet(markup)
    grown, _ = grow(document, read_education(rows_of(document)))
    return grown or []


class TestReadDegree:
    @pytest.mark.parametrize(
        ("text", "degree", "rest"),
        [
            ("B.S. in Computer Science", "B.S.", "Computer Science"),
            ("BSc Mathematics", "BSc", "Mathematics"),
            ("MEng in Computer Science", "MEng", "Computer Science"),
            ("Bachelor of Arts, Business Administration", "Bachelor of Arts", "Business Administration"),
            ("BA (Hons) English Literature", "BA (Hons)", "English Literature"),
            ("Executive MBA", "Executive MBA", ""),
            ("Level 3 Diploma in Cookery", "Level 3 Diploma", "Cookery"),
            ("Master's degree, Economics", "Master's degree", "Economics"),
            ("PhD in Hydrology", "PhD", "Hydrology"),
            ("Бакалавр, Прикладная математика", "Бакалавр", "Прикладная математика"),
            ("Магистр по направлению Физика", "Магистр", "Физика"),
        ],
    )
    def test_parts_the_degree_from_the_subject(self, text: str, degree: str, rest: str) -> None:
        found = read_degree(Span(text, 0))

        assert found is not None
        assert (found[0].span.text, found[1].text) == (degree, rest)

    @pytest.mark.parametrize(
        "text", ["as well as others", "be kind", "Deering High School", "University of Leeds", "ms in ten"]
    )
    def test_sees_no_degree_in_other_words(self, text: str) -> None:
        assert read_degree(Span(text, 0)) is None


class TestReadScore:
    @pytest.mark.parametrize(
        ("text", "mark"),
        [
            ("GPA: 3.5", "3.5"),
            ("GPA 3.83 / 4.0", "3.83 / 4.0"),
            ("Cum. GPA: 3.9", "3.9"),
            ("3.8 GPA", "3.8"),
            ("CGPA 9.1/10", "9.1/10"),
            ("Средний балл: 4,8", "4,8"),
            ("средний балл 4.9 из 5", "4.9 из 5"),
        ],
    )
    def test_reads_a_labelled_mark(self, text: str, mark: str) -> None:
        found = read_score(Span(text, 0))

        assert found is not None
        assert found[0].value == mark

    @pytest.mark.parametrize("text", ["3.8", "Class of 2014", "GPA"])
    def test_reads_no_other_number(self, text: str) -> None:
        assert read_score(Span(text, 0)) is None


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

    def test_takes_a_single_date_for_the_end(self) -> None:
        [study] = read("Ridge University, BSc Physics, Expected Graduation: June 2016")

        assert "startDate" not in study
        assert study["endDate"] == "2016-06"

    def test_reads_courses_from_their_label(self) -> None:
        [study] = read("Ridge University >> 2023\n• Coursework: Logic (A+), Sets, Numbers")

        assert study["courses"] == ["Logic (A+)", "Sets", "Numbers"]

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
