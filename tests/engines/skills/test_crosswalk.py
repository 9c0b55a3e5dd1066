"""The names of our skills in ESCO and O*NET, and the script that joins them."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from evenhand.engines.skills import classifications, esco_uri, onet_element, taxonomy

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "enrich-skills"
# The columns as they are published; the rows are ours.
ESCO = """conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate
KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/a-1,knowledge,cross-sector,Project  Management,"run projects
teamwork",,released,2024
KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/a-2,knowledge,cross-sector,lead teams,"leadership
PostgreSQL",,released,2024
KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/a-3,knowledge,cross-sector,chemistry,,,released,2024
KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/a-4,knowledge,cross-sector,Chemistry,,,released,2024
KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/a-5,knowledge,cross-sector,physics,,,obsolete,2024
KnowledgeSkillCompetence,http://example.org/a-6,knowledge,cross-sector,biology,,,released,2024
"""
ONET = "Element ID\tElement Name\tDescription\n2.A.1.e\tMathematics\t\n2.C.4.a\tMathematics\t\n2.B.1.d\tNegotiation\t\n"


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, text=True, check=False, encoding="utf-8"
    )


class TestShipped:
    def test_names_skills_of_ours_and_well_formed_concepts(self) -> None:
        esco, onet = classifications()["esco"], classifications()["onet"]
        ours = {skill.id for skill in taxonomy().skills}
        assert ours >= {*esco.ids, *onet.ids}
        assert len(esco.ids) > 150
        assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one) for one in esco.ids.values())
        assert all(re.fullmatch(r"\d(\.[A-Z])(\.\d+)(\.[a-z])?", one) for one in onet.ids.values())
        assert len(set(esco.ids.values())) == len(esco.ids)

    def test_says_whom_to_name(self) -> None:
        assert "European Commission" in classifications()["esco"].notice
        assert "USDOL/ETA" in classifications()["onet"].notice
        assert all("CC BY 4.0" in one.notice for one in classifications().values())

    def test_knows_ours_by_their_own_names_only(self) -> None:
        assert esco_uri("javascript") == "http://data.europa.eu/esco/skill/3cd569a2-4f88-4c1e-9995-8dce8c5e51a7"
        assert onet_element("negotiation") == "2.B.1.d"
        assert esco_uri("spark") is None  # ESCO's SPARK is a programming language
        assert onet_element("mathematics") is None  # two elements have that name
        assert esco_uri("no-such-skill") is None


class TestScript:
    def test_joins_where_a_preferred_label_is_our_name(self, tmp_path: Path) -> None:
        esco, onet, made = tmp_path / "skills_en.csv", tmp_path / "reference.txt", tmp_path / "made.toml"
        esco.write_text(ESCO, encoding="utf-8-sig")
        onet.write_text(ONET, encoding="utf-8")
        done = run("--esco", esco, "9.9", "--onet", onet, "8.8", "--output", made)
        assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"esco 9.9: 1 of {len(taxonomy().skills)} skills")
        read = tomllib.loads(made.read_text("utf-8"))
        assert read["esco"]["ids"] == {"project-management": "a-1"}  # no alternative, double, obsolete or foreign one
        assert read["onet"]["ids"] == {"negotiation": "2.B.1.d"}
        assert "(v9.9)" in read["esco"]["notice"]

    def test_keeps_what_is_not_given_and_writes_the_same_again(self, tmp_path: Path) -> None:
        esco, onet, made = tmp_path / "skills_en.csv", tmp_path / "reference.txt", tmp_path / "made.toml"
        esco.write_text(ESCO, encoding="utf-8")
        onet.write_text(ONET, encoding="utf-8")
        assert run("--esco", esco, "9.9", "--output", made).returncode == 0
        assert run("--onet", onet, "8.8", "--output", made).returncode == 0
        first = made.read_bytes()
        assert {*tomllib.loads(first.decode())} == {"esco", "onet"}
        assert run("--esco", esco, "9.9", "--onet", onet, "8.8", "--output", made).returncode == 0
        assert made.read_bytes() == first

    def test_refuses_another_file_and_writes_nothing(self, tmp_path: Path) -> None:
        other, made = tmp_path / "occupations.csv", tmp_path / "made.toml"
        other.write_text("conceptUri,label\nx,y\n", encoding="utf-8")
        done = run("--esco", other, "9.9", "--output", made)
        assert (done.returncode, made.exists()) == (1, False)
        assert done.stderr == "enrich-skills: occupations.csv has no column “preferredLabel”. Is it the right file?\n"
