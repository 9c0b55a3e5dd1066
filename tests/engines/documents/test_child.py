import json
import subprocess
import sys

import pytest
from tests.engines.documents.drawing import Page, draw

from evenhand.engines.documents import Limits
from evenhand.engines.documents.child import answer

PROBE = """
import resource, json, signal
from evenhand.engines.documents.child import restrict
from evenhand.engines.documents.limits import Limits
restrict(Limits(seconds=7))
print(json.dumps({{name: resource.getrlimit(getattr(resource, name)) for name in {names!r}}}))
print(json.dumps(signal.getitimer(signal.ITIMER_REAL)))
try:
    open("/dev/null", "w").write("x")
    import os
    os.fork()
    print("forked")
except OSError:
    print("no")
"""


class TestRestrict:
    @pytest.mark.skipif(sys.platform != "linux", reason="other systems lack some limits")
    def test_bounds_the_process_for_good(self) -> None:
        names = ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE", "RLIMIT_NPROC"]
        done = subprocess.run(
            [sys.executable, "-I", "-c", PROBE.format(names=names)], capture_output=True, text=True, check=True
        )
        bounds, timer, *_ = done.stdout.splitlines()
        assert json.loads(bounds) == {
            "RLIMIT_AS": [Limits().memory_bytes] * 2,
            "RLIMIT_CPU": [7, 7],
            "RLIMIT_FSIZE": [0, 0],
            "RLIMIT_NOFILE": [32, 32],
            "RLIMIT_CORE": [0, 0],
            "RLIMIT_NPROC": [0, 0],
        }
        assert 8 < json.loads(timer)[0] <= 9

    def test_keeps_imports_few(self) -> None:
        program = "import sys, evenhand.engines.documents.child; print('\\n'.join(sys.modules))"
        done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
        loaded = set(done.stdout.split())
        assert not loaded & {"pypdfium2", "zipfile", "asyncio", "numpy", "fastapi", "sqlalchemy", "defusedxml"}


class TestAnswer:
    def test_describes_a_document(self) -> None:
        page = Page()
        page.text(72, 100, "Alice")
        assert json.loads(answer(draw(page), "pdf", Limits()))["document"]["text"] == "Alice"

    def test_describes_a_refusal(self) -> None:
        refused = json.loads(answer(b"%PDF-", "pdf", Limits()))["refused"]
        assert refused["code"] == "damaged"
        assert refused["message"].startswith("This PDF is damaged")
