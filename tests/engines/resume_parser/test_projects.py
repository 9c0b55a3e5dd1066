"""Projects as entries and as items."""

from typing import Any

from evenhand.engines.resume_parser.draft import grow
from evenhand.engines.resume_parser.projects import read_projects
from evenhand.engines.resume_parser.rows import rows_of

from .sheets import sheet


def read(markup: str) -> list[dict[str, Any]]:
    document = sheet(markup)
    grown, _ = grow(document, read_projects(rows_of(document)))
    return grown or []


class TestReadProjects:
    def test_reads_name_tools_dates_and_items(self) -> None:
        assert read("** Seat Finder | React, Go >> Jan 2024 – Mar 2024\n• Finds seats") == [
            {
                "name": "Seat Finder",
                "description": "React, Go",
                "highlights": ["Finds seats"],
                "startDate": "2024-01",
                "endDate": "2024-03",
            }
        ]

    def test_reads_one_project_an_item(self) -> None:
        assert read("• Opentrace: a tracing library, 2021\n• Birdlog: counts birds") == [
            {
                "name": "Opentrace",
                "description": "a tracing library, 2021",
                "startDate": "2021",
                "endDate": "2021",
            },
            {"name": "Birdlog", "description": "counts birds"},
        ]
