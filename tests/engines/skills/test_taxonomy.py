"""The shipped entries are sound, mistakes in them are refused, and skills can be looked up."""

import re
import tomllib
from collections import Counter
from importlib import resources

import pytest

from evenhand.engines.skills import CATEGORIES, Skill, Taxonomy, TaxonomyInvalid, find_skills, kind_of, taxonomy
from evenhand.engines.skills.taxonomy import name_key, read_entries, related

# Names whose owners write them with a small first letter.
SMALL_FIRST = {
    "jQuery",
    "htmx",
    "gRPC",
    "pytest",
    "pandas",
    "dbt",
    "scikit-learn",
    "iOS development",
    "macOS administration",
}
STANDARD = """
    JavaScript TypeScript PostgreSQL MySQL MongoDB GraphQL Node.js Next.js NestJS FastAPI SQLAlchemy PyTorch
    TensorFlow NumPy WordPress Git PowerShell MATLAB Figma Elasticsearch ClickHouse BigQuery AutoCAD SharePoint
    QuickBooks LaTeX Jira DevOps CI/CD C++ C# .NET ASP.NET JUnit Kubernetes Terraform Ansible Redis SQLite
    DynamoDB Firebase
"""


class TestShippedEntries:
    def test_are_many_and_in_every_category(self) -> None:
        counts = Counter(skill.category for skill in taxonomy().skills)
        assert sum(counts.values()) >= 1000
        assert set(counts) == set(CATEGORIES)
        assert min(counts.values()) >= 8

    def test_have_no_file_that_nobody_reads(self) -> None:
        files = {entry.name for entry in (resources.files("evenhand.engines.skills") / "entries").iterdir()}
        assert files == {f"{category}.toml" for category in CATEGORIES}

    def test_have_one_owner_for_each_name_unless_a_rule_tells_them_apart(self) -> None:
        owners: dict[str, set[str]] = {}
        plain: set[str] = set()
        for skill in taxonomy().skills:
            for name in skill.names:
                owners.setdefault(name_key(name), set()).add(skill.id)
                if skill.rule is None or name not in skill.rule.words:
                    plain.add(name_key(name))
        assert not {key for key, ids in owners.items() if len(ids) > 1 and key in plain}

    def test_name_no_skill_twice_in_one_entry(self) -> None:
        for skill in taxonomy().skills:
            assert len({name.casefold() for name in skill.names}) == len(skill.names), skill.id

    def test_are_spelt_as_their_owners_spell_them(self) -> None:
        names = {skill.name for skill in taxonomy().skills}
        assert set(STANDARD.split()) <= names
        for name in names - SMALL_FIRST:
            assert re.fullmatch(r"[A-Z0-9.]\S*( \S+)*", name), name

    def test_build_on_skills_without_going_in_circles(self) -> None:
        def below(skill_id: str, above: tuple[str, ...]) -> None:
            assert skill_id not in above, (*above, skill_id)
            skill = taxonomy().get(skill_id)
            assert skill is not None, skill_id
            for foundation in skill.builds_on:
                below(foundation, (*above, skill_id))

        for skill in taxonomy().skills:
            below(skill.id, ())

    def test_are_narrower_than_others_without_going_in_circles(self) -> None:
        def above(skill_id: str, below: tuple[str, ...]) -> None:
            assert skill_id not in below, (*below, skill_id)
            skill = taxonomy().get(skill_id)
            assert skill is not None, skill_id
            for one in skill.broader:
                above(one, (*below, skill_id))

        assert sum(bool(skill.broader) for skill in taxonomy().skills) > 300
        for skill in taxonomy().skills:
            above(skill.id, ())

    def test_are_related_both_ways(self) -> None:
        pairs = {(skill.id, other) for skill in taxonomy().skills for other in skill.related}
        assert ("react", "vue") in pairs
        assert pairs == {(other, skill) for skill, other in pairs}

    @pytest.mark.parametrize(
        ("skill_id", "kind"), [("teamwork", "soft"), ("python", "hard"), ("english", "hard"), ("welding", "hard")]
    )
    def test_are_hard_or_soft(self, skill_id: str, kind: str) -> None:
        skill = taxonomy().get(skill_id)
        assert skill is not None
        assert kind_of(skill) == kind

    def test_are_found_by_every_plain_name_they_have(self) -> None:
        for skill in taxonomy().skills:
            for name in skill.names:
                if skill.rule is None or name not in skill.rule.words:
                    assert [m.skill_id for m in find_skills(name)] == [skill.id], name

    def test_carry_a_russian_name_where_people_use_one(self) -> None:
        spoken = {
            skill.category for skill in taxonomy().skills if any(re.search("[а-я]", name) for name in skill.names)
        }
        assert spoken == set(CATEGORIES)

    def test_give_a_version_that_is_a_digest(self) -> None:
        assert re.fullmatch("[0-9a-f]{12}", taxonomy().version)


