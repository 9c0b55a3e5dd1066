"""`evenhand rescore` without a database: the same, what differs and why, and what cannot be told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import environment, evenhand

from evenhand.cli.batch import grade_line
from evenhand.cli.rescore import Count
from evenhand.kit.ids import new_id

REQUEST = {
    "id": 1,
    "question": "What does an index cost?",
    "gold": ["An index slows down writes because it must be updated, and it takes disk space."],
    "answer": "Writing gets slower, because the index must be updated too.",
    "key_points": ["writes become slower", "it takes disk space"],
    "red_flags": ["An index costs nothing"],
}


@pytest.fixture(scope="module")
def sealed() -> dict[str, Any]:
    """A sealed grade with its texts."""
    return grade_line(json.dumps(REQUEST).encode(), sealed=True)


def written(path: Path, *values: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values))
    return path


def changed(sealed: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(sealed))
    change(copied)
    return copied


class TestRescore:
    def test_says_that_all_is_the_same_and_needs_nothing_around_it(
        self, sealed: dict[str, Any], tmp_path: Path
    ) -> None:
        file = written(tmp_path / "grades.jsonl", sealed, sealed)
        odd = environment(DATABASE_URL="nonsense", EVENHAND_PORT="eighty", EVENHAND_DATA_DIR="/proc/nowhere")
        done = evenhand("rescore", "--manifest", file, env=odd)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode().splitlines() == [
            "score 1: the same.",
            "score 2: the same.",
            "2 scores: 2 the same, 0 differ, 0 could not be made once more.",
        ]

    @pytest.mark.parametrize(
        ("change", "cause", "where"),
        [
            (
                lambda v: v["texts"].update(question="And a key?"),
                "the question is not the one",
                "/manifest/inputs/ques",
            ),
            (lambda v: v["texts"].update(gold=["Nothing."]), "the gold answer is another", "/manifest/inputs/gold/0"),
            (lambda v: v["texts"].update(answer="Nothing."), "the answer is not the text", "/manifest/inputs/answer"),
            (lambda v: v["texts"].update(key_points=[]), "the key points are others", "/manifest/inputs/key_points"),
            (lambda v: v["texts"].update(red_flags=[]), "the red flags are others", "/manifest/inputs/red_flags"),
            (lambda v: v["grade"]["manifest"].update(version="0"), "another version", '/manifest/version: "0" -> '),
            (lambda v: v["grade"]["manifest"]["parameters"].update(full_credit=1), "parameters are", "/full_credit: 1"),
            (lambda v: v["grade"]["manifest"]["model"].update(name="x"), "the language model", "/manifest/model/name"),
            (lambda v: v["grade"].update(overall=10.0), "changed after it was sealed", "/overall: 10.0 -> "),
        ],
    )
    def test_names_what_is_different(
        self,
        sealed: dict[str, Any],
        tmp_path: Path,
        change: Callable[[dict[str, Any]], None],
        cause: str,
        where: str,
    ) -> None:
        done = evenhand("rescore", "--manifest", written(tmp_path / "grade.json", changed(sealed, change)))
        assert done.returncode == 1, done.stderr
        said = done.stdout.decode()
        assert said.startswith("score 1: differs: ")
        assert cause in said.splitlines()[0]
        assert where in said
        assert said.endswith("1 score: 0 the same, 1 differ, 0 could not be made once more.\n")

    def test_takes_a_manifest_with_its_seal_and_the_texts_apart(self, sealed: dict[str, Any], tmp_path: Path) -> None:
        bare = {"manifest": sealed["grade"]["manifest"], "seal": sealed["grade"]["seal"]}
        (tmp_path / "manifest.json").write_text(json.dumps(bare, indent=2))
        texts = written(tmp_path / "texts.json", sealed["texts"])
        done = evenhand("rescore", "--manifest", tmp_path / "manifest.json", "--texts", texts)
        assert (done.returncode, done.stderr) == (0, b"")
        other = written(tmp_path / "other.json", {**sealed["texts"], "answer": "Nothing."})
        assert evenhand("rescore", "--manifest", tmp_path / "manifest.json", "--texts", other).returncode == 1

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("", "holds no score"),
            ("not json", "it is not JSON"),
            ("[]", "it is not a JSON object"),
            ("{}", "the texts lack “question”"),
            ('{"texts": {"question": "a", "gold": "b", "answer": "c"}}', "no sealed grade"),
            ('{"grade": {"manifest": 5}, "texts": {"question": "a", "gold": "b", "answer": "c"}}', "no sealed grade"),
            ('{"texts": {"question": 1, "gold": "b", "answer": "c"}}', "are texts"),
        ],
    )
    def test_says_in_one_line_what_cannot_be_told(self, tmp_path: Path, content: str, words: str) -> None:
        (tmp_path / "odd.json").write_text(content)
        done = evenhand("rescore", "--manifest", tmp_path / "odd.json")
        assert done.returncode == 2
        assert words in done.stderr.decode()
        assert done.stderr.count(b"\n") == 1

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ([], "one of the three"),
            (["--all", str(new_id())], "one of the three"),
            (["not-an-id"], "is no id"),
            (["--manifest", "/no/such/file"], "cannot be opened"),
        ],
        ids=["nothing", "two things", "no id", "no file"],
    )
    def test_says_how_it_is_used(self, arguments: list[str], words: str) -> None:
        done = evenhand("rescore", *arguments)
        assert done.returncode == 2
        assert words in done.stderr.decode()
        assert b"Traceback" not in done.stderr

    def test_cannot_tell_without_a_database(self, tmp_path: Path) -> None:
        env = environment(DATABASE_URL="postgresql://127.0.0.1:1/none", EVENHAND_DATA_DIR=str(tmp_path))
        done = evenhand("rescore", str(new_id()), env=env)
        assert done.returncode == 2
        assert b"cannot be reached" in done.stderr

    def test_finds_no_score_in_an_empty_database(self, tmp_path: Path, empty_database: str) -> None:
        folder = {"EVENHAND_DATA_DIR": str(tmp_path), "EVENHAND_ENVIRONMENT": "development"}
        env = environment(DATABASE_URL=empty_database, **folder)
        assert evenhand("migrate", env=env).returncode == 0
        for arguments, words in [([str(new_id())], "There is no interview"), (["--all"], "There are no scores yet")]:
            done = evenhand("rescore", *arguments, env=env, from_nothing=arguments == ["--all"])
            assert done.returncode == 2
            assert words in done.stderr.decode()


class TestCount:
    def test_weighs_a_difference_more_than_what_cannot_be_told(self) -> None:
        assert (Count(1, 0, 0).code, Count(1, 0, 1).code, Count(0, 1, 1).code) == (0, 2, 1)
