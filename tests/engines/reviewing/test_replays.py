"""A review and a reading of skills are the same bytes in every process, however that process orders its sets."""

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from evenhand.engines.documents import Document
from evenhand.engines.resume_parser import parse_resume
from evenhand.engines.skills import resume_skills

from .resumes import GOOD, RUSSIAN, document_of, review_of

SEEDS = (0, 1, 7, 4_294_967_295)
PROGRAM = "from tests.engines.reviewing.test_replays import hashes; print(*{' '.join(hashes()) for _ in range(3)})"


def read_skills(document: Document) -> bytes:
    parsed = parse_resume(document)
    found = resume_skills(document.text, resume=parsed.resume, evidence=parsed.evidence)
    return json.dumps(found.to_dict(), ensure_ascii=False).encode()


def hashes() -> list[str]:
    documents = [document_of(GOOD), document_of(RUSSIAN)]
    seals = [review_of(one).seal for one in documents]
    return [*seals, *(hashlib.sha256(read_skills(one)).hexdigest() for one in documents)]


def run(seed: int) -> str:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


class TestReplays:
    def test_are_one_hash_in_processes_that_order_their_sets_otherwise(self) -> None:
        with ThreadPoolExecutor(2) as pool:
            told = set(pool.map(run, SEEDS))
        assert told == {" ".join(hashes()) + "\n"}