class TestRelated:
    def test_refuses_relations_of_strangers(self) -> None:
        with pytest.raises(TaxonomyInvalid, match="b has relations"):
            related([Skill("a", "One", "soft")], "broader = {b = ['a']}\nrelated = {groups = []}")

    @pytest.mark.parametrize(
        "source", ["broader = {a = ['b']}\nrelated = {groups = []}", "broader = {a = ['a']}\nrelated = {groups = []}"]
    )
    def test_leaves_no_relation_that_leads_nowhere(self, source: str) -> None:
        with pytest.raises(TaxonomyInvalid, match="is no other skill"):
            Taxonomy(related([Skill("a", "One", "soft")], source), version="test")


class TestReadEntries:
    @pytest.mark.parametrize(
        ("source", "complaint"),
        [
            ("[a]\nname = 'A'\n[a]\nname = 'B'", "declare"),
            ("[a]", "no name"),
            ("[a]\nname = ' '", "no name"),
            ("[A_b]\nname = 'A'", "lower-case letters"),
            ("[a]\nname = 'A'\nalias = ['B']", "unknown key alias"),
            ("[a]\nname = 'A'\nambiguous = ['B']", "not one of its names"),
            ("[a]\nname = 'A'\nnever = ['a b']", "governs nothing"),
        ],
    )
    def test_refuses_a_mistake_and_names_it(self, source: str, complaint: str) -> None:
        with pytest.raises(TaxonomyInvalid, match=complaint):
            read_entries("soft", source)

    def test_refuses_an_unknown_category(self) -> None:
        with pytest.raises(TaxonomyInvalid, match="not a category"):
            read_entries("hobbies", "")

    def test_reads_what_a_taxonomy_file_holds(self) -> None:
        source = (resources.files("evenhand.engines.skills") / "entries" / "care.toml").read_text("utf-8")
        assert [skill.id for skill in read_entries("care", source)] == list(tomllib.loads(source))


class TestTaxonomy:
    @pytest.mark.parametrize(
        ("skills", "complaint"),
        [
            ([Skill("a", "One", "soft"), Skill("a", "Two", "soft")], "used twice"),
            ([Skill("a", "One", "soft"), Skill("b", "Two", "soft", ("one",))], "leads to both"),
            ([Skill("a", "Складской учёт", "soft"), Skill("b", "Two", "soft", ("складского учета",))], "leads to both"),
            ([Skill("a", "One", "soft", builds_on=("b",))], "neither a skill nor a category"),
            ([Skill("a", "One", "soft", ("--",))], "holds no word"),
        ],
    )
    def test_refuses_entries_that_contradict_one_another(self, skills: list[Skill], complaint: str) -> None:
        with pytest.raises(TaxonomyInvalid, match=complaint):
            Taxonomy(skills, version="test")

    @pytest.mark.parametrize(
        ("name", "skill_id"),
        [
            ("python", "python"),
            ("  POSTGRES ", "postgresql"),
            ("Golang", "go"),
            ("go", "go"),
            ("питон", "python"),
            ("бухгалтерский  учет", "accounting"),
            ("c++", "cpp"),
            ("K8S", "kubernetes"),
        ],
    )
    def test_resolves_a_name_in_any_case_and_spacing(self, name: str, skill_id: str) -> None:
        skill = taxonomy().resolve(name)
        assert skill is not None
        assert skill.id == skill_id

    @pytest.mark.parametrize("name", ["", "nobody's skill", "pyth", "Chef"])
    def test_resolves_nothing_for_a_name_of_nobody_or_of_two(self, name: str) -> None:
        assert taxonomy().resolve(name) is None

    @pytest.mark.parametrize(
        ("prefix", "first"),
        [("pyt", "python"), ("Post", "postgresql"), ("r", "r"), ("эксел", "excel"), ("learning", "machine-learning")],
    )
    def test_suggests_while_typing(self, prefix: str, first: str) -> None:
        suggested = [skill.id for skill in taxonomy().suggest(prefix)]
        assert first in suggested[:4]

    def test_suggests_the_exact_name_first_and_nobody_twice(self) -> None:
        suggested = taxonomy().suggest("java", limit=20)
        assert suggested[0].id == "java"
        assert len({skill.id for skill in suggested}) == len(suggested) <= 20
        assert {skill.id for skill in taxonomy().suggest("chef")} >= {"chef-work", "chef-automation"}

    def test_suggests_nothing_for_nothing(self) -> None:
        assert taxonomy().suggest("  ") == taxonomy().suggest("python", limit=0) == []
