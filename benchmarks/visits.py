"""What the three kinds of people open during a day: the pages and API reads that the load is made of."""

from dataclasses import dataclass
from typing import Any

from benchmarks.installation import DEMO_PASSWORD, Installation

CANDIDATE, RECRUITER = "mira.sandoval@post.example", "nina.aalto@harbourline.example"
VISITORS, CANDIDATES, RECRUITERS = 20, 15, 15  # fifty people


@dataclass(frozen=True)
class Caller:
    """Someone signed in: by cookie on the pages, by token on the API."""

    cookie: str
    bearer: str

    @property
    def headers(self) -> dict[str, str]:
        """Both, as no browser would send them; each route looks at its own."""
        return {"cookie": self.cookie, "authorization": f"Bearer {self.bearer}"}


def users(made: Installation) -> list[dict[str, Any]]:
    """Fifty people for a plan of `benchmarks.load`."""
    candidate, recruiter = sign_in(made, CANDIDATE), sign_in(made, RECRUITER)
    kinds: tuple[tuple[int, dict[str, str], list[dict[str, str]]], ...] = (
        (VISITORS, {}, _of_a_visitor(made)),
        (CANDIDATES, candidate.headers, _of_a_candidate(made, candidate)),
        (RECRUITERS, recruiter.headers, _of_a_recruiter(made, recruiter)),
    )
    return [{"headers": headers, "visits": visits} for count, headers, visits in kinds for _ in range(count)]


def sign_in(made: Installation, email: str) -> Caller:
    """An account of the demo, signed in both ways."""
    sent = {"email": email, "password": DEMO_PASSWORD}
    return Caller(made.sign_in_on_the_page(**sent), made.post("/api/v1/auth/login", sent)["access_token"])


def _of_a_visitor(made: Installation) -> list[dict[str, str]]:
    job = _first(made, "/api/v1/jobs")["id"]
    return [
        _visit("jobs: list", "/jobs"),
        _visit("job: page", f"/jobs/{job}"),
        _visit("jobs: search", "/jobs?q=engineer&country=NL"),
        _visit("API jobs", "/api/v1/jobs"),
        _visit("API job", f"/api/v1/jobs/{job}"),
    ]


def _of_a_candidate(made: Installation, caller: Caller) -> list[dict[str, str]]:
    application = _first(made, "/api/v1/applications", caller)
    resume = _first(made, "/api/v1/resumes", caller)["id"]
    return [
        _visit("candidate: home", "/home"),
        _visit("candidate: profile", f"/resumes/{resume}"),
        _visit("candidate: matches", "/matches"),
        _visit("candidate: one match", f"/jobs/{application['job']['id']}/match"),
        _visit("candidate: application", f"/applications/{application['id']}"),
        _visit("API applications", "/api/v1/applications"),
        _visit("API resume", f"/api/v1/resumes/{resume}"),
    ]


def _of_a_recruiter(made: Installation, caller: Caller) -> list[dict[str, str]]:
    interview = _first(made, "/api/v1/interviews", caller)
    job, application = interview["job_id"], interview["application_id"]
    return [
        _visit("staff: jobs", "/staff/jobs"),
        _visit("staff: board", f"/staff/jobs/{job}/pipeline"),
        _visit("staff: applicant", f"/staff/applications/{application}"),
        _visit("staff: scorecard", f"/staff/applications/{application}/interview"),
        _visit("staff: questions", f"/staff/jobs/{job}/questions"),
        _visit("API own jobs", "/api/v1/organisation/jobs"),
        _visit("API applicants", f"/api/v1/jobs/{job}/applications"),
        _visit("API interview", f"/api/v1/interviews/{interview['id']}"),
    ]


def _visit(name: str, path: str) -> dict[str, str]:
    return {"name": name, "path": path}


def _first(made: Installation, path: str, caller: Caller | None = None) -> dict[str, Any]:
    found: dict[str, Any] = made.json(path, caller.headers if caller else {})["items"][0]
    return found
