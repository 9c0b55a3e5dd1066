"""`evenhand tailor`: a resume and an advert in, a resume for it and a letter out."""

import json
from pathlib import Path

import pytest
from tests.cli.command import evenhand

from evenhand.cli.tailor import read_advert

RESUME = """Mira Sandoval
mira@example.org

Experience
Backend developer, Parcel Depot
March 2021 - Present
- Organised the summer party.
- Built services in Python and PostgreSQL.

Skills
Cooking, Python, PostgreSQL
"""
POSTING = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite"},
        {
            "@type": "JobPosting",
            "title": "Data engineer",
            "hiringOrganization": {"@type": "Organization", "name": "Quay & Sons"},
            "description": "<p>We need Python &amp; care.</p><ul><li>PostgreSQL</li></ul>",
            "skills": ["Kafka"],
        },
    ],
}


class TestReadAdvert:
    def test_takes_a_job_posting(self, tmp_path: Path) -> None:
        (tmp_path / "job.json").write_text(json.dumps(POSTING))
        advert = read_advert(tmp_path / "job.json")
        assert (advert.title, advert.company) == ("Data engineer", "Quay & Sons")
        assert advert.text == "We need Python & care.\n- PostgreSQL\n\nKafka"
        assert set(advert.asked) >= {"python", "postgresql", "kafka"}

    def test_takes_text_with_the_title_first(self, tmp_path: Path) -> None:
        (tmp_path / "job.txt").write_text("# Data engineer\n\nWe need Python.")
        advert = read_advert(tmp_path / "job.txt")
        assert (advert.title, advert.text) == ("Data engineer", "We need Python.")

    @pytest.mark.parametrize("text", ["", "  ", '{"title": 5}', '{"titl', "[" * 100_000])
    def test_refuses_what_is_no_advert_in_a_sentence(
        self, tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "job").write_text(text)
        with pytest.raises(SystemExit):
            read_advert(tmp_path / "job")
        assert "evenhand: " in capsys.readouterr().err


class TestTailor:
    def test_writes_everything_into_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "cv.txt").write_text(RESUME)
        (tmp_path / "job.json").write_text(json.dumps(POSTING))
        folder = tmp_path / "made"
        done = evenhand("tailor", tmp_path / "cv.txt", "--job", tmp_path / "job.json", "--output", folder)
        assert done.returncode == 0, done.stderr
        made = json.loads(done.stdout)
        assert made["resume"]["work"][0]["highlights"][0] == "Built services in Python and PostgreSQL."
        assert "Data engineer at Quay & Sons" in made["letter"]["text"]
        assert (folder / "cv.pdf").read_bytes().startswith(b"%PDF")
        assert {path.name for path in folder.iterdir()} == {"cv.pdf", "cv.docx", "cv.json", "letter.txt"}
        assert b"nothing was invented" in done.stderr
