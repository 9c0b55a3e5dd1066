"""Reading by an account that is nobody in particular, in homes it may not write to: as services run."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engines.documents.drawing import Page, as_shapes

from evenhand.engines.documents import can_recognise
from evenhand.engines.documents.doc import can_convert
from evenhand.engines.documents.doc.converting import has_room

ACCOUNT = 23_456  # without a name, as containers have them
OLD = Path(__file__).parent / "old" / "contable.doc"
READ = """
import os, sys
from pathlib import Path
from evenhand.engines.documents import read_document
document = read_document(Path(sys.argv[1]).read_bytes(), pictures=True)
print(os.getuid(), document.kind, document.text.split()[0])
"""


def as_other(path: Path, home: Path, folder: Path) -> str:
    """What that account reads in a file: who it was, the kind, and the first word."""
    account = ("setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups", "--no-new-privs")
    done = subprocess.run(
        [*account, sys.executable, "-B", "-c", READ, str(path)],
        env={"HOME": str(home), "TMPDIR": str(folder), "PATH": "/usr/bin:/bin"},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def reachable(path: Path) -> bool:
    """Whether any account may go there."""
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (path, *path.parents))


needs_root = pytest.mark.skipif(
    os.getuid() != 0 or shutil.which("setpriv") is None or not reachable(Path(sys.executable).parent),
    reason="only root may become another account, which has to reach this Python",
)


@needs_root
class TestReadDocument:
    @pytest.fixture
    def home(self) -> Iterator[Path]:
        """A home of root's in a place that all may reach, which pytest's own are not; nothing can be written to it."""
        with tempfile.TemporaryDirectory(dir="/tmp") as name:
            path = Path(name)
            path.chmod(0o755)
            yield path

    @pytest.mark.skipif(not can_convert(), reason="LibreOffice is not installed")
    def test_converts_an_old_word_document(self, home: Path) -> None:
        copy = home / "resume.doc"
        copy.write_bytes(OLD.read_bytes())

        assert as_other(copy, home, Path("/tmp")) == f"{ACCOUNT} doc Joaquín"  # noqa: S108  where all may write
        assert list(home.iterdir()) == [copy]

    @pytest.mark.skipif(not can_recognise(), reason="the extra ocr is not installed")
    def test_recognises_words_where_no_folder_can_be_written_to(self, home: Path) -> None:
        page = Page()
        page.text(60, 90, "Rosalind Achterberg", size=26)
        page.text(60, 130, "Head of the kitchen since 2019", size=16)
        (home / "scan.pdf").write_bytes(as_shapes(page))

        assert as_other(home / "scan.pdf", home, home) == f"{ACCOUNT} pdf Rosalind"
        assert [path.name for path in home.iterdir()] == ["scan.pdf"]


class TestHasRoom:
    def test_asks_for_the_room_that_is_wanted(self, tmp_path: Path) -> None:
        """A full memory folder made the converter fail, and the person was told that the file is damaged."""
        assert has_room(tmp_path, 1)
        assert not has_room(tmp_path, 1 << 60)
        assert not has_room(tmp_path / "missing", 1)
