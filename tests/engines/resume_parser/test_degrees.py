"""Degrees with their subjects, and marks."""

import pytest

from evenhand.engines.resume_parser.degrees import read_degree, read_score
from evenhand.engines.resume_parser.span import Span


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
            ("NVQ Level 3, Health and Social Care", "NVQ Level 3", "Health and Social Care"),
            ("Certificate III in Supply Chain", "Certificate III", "Supply Chain"),
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
