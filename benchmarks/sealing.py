"""What sealing and the audit log cost: the same product with them and without, asked in turns.

The second installation seals nothing and tells nothing (`benchmarks/unsealed`), and is filled with the demo by itself.
One client asks both, a few requests here and a few there, so that whatever else the machine does falls on both.
"""

import http.client
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.installation import ROOT, Installation, installation
from benchmarks.timing import percentile
from benchmarks.visits import CANDIDATE, RECRUITER, sign_in

WITHOUT = {"PYTHONPATH": f"{Path(__file__).parent / 'unsealed'}:{ROOT}"}
PROXY = {"EVENHAND_TRUSTED_PROXIES": "127.0.0.1"}  # so that each upload can come from another address: they are limited
TURNS, READS, UPLOADS, WARM = 20, 6, 3, 10
READ_BUDGET, UPLOAD_BUDGET = 1.10, 1.25
RESUME = (
    "Mira Sandoval\nBackend engineer\n\nExperience\nBackend engineer, Depotline\nJanuary 2021 - Present\n- Case {}\n"
)


class Asked:
    """One installation and a connection to it that stays open."""

    def __init__(self, made: Installation) -> None:
        self.candidate, self.recruiter = sign_in(made, CANDIDATE).headers, sign_in(made, RECRUITER).headers
        self._line = http.client.HTTPConnection("127.0.0.1", made.port, timeout=30)
        application = json.loads(self.send("GET", "/api/v1/applications", self.candidate)[1])["items"][0]
        resume = json.loads(self.send("GET", "/api/v1/resumes", self.candidate)[1])["items"][0]
        self.reads = {
            "an applicant's resume": (f"/staff/applications/{application['id']}", self.recruiter),
            "an application over the API": (f"/api/v1/applications/{application['id']}", self.recruiter),
            "one's own profile": (f"/resumes/{resume['id']}", self.candidate),
        }
        self.count = 0

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None = None) -> tuple[float, bytes]:
        """Milliseconds, and the answer."""
        begun = time.perf_counter()
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        content = answer.read()
        took = (time.perf_counter() - begun) * 1000
        assert answer.status < 300, (path, answer.status, content[:300])
        return took, content

    def read(self, name: str) -> float:
        path, headers = self.reads[name]
        return self.send("GET", path, headers)[0]

    def upload(self) -> float:
        """A file that nobody sent before; it is taken away again, which is not counted."""
        self.count += 1
        sent = RESUME.format(self.count).encode()
        body = (
            b'--part\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
            + sent
            + b"\r\n--part--\r\n"
        )
        come = {
            "content-type": "multipart/form-data; boundary=part",
            "x-forwarded-for": f"198.51.100.{self.count % 250}",
        }
        took, answer = self.send("POST", "/api/v1/resumes", {**self.candidate, **come}, body)
        self.send("DELETE", f"/api/v1/resumes/{json.loads(answer)['id']}", self.candidate)
        return took


def measure() -> dict[str, Any]:
    """Median and 99th percentile of both, and their ratios."""
    with installation(**PROXY) as sealed, installation(**PROXY, **WITHOUT) as plain:
        both = (Asked(sealed), Asked(plain))
        reads = [
            _compared(name, [partial(both[0].read, name), partial(both[1].read, name)], READS) for name in both[0].reads
        ]
        return {
            "reads": reads,
            "uploads": _compared("uploads", [one.upload for one in both], UPLOADS),
            "read_budget": READ_BUDGET,
            "upload_budget": UPLOAD_BUDGET,
        }


def _compared(name: str, ask: list[Callable[[], float]], times: int) -> dict[str, Any]:
    found: list[list[float]] = [[], []]
    for one in ask:
        for _ in range(WARM):
            one()
    for turn in range(TURNS):
        for which in (0, 1) if turn % 2 else (1, 0):
            found[which] += [ask[which]() for _ in range(times)]
    shares = {"p50": 0.5, "p99": 0.99}
    with_, without = ({key: percentile(one, share) for key, share in shares.items()} for one in found)
    return {
        "name": name,
        "count": len(found[0]),
        "with_ms": {key: round(value, 2) for key, value in with_.items()},
        "without_ms": {key: round(value, 2) for key, value in without.items()},
        "ratio": {key: round(with_[key] / without[key], 3) for key in shares},
    }
