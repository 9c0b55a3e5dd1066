"""A resume's skills and a small market for tests."""

from evenhand.engines.career import Candidate, Opening, Salary, Seen, Words

CATEGORIES = {
    "python": "programming",
    "postgresql": "databases",
    "docker": "cloud",
    "kubernetes": "cloud",
    "terraform": "cloud",
    "welding": "trades",
    "teamwork": "soft",
    "english": "languages",
}
MIRA = Candidate(
    {"python": (Words(10, 16, "Built services in Python."),), "postgresql": (), "teamwork": (), "english": ()},
    months=48,
    country="NL",
    certificates=("ITIL 4 Foundation",),
)


def opening(number: int, title: str = "Backend engineer", **changes: object) -> Opening:
    """An opening near to Mira, unless changed."""
    fields: dict[str, object] = {"required": ("python", "kubernetes"), "optional": ("docker",), "country": "NL"}
    return Opening(id=f"{number:02}", title=title, **{**fields, **changes})  # type: ignore[arg-type]


def seen(*openings: Opening, complete: bool = True) -> Seen:
    """These openings as a market."""
    return Seen(openings, complete, CATEGORIES)


MARKET = seen(
    opening(1, salary=Salary(50_000.0, 70_000.0, "EUR", "year"), text="CISSP or ITIL is welcome."),
    opening(2, "Senior Backend engineer (m/f/d)", years=6, salary=Salary(None, 80_000.0, "EUR", "year")),
    opening(3, "Data engineer", required=("python", "postgresql"), optional=("terraform",), country="DE", remote=True),
    opening(4, "Welder", required=("welding", "teamwork"), optional=()),
    opening(5, "Office help", required=("teamwork", "english"), optional=()),
    opening(6, "Platform engineer", required=("kubernetes", "terraform", "docker"), optional=("python",)),
)
